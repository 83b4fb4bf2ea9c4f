import Kernel
public import Quantities
public import Scenarios

/// What to compile: a test of a scenario, at a tier, perhaps with more load than the tier has.
public struct Workload: Sendable {
  /// The tier; nil for tests that name their own rates.
  public var tier: Tier?
  /// The test.
  public var test: LoadTest
  /// A multiple of the whole load.
  public var factor: Double
  /// The requests of a trace, for tests that replay one.
  public var trace: [TraceRow]
  /// What is deleted from the start, where the test leaves that open.
  public var warmUp: SimInterval?

  /// A workload.
  public init(
    tier: Tier?,
    test: LoadTest,
    factor: Double = 1,
    trace: [TraceRow] = [],
    warmUp: SimInterval? = nil
  ) {
    self.tier = tier
    self.test = test
    self.factor = factor
    self.trace = trace
    self.warmUp = warmUp
  }
}

extension Program {
  /// Compiles a scenario for one workload.
  ///
  /// - Precondition: the scenario was validated: every name in it refers to something.
  public init(_ scenario: Scenario, workload: Workload) {
    var compiler = Compiler(scenario: scenario, workload: workload)
    compiler.compilePlatform()
    compiler.compileEndpoints()
    compiler.compileAlarms()
    compiler.compileFleets()
    compiler.compileSockets()
    compiler.compileWorkload()
    compiler.compileFlows()
    compiler.compileFaults()
    compiler.assignShareColumns()
    compiler.assignPlaces()
    compiler.planDraws()
    self = compiler.program
  }
}

/// Turns a scenario into flat tables.
struct Compiler {
  let scenario: Scenario
  let workload: Workload
  var program = Program()
  /// Pools of the parts, by kind and name.
  var pools: [String: Int32] = [:]
  var laneIndex: [String: Int32] = [:]
  var serviceIndex: [String: Int32] = [:]
  var cacheIndex: [String: Int32] = [:]
  var queueIndex: [String: Int32] = [:]
  var targetIndex: [String: Int32] = [:]
  var providerIndex: [String: Int32] = [:]
  /// Connections that workers keep open, by service and database.
  var keptIndex: [String: Int32] = [:]
  /// How far the processors of shared pools stand behind their pools, by pool.
  var processorOffset: [Int32: Int32] = [:]
  /// The same of pools whose servers interrupt each other.
  var preemptiveOffset: [Int32: Int32] = [:]
  /// The rules of lines that go by urgency and have no others, −1 before the first.
  var ranks: Int32 = -1
  /// Cooldowns by client, service and model; budgets by client and service.
  var cooldownIndex: [String: Int32] = [:]
  var budgetIndex: [String: Int32] = [:]
  var prefixIndex: [String: Int32] = [:]
  var breakerIndex: [String: Int32] = [:]
  var throttleIndex: [String: Int32] = [:]
  /// Databases, for those of their connections that have to log in again.
  var reloginIndex: [String: Int32] = [:]

  init(scenario: Scenario, workload: Workload) {
    self.scenario = scenario
    self.workload = workload
    program.seed = scenario.experiment.seed
    program.startOfDay = workload.test.starts.nanosecondsOfDay
    program.maxEvents = scenario.experiment.maxEvents
  }

  /// Adds a group of equal pools and returns the first; `counted` of them make its usual capacity.
  mutating func addGroup(
    _ kind: PoolGroup.Kind,
    _ part: String,
    label: String,
    capacity: Limit,
    queue: Limit,
    count: Int = 1,
    counted: Int? = nil,
    detail: String = "",
    sharing: Sharing? = nil,
    isRanked: Bool = false
  ) -> Int32 {
    let first = program.pools.count
    let servers = Compiler.servers(capacity)
    var pool = CompiledPool(capacity: servers, queueLimit: Compiler.places(queue))
    if isRanked { pool.line = rankedLine() }
    program.pools += Array(repeating: pool, count: count)
    let isLimited = capacity != .unbounded
    program.groups.append(
      PoolGroup(
        kind: kind,
        part: part,
        label: label,
        isLimited: isLimited,
        capacity: isLimited ? Int(servers) * (counted ?? count) : 0,
        first: first,
        count: count
      )
    )
    pools[Compiler.poolKey(kind, part, detail)] = Int32(first)
    if let sharing { addProcessors(of: Int32(first), count, sharing) }
    return Int32(first)
  }

