/// Timers of any length that may become void before they go off: patience, cold starts, leases.
///
/// Constant delays belong in lanes; these are the others. The heap knows no events: its owner keeps one
/// alarm for all of them, at the time of `next`. A timer carries the epoch in which it was set, by which
/// its owner tells whether anybody still waits for it.
@frozen
public struct TimerHeap {
  /// A timer.
  @frozen
  public struct Timer: HeapOrdered {
    /// When it goes off, in nanoseconds.
    public let time: Int64
    /// Whom it wakes, and what for.
    public let owner: Int32
    /// What for, in a number of the owner's.
    public let kind: UInt8
    /// The epoch of the owner when it was set.
    public let epoch: UInt32
    @usableFromInline let sequence: UInt64

    @inlinable
    init(time: Int64, owner: Int32, kind: UInt8, epoch: UInt32, sequence: UInt64) {
      self.time = time
      self.owner = owner
      self.kind = kind
      self.epoch = epoch
      self.sequence = sequence
    }

    /// Earlier first; of the same time, the one that was set first.
    @inlinable
    public func precedes(_ other: Timer) -> Bool {
      time != other.time ? time < other.time : sequence < other.sequence
    }
  }

  /// When the alarm goes off that the owner has set; never at first.
  public var alarm = Int64.max
  @usableFromInline var timers = RawHeap<Timer>()
  @usableFromInline var sequence: UInt64 = 0
  /// How many timers may be there before void ones are looked for.
  @usableFromInline var roomBeforeSweep = 64

  /// No timers.
  @inlinable
  public init() {}

  /// Gives the memory back; the owner calls it once.
  @inlinable
  public func free() { timers.free() }

  /// Timers that are set, void ones included.
  @inlinable public var count: Int { timers.count }

  /// When the first timer goes off; never when there is none.
  @inlinable public var next: Int64 { timers.first?.time ?? .max }

  /// Sets a timer.
  ///
  /// - Complexity: O(log n)
  @inlinable
  public mutating func set(_ owner: Int32, kind: UInt8, epoch: UInt32, at time: Int64) {
    timers.insert(
      Timer(time: time, owner: owner, kind: kind, epoch: epoch, sequence: sequence)
    )
    sequence &+= 1
  }

  /// Whether so many timers are set that void ones should leave.
  @inlinable public var isCrowded: Bool { timers.count >= roomBeforeSweep }

  /// Removes the timers that nobody waits for, so that void ones never outnumber the others for long.
  ///
  /// - Complexity: O(n log n); O(log n) a timer where it is called when the heap is crowded.
  @inlinable
  public mutating func sweep(_ isCurrent: (Timer) -> Bool) {
    timers.keep(isCurrent)
    roomBeforeSweep = max(64, timers.count * 2)
  }

  /// Takes a timer that is due; nil when there is none now.
  ///
  /// - Complexity: O(log n)
  @inlinable
  public mutating func takeDue(now: Int64) -> Timer? {
    next <= now ? timers.popFirst() : nil
  }
}
