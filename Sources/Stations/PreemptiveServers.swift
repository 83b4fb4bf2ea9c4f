import Kernel

/// Servers of which the most urgent jobs are served; who is interrupted goes on later where it stopped.
///
/// With c servers the c most urgent jobs run, those of a class in the order of arrival. A job that comes
/// in and is more urgent than one that runs takes its place (preemptive resume). Time is measured by the
/// work V that a job has got which always ran, so that a change of speed moves nobody.
///
/// The station decides and starts nothing: whoever calls it sets an alarm for `nextEnd`.
///
/// - Invariant: no job waits that is more urgent than one that runs, or while a server is free.
public struct PreemptiveServers {
  /// How many servers there are.
  public private(set) var servers: Int32
  /// When the alarm goes off that the owner has set; never at first.
  public var alarm = Int64.max
  /// Jobs that run.
  public private(set) var running = 0
  private var places: UnsafeMutablePointer<Job>
  private let most: Int
  private var waiting = RawHeap<Job>()
  /// The work of a job that always ran, in nanoseconds.
  private var progress = 0.0
  private var speed = 1.0
  private var updated: Int64 = 0
  private var sequence: UInt64 = 0

  private struct Job: HeapOrdered {
    var rank: Int32
    var slot: Int32
    var sequence: UInt64
    /// While it runs, V at its end; while it waits, the work that is left.
    var work: Double

    func precedes(_ other: Job) -> Bool {
      rank != other.rank ? rank < other.rank : sequence < other.sequence
    }
  }

  /// Idle servers.
  ///
  /// - Precondition: there is one at least.
  public init(servers: Int32) {
    precondition(servers > 0, "a station has a server")
    self.servers = servers
    most = Int(servers)
    places = .allocate(capacity: most)
  }

  /// Gives the memory back; the owner calls it once.
  public func free() {
    places.deallocate()
    waiting.free()
  }

  /// Jobs that are there.
  public var count: Int { running + waiting.count }

  /// Takes a job of a class, the lowest first, with so much work in nanoseconds.
  ///
  /// - Precondition: there is work.
  /// - Complexity: O(servers + log n)
  public mutating func begin(_ slot: Int32, rank: Int32, work: Int64, now: Int64) {
    precondition(work > 0, "a job has work")
    advance(to: now)
    waiting.insert(Job(rank: rank, slot: slot, sequence: sequence, work: Double(work)))
    sequence &+= 1
    fill()
    guard running > 0, let first = waiting.first else { return }
    let last = leastUrgent
    guard first.precedes(places[last]) else { return }
    interrupt(last)
    fill()
  }

  /// When the next job ends if nobody comes; never when none runs.
  public var nextEnd: Int64 {
    guard running > 0 else { return .max }
    return updated + max(0, nanosecondsUntil(places[soonest].work))
  }

  /// Takes a job out whose work is done, in the order of their ends; −1 when there is none now.
  ///
  /// - Complexity: O(servers + log n)
  public mutating func takeFinished(now: Int64) -> Int32 {
    guard running > 0 else { return -1 }
    advance(to: now)
    let first = soonest
    guard nanosecondsUntil(places[first].work) <= 0 else { return -1 }
    let slot = places[first].slot
    leave(first)
    fill()
    return slot
  }

  /// Lets every job run that many times as fast as written, from now on.
  ///
  /// - Precondition: above 0.
  public mutating func setSpeed(_ speed: Double, now: Int64) {
    precondition(speed > 0, "a job advances at some speed")
    advance(to: now)
    self.speed = speed
  }

  /// Sets how many servers there are, at most as many as at first; the least urgent jobs are interrupted.
  public mutating func setServers(_ servers: Int32, now: Int64) {
    precondition(servers >= 0 && servers <= most, "from none to as many as at first")
    advance(to: now)
    self.servers = servers
    while running > Int(servers) { interrupt(leastUrgent) }
    fill()
  }

  /// Traps when somebody waits who should run.
  public func checkInvariants() {
    waiting.checkInvariants()
    guard let first = waiting.first else { return }
    precondition(running == Int(servers), "nobody waits while a server is free")
    for i in 0..<running {
      precondition(places[i].precedes(first), "the most urgent jobs run")
    }
  }

  private var leastUrgent: Int {
    (0..<running).reduce(0) { places[$0].precedes(places[$1]) ? $1 : $0 }
  }

  private var soonest: Int {
    (0..<running).reduce(0) { best, i in
      let (a, b) = (places[i], places[best])
      return a.work < b.work || a.work == b.work && a.sequence < b.sequence ? i : best
    }
  }

  private mutating func fill() {
    while running < Int(servers), var job = waiting.popFirst() {
      job.work += progress
      (places + running).initialize(to: job)
      running += 1
    }
  }

  private mutating func interrupt(_ index: Int) {
    var job = places[index]
    job.work -= progress
    leave(index)
    waiting.insert(job)
  }

  private mutating func leave(_ index: Int) {
    running -= 1
    places[index] = places[running]
  }

  private func nanosecondsUntil(_ end: Double) -> Int64 {
    let time = (end - progress) / speed
    return time < 9e18 ? Int64(time.rounded()) : .max - updated
  }

  private mutating func advance(to now: Int64) {
    // Starting over keeps the sums small, and so exact.
    progress = running > 0 ? progress + Double(now - updated) * speed : 0
    updated = now
  }
}
