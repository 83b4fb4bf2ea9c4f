import TestSupport
import Quantities
import Scenarios
import Simulating

/// A platform with every kind of part, its sizes and policies drawn from a seed.
///
/// Limits are small and load is high, so that lines fill, callers give up and providers refuse.
struct RandomPlatform {
  private var random: SplitMix
  private(set) var scenario = Scenario()
  private var isElastic = false

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    scenario.experiment.seed = seed
    scenario.platform.stations = [
      Station(name: "disk", servers: 1 + random.below(3), queue: .atMost(random.below(20))),
      Station(name: "lock", servers: 1 + random.below(2), queue: .unbounded),
    ]
    scenario.platform.services = [service()]
    scenario.platform.databases = [database("main"), database("replica")]
    scenario.platform.caches = [
      Cache(
        name: "cache",
        plan: nil,
        maxConnections: .unbounded,
        maxOperations: nil,
        lookupTime: .constant(0.001)
      )
    ]
    scenario.platform.providers = [provider("one"), provider("two")]
    scenario.platform.models = ["fast", "slow", "other"].map { name in
      LanguageModel(
        name: name,
        provider: name == "other" ? "two" : "one",
        price: nil,
        timeToFirstToken: .exponential(mean: 0.4),
        timePerOutputToken: Law(.gamma, 0.01, 0.3),
        cachedShare: Fraction(Double(random.below(3)) / 4)
      )
    }
    scenario.platform.endpoints = [council(), reading(), job()]
  }

  private mutating func service() -> Service {
    var service = Service()
    service.name = "api"
    service.instances = 1 + random.below(3)
    service.workers = 1 + random.below(3)
    service.coresPerInstance = random.pick([0.5, 1, 2])
    service.concurrency = random.pick([.async, .threads])
    service.threads = 2 + random.below(20)
    service.limit = random.pick([.unbounded, .atMost(1 + random.below(10))])
    service.backlog = .atMost(random.below(30))
    service.timeout = random.pick([nil, .milliseconds(700), .seconds(2), .seconds(8)])
    service.abandonedWorkContinues = random.below(2) == 0
    service.balancing = random.pick(Service.Balancing.allCases)
    service.streamSlots = random.pick([.unbounded, .atMost(1 + random.below(12))])
    service.pools = [
      AppPool(
        database: "main",
        size: 1 + random.below(4),
        overflow: random.below(3),
        timeout: random.pick([nil, .milliseconds(300), .seconds(3)])
      )
    ]
    return service
  }

  /// Lets the instances come and go: an autoscaler in a hurry, little memory, a short drain.
  mutating func makeElastic() {
    isElastic = true
    for i in scenario.platform.services.indices {
      var service = scenario.platform.services[i]
      service.boot = .seconds(Int64(random.below(5)))
      service.drain = random.pick([.zero, .milliseconds(300), .seconds(3)])
      var rule = Autoscale()
      rule.most = service.instances + 1 + random.below(3)
      rule.concurrency = Double(2 + random.below(6))
      rule.cpu = random.pick([nil, Fraction(0.6)])
      rule.sync = .seconds(2)
      rule.downWindow = random.pick([.zero, .seconds(5)])
      service.autoscale = rule
      service.memoryPerWorker = ByteCount(1)
      service.memoryPerRequest = ByteCount(1)
      service.memory = ByteCount(Int64(service.workers + 3 + random.below(12)))
      scenario.platform.services[i] = service
    }
  }

  private mutating func database(_ name: String) -> Database {
    var database = Database()
    database.name = name
    database.cores = 1 + random.below(3)
    database.queue = random.pick([.unbounded, .atMost(4)])
    database.maxConnections = 4 + random.below(20)
    guard name == "main", random.below(4) > 0 else { return database }
    var pooler = Pooler()
    pooler.size = 1 + random.below(6)
    pooler.clients = 3 + random.below(20)
    pooler.wait = .milliseconds(400)
    pooler.overflow = random.pick(Pooler.Overflow.allCases)
    pooler.serviceTime = random.pick([.constant(0), .exponential(mean: 0.001)])
    database.pooler = pooler
    return database
  }

  private mutating func provider(_ name: String) -> Provider {
    var provider = Provider()
    provider.name = name
    let dimensions: [RateLimit.Dimension] = [.requests, .tokens, .input_tokens, .output_tokens]
    for dimension in dimensions where random.below(2) == 0 {
      provider.limits.append(
        RateLimit(
          dimension: dimension,
          limit: dimension == .requests
            ? Double(40 + random.below(80)) : Double(20_000 + random.below(40_000)),
          window: .seconds(20),
          rule: random.pick([.bucket, .fixed_window, .sliding_log]),
          burst: random.pick([nil, 20])
        )
      )
    }
    provider.charge = random.pick(Provider.Charge.allCases)
    provider.countsRejected = random.below(2) == 0
    provider.sendsRetryAfter = random.below(2) == 0
    provider.maxConcurrency = random.pick([nil, 2 + random.below(8)])
    provider.errorRate = Fraction(random.pick([0, 0.1]))
    return provider
  }

  private mutating func call(_ model: String, fallbacks: [String], at path: String) -> Step {
    var call = ModelCall(model: model)
    call.fallbacks = fallbacks
    call.inputTokens = .lognormal(median: 600, sigma: 0.8)
    call.outputTokens = .lognormal(median: 150, sigma: 0.6)
    call.maxTokens = random.pick([nil, 100, 1000])
    call.client.attempts = 1 + random.below(3)
    call.client.base = .milliseconds(Int64(100 + random.below(400)))
    call.client.jitter = random.pick([.none, .shorten, .add, .full])
    call.client.jitterAmount = 0.25
    call.client.obeysRetryAfterUpTo = random.pick([nil, .seconds(3)])
    call.client.longerRetryAfterFails = random.below(2) == 0
    call.client.timeout = random.pick([nil, .seconds(2)])
    return Step(.call(call), path: path)
  }

  private mutating func council() -> Endpoint {
    let members = [
      [call("fast", fallbacks: ["other"], at: "council/a")],
      [
        Step(.delay(time: .exponential(mean: 0.1)), path: "council/b0"),
        call("slow", fallbacks: [], at: "council/b"),
      ],
      [
        call("other", fallbacks: ["fast"], at: "council/c"),
        Step(.query(database: "main", time: .exponential(mean: 0.01), count: 1), path: "council/q"),
      ],
    ]
    let inner = Step(
      .parallel(
        branches: [
          [Step(.cpu(time: .exponential(mean: 0.01)), path: "council/i")],
          [Step(.serve(station: "disk", time: .exponential(mean: 0.05)), path: "council/d")],
        ],
        join: .first
      ),
      path: "council/inner"
    )
    let join = random.pick([Join.all, .quorum(2), .first])
    let miss = Step(
      .query(database: "main", time: .exponential(mean: 0.2), count: 2),
      path: "council/miss"
    )
    var endpoint = Endpoint()
    endpoint.name = "council"
    endpoint.service = "api"
    endpoint.perQuery = 1
    endpoint.steps = [
      Step(.delay(time: .constant(0.02)), path: "council/0"),
      Step(.cpu(time: .exponential(mean: 0.01)), path: "council/1"),
      Step(.cache(name: "cache", hitRatio: Fraction(0.5), miss: [miss]), path: "council/2"),
      Step(.delay(time: .exponential(mean: 0.3)), path: "council/3"),
      Step(
        .stream(steps: [
          Step(.parallel(branches: members + [[inner]], join: join), path: "council/4"),
          call("slow", fallbacks: ["other"], at: "council/5"),
        ]),
        path: "council/s"
      ),
      Step(.cpu(time: .lognormal(median: 0.005, sigma: 0.5)), path: "council/6"),
      Step(.transfer(size: .exponential(mean: 20_000), bytesPerSecond: 1e6), path: "council/7"),
    ]
    return endpoint
  }

  private mutating func reading() -> Endpoint {
    var endpoint = Endpoint()
    endpoint.name = "reading"
    endpoint.service = "api"
    endpoint.perQuery = 3
    endpoint.steps = [
      Step(
        .choose([
          (
            Fraction(0.3),
            [
              Step(
                .query(database: "replica", time: .exponential(mean: 0.02), count: 2),
                path: "reading/a"
              )
            ]
          ),
          (
            Fraction(0.5),
            [
              Step(
                .hold(
                  station: "lock",
                  steps: [
                    Step(
                      .query(database: "main", time: .exponential(mean: 0.02), count: 1),
                      path: "reading/b"
                    ),
                    Step(.delay(time: .exponential(mean: 0.05)), path: "reading/c"),
                  ]
                ),
                path: "reading/h"
              )
            ]
          ),
        ]),
        path: "reading/choose"
      ),
      Step(.cpu(time: .exponential(mean: 0.02)), path: "reading/cpu"),
    ]
    return endpoint
  }

  private func job() -> Endpoint {
    var endpoint = Endpoint()
    endpoint.name = "job"
    endpoint.perQuery = 1
    endpoint.steps = [
      Step(.serve(station: "disk", time: .exponential(mean: 0.2)), path: "job/disk"),
      Step(.serve(station: "lock", time: .constant(0.01)), path: "job/lock"),
    ]
    return endpoint
  }

  /// A test of a minute: open with a burst, or closed with users who come and go.
  mutating func workload() -> Workload {
    var test = LoadTest()
    test.duration = .seconds(60)
    test.warmUp = .seconds(Int64(random.below(2) * 10))
    if random.below(2) == 0 {
      test.level = .own
      test.rates = [
        ("council", Rate(perSecond: 1 + Double(random.below(4)))),
        ("reading", Rate(perSecond: 5 + Double(random.below(20)))),
        ("job", Rate(perSecond: 4)),
      ]
      test.stages = [
        LoadTest.Stage(over: .seconds(20), to: 1),
        LoadTest.Stage(over: .seconds(5), to: 3),
        LoadTest.Stage(over: .seconds(35), to: 0.5),
      ]
    } else {
      test.driver = .closed
      test.from = 0
      test.stages = [
        LoadTest.Stage(over: .seconds(1), to: Double(20 + random.below(40))),
        LoadTest.Stage(over: .seconds(39), to: 30),
        LoadTest.Stage(over: .seconds(20), to: 2),
      ]
      test.thinkTime = random.pick([.constant(0), .exponential(mean: 1)])
    }
    if isElastic {
      test.faults = [
        Fault(at: .seconds(15), lasting: .seconds(3), .crash(service: "api", instances: 2)),
        Fault(
          at: .seconds(30),
          lasting: .zero,
          .deploy(service: "api", surge: random.below(3), unavailable: 1)
        ),
      ]
    }
    return Workload(tier: nil, test: test)
  }

  mutating func program() -> Program { Program(scenario, workload: workload()) }
}
