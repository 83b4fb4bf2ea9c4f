/// The instances of a service: which are off, booting, ready, draining or down.
///
/// The fleet decides what has to start and stop for a wanted number of instances and a wanted version;
/// it starts nothing and knows no clock but the one it is told. Whoever owns it asks for steps until
/// there is none, lets time pass, and wakes instances when their time has come.
///
/// - Invariant: an instance that is off runs nothing and costs nothing.
public struct Fleet {
  /// What an instance does.
  public enum State: UInt8, Sendable {
    /// It does not exist.
    case off
    /// It starts and takes no requests yet.
    case booting
    /// It takes requests.
    case ready
    /// It finishes what it has and takes nothing new.
    case draining
    /// It has crashed; it boots when its outage is over.
    case down
  }

  /// Something that its owner has to do; the fleet has noted it already.
  public enum Step: Hashable, Sendable {
    /// The instance boots; wake it at that time.
    case boot(Int32, until: Int64)
    /// The instance takes nothing new; wake it at that time, or tell when it is idle.
    case drain(Int32, until: Int64)
    /// The instance, which took no requests, is off.
    case stop(Int32)
  }

  /// What an instance did when it was woken.
  public enum Waking: Hashable, Sendable {
    /// Nothing: what it was to be woken for did not come to pass.
    case stale
    /// It takes requests now.
    case ready
    /// Its outage is over and it boots; wake it at that time.
    case boots(until: Int64)
    /// It has drained long enough and is off; what it still runs is cut off.
    case off
  }

  /// What a fleet counts.
  public struct Tally: Sendable {
    /// Instance-nanoseconds that are paid for: booting, ready, draining and down.
    public var instanceTime: Int128 = 0
    /// The most instances at once that are paid for.
    public var peak: Int32 = 0
    /// Instances that began to boot because they were wanted.
    public var boots: Int64 = 0
    /// Instances that crashed.
    public var crashes: Int64 = 0
  }

  private struct Instance {
    var state = State.off
    var version: Int32 = 0
    /// When it is to be woken; never while nothing is pending.
    var wake = Int64.max
  }

  /// How many instances there may be at once.
  public let most: Int32
  /// From the decision to start an instance until it is ready, in nanoseconds.
  public let boot: Int64
  /// How long a stopping instance may finish what it has, in nanoseconds.
  public let drain: Int64
  /// How many instances are wanted.
  public var wanted: Int32
  /// Instances beyond the wanted ones while a new version comes.
  public private(set) var surge: Int32 = 0
  /// Wanted instances that may be missing meanwhile.
  public private(set) var unavailable: Int32 = 0
  private var version: Int32 = 0
  private var tally = Tally()
  private let instances: UnsafeMutablePointer<Instance>

  /// A fleet whose first instances are ready.
  ///
  /// - Precondition: there is room for the first instances; times are not negative.
  public init(most: Int32, first: Int32, boot: Int64, drain: Int64) {
    precondition(first >= 0 && first <= most, "there is room for the first instances")
    precondition(boot >= 0 && drain >= 0, "a time is not negative")
    self.most = most
    self.boot = boot
    self.drain = drain
    wanted = first
    instances = .allocate(capacity: Int(max(most, 1)))
    instances.initialize(repeating: Instance(), count: Int(most))
    for i in 0..<Int(first) { instances[i].state = .ready }
    tally.peak = first
  }

  /// Gives the memory back; the owner calls it once.
  public func free() { instances.deallocate() }

  /// What an instance does.
  public func state(of instance: Int32) -> State { instances[Int(instance)].state }

  /// How many instances are in a state.
  public func count(_ state: State) -> Int32 { count { $0.state == state } }

  /// How many instances are paid for.
  public var running: Int32 { count { $0.state != .off } }

  /// What was counted from the start of the measurement to a time.
  public func tally(at now: Int64) -> Tally {
    var tally = tally
    tally.instanceTime += Int128(now) * Int128(running)
    return tally
  }

  /// Forgets what was counted so far.
  public mutating func restartTally(at now: Int64) {
    tally = Tally()
    tally.instanceTime = -Int128(now) * Int128(running)
    tally.peak = running
  }

  /// Wants every instance replaced by one of a new version.
  ///
  /// - Precondition: at least one instance may be added or missing.
  public mutating func deploy(surge: Int32, unavailable: Int32) {
    precondition(surge >= 0 && unavailable >= 0 && surge + unavailable > 0, "something may change")
    self.surge = surge
    self.unavailable = unavailable
    version += 1
  }

