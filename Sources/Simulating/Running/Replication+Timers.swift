import Kernel
import Stations

/// What a timer of the replication's heap is for.
enum TimerKind {
  /// A token's patience in line.
  static let patience: UInt8 = 0
  /// A server that comes after a pause or a cold start.
  static let server: UInt8 = 1
  /// The time for which a worker has a job to itself.
  static let lease: UInt8 = 2
  /// What a user of a session thinks, or waits between iterations.
  static let user: UInt8 = 3
  /// How long a user that is not wanted any more may finish.
  static let notice: UInt8 = 4
}

// Timers that are neither events of their own nor in a lane: one alarm stands for all of them.
extension Replication {
  /// Sets a timer.
  mutating func setTimer(_ owner: Int32, _ kind: UInt8, epoch: UInt32, after delay: Int64) {
    if timers.isCrowded { sweepTimers() }
    timers.set(owner, kind: kind, epoch: epoch, at: now &+ max(delay, 0))
    setTimerAlarm()
  }

  /// Lets the timers go off that are due; an alarm that was overtaken by an earlier one does nothing.
  @inline(never)
  mutating func ring() {
    guard timers.alarm == now else { return }
    timers.alarm = .max
    while let timer = timers.takeDue(now: now) {
      guard isCurrent(timer) else { continue }
      switch timer.kind {
      case TimerKind.patience: giveUpWaiting(timer.owner, .leftLine)
      case TimerKind.lease: endLease(timer.owner)
      case TimerKind.user: wakeUser(timer.owner)
      case TimerKind.notice: interrupt(timer.owner)
      case TimerKind.server: receiveServer(timer.owner, timer.epoch)
      default: preconditionFailure("every kind of timer is listed here")
      }
    }
    setTimerAlarm()
  }

  /// Makes the token that the alarms wake.
  mutating func startTimers() {
    guard program.ring >= 0 else { return }
    timerSlot = special(program.ring)
    permanent += 1
  }

  private mutating func setTimerAlarm() {
    guard timers.next < timers.alarm else { return }
    timers.alarm = timers.next
    events.schedule(UInt32(bitPattern: timerSlot), at: timers.next)
  }

  /// Whether somebody still waits for a timer.
  private mutating func isCurrent(_ timer: TimerHeap.Timer) -> Bool {
    switch timer.kind {
    case TimerKind.patience:
      let token = tokens + Int(timer.owner)
      return token.pointee.waitEpoch == timer.epoch && token.pointee.line >= 0
    case TimerKind.lease:
      return tokens[Int(timer.owner)].waitEpoch == timer.epoch
    case TimerKind.user:
      return sessions.users[timer.owner].pointee.epoch == timer.epoch
    case TimerKind.notice:
      return sessions.users[timer.owner].pointee.notice == timer.epoch
    default:
      return lines.resting[timer.owner].pointee.isUnderWay(timer.epoch)
    }
  }

  private mutating func sweepTimers() {
    var kept = timers
    kept.sweep { isCurrent($0) }
    timers = kept
  }
}