  /// The first pool of a group.
  ///
  /// - Precondition: the group was added.
  func pool(_ kind: PoolGroup.Kind, _ part: String, detail: String = "") -> Int32 {
    guard let first = pools[Compiler.poolKey(kind, part, detail)] else {
      preconditionFailure("a pool is compiled before the steps that use it")
    }
    return first
  }

  static func poolKey(_ kind: PoolGroup.Kind, _ part: String, _ detail: String) -> String {
    "\(kind.rawValue)/\(part)/\(detail)"
  }

  /// The lane for a constant delay, made at its first use; −1 for no delay.
  mutating func lane(_ delay: SimInterval?, _ kind: CompiledLane.Kind) -> Int32 {
    guard let delay else { return -1 }
    let key = "\(kind)/\(delay.nanoseconds)"
    if let known = laneIndex[key] { return known }
    let index = Int32(program.lanes.count)
    program.lanes.append(CompiledLane(delay: delay.nanoseconds, kind: kind))
    laneIndex[key] = index
    return index
  }

  /// The lane for a time that is always the same and long; −1 for others.
  ///
  /// Many wait out a long time at once: a lane keeps them out of the event list. Of a short one few do,
  /// and the list is the faster place. The answer is the same either way.
  mutating func delayLane(_ draw: Draw) -> Int32 {
    guard draw.family == .constant, draw.first >= 1e9 else { return -1 }
    return lane(SimInterval(nanoseconds: nearestNanosecond(draw.first)), .delay)
  }

  /// Tells every operation where it stands.
  mutating func assignPlaces() {
    for i in program.operations.indices {
      program.operations[i].place = Place(Int32(i), program.operations[i].code)
    }
  }

  /// Numbers the shares of response time that the program uses, so that requests carry no others.
  mutating func assignShareColumns() {
    var used: Set<TimeShare> = []
    for operation in program.operations {
      switch operation.code {
      case .enter, .admit, .acquire, .openStream, .pace: used.insert(operation.wait)
      case .find where operation.holds: used.insert(operation.wait)
      case .serve, .share, .seize: used.formUnion([operation.wait, operation.share])
      case .delay, .attempt, .deliver: used.insert(operation.share)
      case .call: used.formUnion([.model, .backoff])
      default: break
      }
    }
    program.shareColumns = TimeShare.allCases.filter(used.contains)
    for i in program.operations.indices {
      program.operations[i].shareColumn = program.column(of: program.operations[i].share)
      program.operations[i].waitColumn = program.column(of: program.operations[i].wait)
    }
  }

  static func servers(_ limit: Limit) -> Int32 {
    switch limit {
    case .atMost(let n): Int32(clamping: max(n, 1))
    case .unbounded: Int32.max / 4
    }
  }

  static func places(_ limit: Limit) -> Int32 {
    switch limit {
    case .atMost(let n): Int32(clamping: max(n, 0))
    case .unbounded: Int32.max
    }
  }

  /// The position of a named part.
  ///
  /// - Precondition: there is one; validation saw to it.
  static func position(_ name: String, in index: [String: Int32]) -> Int32 {
    guard let position = index[name] else {
      preconditionFailure("a validated scenario refers to parts that exist")
    }
    return position
  }
}

extension Draw {
  /// A law of the scenario, its unit turned into another by a factor.
  init(_ law: Law, scale: Double) {
    switch law.family {
    case .constant: self.init(.constant, law.first * scale)
    case .exponential: self.init(.exponential, law.first * scale)
    case .lognormal: self.init(.lognormal, law.first * scale, sigma: law.second)
    case .gamma:
      let shape = 1 / (law.second * law.second)
      self.init(.gamma, shape, law.first * scale / shape)
    case .uniform: self.init(.uniform, law.first * scale, (law.second - law.first) * scale)
    }
  }

  /// A log-normal law from its median.
  private init(_ family: Family, _ median: Double, sigma: Double) {
    self.init(family, Elementary.log(median), sigma)
  }
}