  /// Whether instances of an older version are still wanted.
  public var isDeploying: Bool { count { isActive($0) && $0.version < version } > 0 }

  /// The next thing to do for the wanted number and version; nil when there is nothing.
  ///
  /// - Complexity: O(`most`)
  public mutating func nextStep(now: Int64) -> Step? {
    let active = count(where: isActive)
    let old = count { isActive($0) && $0.version < version }
    let extra = old > 0 ? surge : 0
    if active - old < wanted, active < wanted + extra, let free = first({ $0.state == .off }) {
      return begin(free, now)
    }
    if let idle = first({ isActive($0) && $0.state != .ready && $0.version < version }) {
      return stop(idle, now)
    }
    if active - old > wanted { return shrink(now, version) }
    if old > 0, count(.ready) > wanted - unavailable,
      let outdated = first({ $0.state == .ready && $0.version < version })
    {
      return retire(outdated, now)
    }
    return nil
  }

  /// Wakes an instance.
  public mutating func wake(_ instance: Int32, now: Int64) -> Waking {
    let it = instances + Int(instance)
    guard it.pointee.wake == now else { return .stale }
    it.pointee.wake = .max
    switch it.pointee.state {
    case .booting:
      it.pointee.state = .ready
      return .ready
    case .down:
      it.pointee.state = .booting
      it.pointee.wake = now + boot
      return .boots(until: now + boot)
    case .draining:
      turnOff(it, now)
      return .off
    case .off, .ready:
      return .stale
    }
  }

  /// A draining instance has nothing left to do.
  public mutating func becomeIdle(_ instance: Int32, now: Int64) {
    let it = instances + Int(instance)
    guard it.pointee.state == .draining else { return }
    it.pointee.wake = .max
    turnOff(it, now)
  }

  /// An instance crashes; it boots again after an outage.
  ///
  /// - Returns: When to wake it; nil when it was off.
  public mutating func crash(_ instance: Int32, outage: Int64, now: Int64) -> Int64? {
    let it = instances + Int(instance)
    guard it.pointee.state != .off else { return nil }
    tally.crashes += 1
    if it.pointee.state == .draining {
      it.pointee.wake = .max
      turnOff(it, now)
      return nil
    }
    it.pointee.state = .down
    it.pointee.wake = now + outage
    return now + outage
  }

  private func isActive(_ instance: Instance) -> Bool {
    instance.state == .booting || instance.state == .ready || instance.state == .down
  }

  private func count(where matches: (Instance) -> Bool) -> Int32 {
    var count: Int32 = 0
    for i in 0..<Int(most) where matches(instances[i]) { count += 1 }
    return count
  }

  private func first(_ matches: (Instance) -> Bool) -> Int32? {
    for i in 0..<Int(most) where matches(instances[i]) { return Int32(i) }
    return nil
  }

  private mutating func begin(_ instance: Int32, _ now: Int64) -> Step {
    let it = instances + Int(instance)
    tally.instanceTime -= Int128(now)
    tally.boots += 1
    it.pointee = Instance(state: .booting, version: version, wake: now + boot)
    tally.peak = max(tally.peak, running)
    return .boot(instance, until: now + boot)
  }

  /// Takes one away that is not ready, else the last one that is.
  private mutating func shrink(_ now: Int64, _ version: Int32) -> Step? {
    var last: Int32 = -1
    for i in 0..<most where isActive(instances[Int(i)]) && instances[Int(i)].version == version {
      if instances[Int(i)].state != .ready { return stop(i, now) }
      last = i
    }
    return last >= 0 ? retire(last, now) : nil
  }

  private mutating func stop(_ instance: Int32, _ now: Int64) -> Step {
    turnOff(instances + Int(instance), now)
    return .stop(instance)
  }

  private mutating func retire(_ instance: Int32, _ now: Int64) -> Step {
    let it = instances + Int(instance)
    it.pointee.state = .draining
    it.pointee.wake = now + drain
    return .drain(instance, until: now + drain)
  }

  private mutating func turnOff(_ it: UnsafeMutablePointer<Instance>, _ now: Int64) {
    it.pointee = Instance()
    tally.instanceTime += Int128(now)
  }
}
