import Scenarios
import TestSupport

/// A platform with four resources, one of which is a little too small, and another the next to be so.
struct PlantedBottleneck {
  /// What may be planted.
  static let causes: [Cause] = [.cpu, .app_pool, .database, .provider_limit]
  /// Requests a second.
  static let rate = 100.0

  /// The resource that is too small, and the one that is when the first is mended and the load grows.
  let first: Cause
  let second: Cause
  private let servers: [Cause: Int]
  private let times: (cpu: Double, query: Double)
  private let callsPerMinute: Double

  /// A random platform: the first resource at 115 % of what it can do, the second at 80 %, the others
  /// at no more than half.
  init(seed: UInt64) {
    var random = SplitMix(state: seed)
    first = Self.causes[Int(seed) % 4]
    second = random.pick(Self.causes.filter { [first] in $0 != first })
    var use: [Cause: Double] = [:]
    for cause in Self.causes { use[cause] = 0.3 + 0.2 * random.uniform() }
    use[second] = 0.8
    use[first] = 1.15
    let rate = Self.rate
    let workers = 2 * (1 + random.below(3))
    let cores = workers
    let cpu = (use[.cpu] ?? 1) * Double(cores) / rate
    // A worker for each core, and a pool for each worker. The tighter of pool and database sets the time that both hold; the other gets what makes its use.
    let (pool, database) = (use[.app_pool] ?? 1, use[.database] ?? 1)
    let tight = workers * (2 + random.below(4))
    let held = max(pool, database) * Double(tight)
    let connections =
      pool >= database ? tight : workers * Int((held / pool / Double(workers)).rounded(.up))
    let databaseCores = pool >= database ? Int((held / database).rounded(.up)) : tight
    servers = [.cpu: cores, .app_pool: connections, .database: databaseCores]
    times = (cpu, held / rate)
    callsPerMinute = rate * 60 / (use[.provider_limit] ?? 1)
  }

  /// The platform under a load.
  ///
  /// - Parameters:
  ///   - isMended: Whether the first resource is four times as large.
  ///   - load: The load as a multiple.
  /// - Returns: A scenario's text.
  func text(isMended: Bool = false, load: Double = 1) -> String {
    func count(_ cause: Cause) -> Int {
      (servers[cause] ?? 1) * (isMended && cause == first && cause != .cpu ? 4 : 1)
    }
    // More workers would bring more pools: cores are mended by faster ones.
    let cpu = times.cpu / (isMended && first == .cpu ? 4 : 1)
    let calls = callsPerMinute * (isMended && first == .provider_limit ? 4 : 1)
    return """
      headroom: 1
      services:
        api: {instances: 2, workers: \(count(.cpu) / 2), cores: \(count(.cpu) / 2), limit: unbounded, timeout: 600s,
          pools: {main: {size: \(count(.app_pool) / (servers[.cpu] ?? 1)), overflow: 0, timeout: 600s}}}
      databases: {main: {cores: \(count(.database)), max_connections: 5000}}
      providers: {account: {limits: [{requests: \(calls)/min, rule: bucket, burst: 20}], sends_retry_after: no}}
      clients: {patient: {attempts: 6, base: 500ms, multiplier: 2, cap: 8s, jitter: full}}
      models: {model: {provider: account, time_to_first_token: 300ms}}
      endpoints:
        ask:
          service: api
          steps:
            - cpu: {exponential: \(cpu * 1000)ms}
            - query: {database: main, time: {exponential: \(times.query * 1000)ms}}
            - call: {model: model, client: patient, input: 10, output: 10}
      tests: {load: {arrivals: {ask: \(Self.rate * load)/s}, duration: 60s, warm_up: 5s}}
      experiment: {seed: 3, replications: 2}
      """
  }
}
