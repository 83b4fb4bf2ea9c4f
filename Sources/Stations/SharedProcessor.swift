import Kernel

/// Cores that all jobs present share equally, in time slices too short to see.
///
/// With n jobs on c cores each job advances at min(1, c/n) of a core, less what contention takes. Time
/// is measured by the work that one job has got, V: a job with work S that begins at V ends when V
/// reaches V + S, whoever comes and goes meanwhile. So the jobs lie in a heap by the V of their end,
/// which never changes, and an arrival or departure costs O(log n).
///
/// The station decides and starts nothing: whoever calls it sets an alarm for `nextEnd`.
///
/// - Invariant: no job ends before the work that everybody present has got.
public struct SharedProcessor {
  /// How many cores there are; a part of one is a slower core.
  public private(set) var cores: Double
  /// What the jobs lose to each other.
  public let contention: Contention
  /// When the alarm goes off that its owner has set; never at first.
  public var alarm = Int64.max
  /// Jobs present.
  public var count: Int { jobs.count }
  /// Work that each job present has got since the station was last empty, in nanoseconds.
  private var progress = 0.0
  /// Work that each job gets per nanosecond.
  private var rate = 1.0
  /// A multiple of the speed; below 1 while something slows the station down.
  private var speed = 1.0
  private var updated: Int64 = 0
  private var sequence: UInt64 = 0
  private var jobs = RawHeap<Job>()

  /// How throughput falls behind the number of jobs: the universal scalability law.
  ///
  /// With n jobs everything is 1 + σ(n − 1) + κn(n − 1) times slower than the cores alone would make it
  /// (Gunther, "Guerrilla Capacity Planning", 2007, §4.4).
  public struct Contention: Hashable, Sendable {
    /// σ, the share that jobs do one at a time.
    public var serial: Double
    /// κ, what each pair of jobs pays to agree.
    public var coherency: Double

    /// Coefficients; none for jobs that do not disturb each other.
    public init(serial: Double = 0, coherency: Double = 0) {
      self.serial = serial
      self.coherency = coherency
    }

    /// How many times slower everybody is with that many jobs.
    func slowdown(_ jobs: Double) -> Double {
      1 + serial * (jobs - 1) + coherency * jobs * (jobs - 1)
    }
  }

  private struct Job: HeapOrdered {
    var end: Double
    var sequence: UInt64
    var slot: Int32

    func precedes(_ other: Job) -> Bool {
      end != other.end ? end < other.end : sequence < other.sequence
    }
  }

  /// Idle cores.
  ///
  /// - Precondition: there is a part of a core at least; contention is not negative.
  public init(cores: Double, contention: Contention = Contention()) {
    precondition(cores > 0, "a processor has a part of a core at least")
    precondition(
      contention.serial >= 0 && contention.coherency >= 0,
      "contention makes nobody faster"
    )
    self.cores = cores
    self.contention = contention
  }

  /// Gives the memory back; the owner calls it once.
  public func free() { jobs.free() }

  /// Takes a job with so much work, in nanoseconds on a core of its own.
  ///
  /// - Precondition: there is work.
  /// - Complexity: O(log n)
  public mutating func begin(_ slot: Int32, work: Int64, now: Int64) {
    precondition(work > 0, "a job has work")
    advance(to: now)
    jobs.insert(Job(end: progress + Double(work), sequence: sequence, slot: slot))
    sequence &+= 1
    adjustRate()
  }

  /// When the next job ends if nobody comes or goes; never when there is none.
  public var nextEnd: Int64 {
    guard let first = jobs.first else { return .max }
    return updated + max(0, nanosecondsUntil(first.end))
  }

  /// Takes a job out whose work is done, in the order of their ends; −1 when there is none now.
  ///
  /// - Complexity: O(log n)
  public mutating func takeFinished(now: Int64) -> Int32 {
    guard let first = jobs.first else { return -1 }
    advance(to: now)
    guard nanosecondsUntil(first.end) <= 0 else { return -1 }
    _ = jobs.popFirst()
    adjustRate()
    return first.slot
  }

  /// Lets every job run that many times as fast as written, from now on.
  ///
  /// - Precondition: above 0.
  public mutating func setSpeed(_ speed: Double, now: Int64) {
    precondition(speed > 0, "a job advances at some speed")
    advance(to: now)
    self.speed = speed
    adjustRate()
  }

  /// Sets how many cores there are; without any, nobody advances.
  ///
  /// - Precondition: not fewer than none.
  public mutating func setCores(_ cores: Double, now: Int64) {
    precondition(cores >= 0, "a processor has no negative number of cores")
    advance(to: now)
    self.cores = cores
    adjustRate()
  }

  /// Traps when a job should have ended before.
  public func checkInvariants() {
    jobs.checkInvariants()
    // The first of all ends first.
    precondition(
      jobs.first.map { $0.end - progress > -1 } ?? true,
      "a job leaves when its work is done"
    )
  }

  private func nanosecondsUntil(_ end: Double) -> Int64 {
    guard rate > 0 else { return .max - updated }
    let time = (end - progress) / rate
    return time < 9e18 ? Int64(time.rounded()) : .max - updated
  }

  private mutating func advance(to now: Int64) {
    progress += Double(now - updated) * rate
    updated = now
  }

  private mutating func adjustRate() {
    guard count > 0 else {
      // Starting over keeps the sums small, and so exact.
      progress = 0
      return
    }
    let present = Double(count)
    rate = speed * min(1, cores / present) / contention.slowdown(present)
  }
}
