import Planning
import Quantities
import Scenarios

/// A platform on which every question that a model can answer is answered with yes.
///
/// Each test spoils one value and looks at what becomes of one question or finding.
enum AuditFixture {
  static func sound() -> Scenario {
    var scenario = Scenario()
    scenario.platform = platform()
    scenario.tiers = [
      tier("current", users: 100, concurrent: 10, queries: 500, gigabytes: 10),
      tier("100x", users: 10_000, concurrent: 1_000, queries: 50_000, gigabytes: 1_000),
    ]
    scenario.tests = tests()
    scenario.goals.requests = Rate(perSecond: 1000)
    scenario.goals.activeConnections = 2_000
    scenario.changes = [
      CandidateChange(
        name: "replica",
        title: "Add a replica",
        rationale: "reads",
        causes: [.database],
        levels: [],
        effortDays: 2,
        leadTimeDays: 7
      )
    ]
    var growth = Growth()
    let days = [20_000, 20_030].map { CalendarDate(dayNumber: $0) }
    growth.series = [(.users, History(source: "users.csv", dates: days, values: [50, 100]))]
    scenario.growth = growth
    for key in ["render/standard", "supabase/pro", "redis/small", "render/egress"] {
      scenario.prices[key] = price(key)
    }
    for key in ["openrouter/large", "direct/large"] {
      scenario.prices[key] = price(
        key,
        tokens: Price.Tokens(
          input: TokenPrice(usdPerMillion: 3),
          cachedInput: TokenPrice(usdPerMillion: 0.3),
          cacheWrite: nil,
          output: TokenPrice(usdPerMillion: 15)
        )
      )
    }
    return scenario
  }

  static func price(_ key: String, tokens: Price.Tokens? = nil) -> Price {
    Price(
      key: key,
      vendor: "vendor",
      product: key,
      unit: "month",
      unitPrice: tokens == nil ? UnitPrice(usd: 25) : nil,
      tokens: tokens,
      provenance: Provenance(source: "price page", asOf: "2026-11-24", grade: "A")
    )
  }

  static func tier(
    _ name: String,
    users: Int,
    concurrent: Int,
    queries: Double,
    gigabytes: Int64
  ) -> Tier {
    var tier = Tier()
    tier.name = name
    tier.users = users
    tier.concurrentUsers = concurrent
    tier.queriesPerDay = queries
    tier.databaseSize = ByteCount(gigabytes * 1_000_000_000)
    return tier
  }

  static func tests() -> [LoadTest] {
    LoadTest.Purpose.allCases.map { purpose in
      var test = LoadTest()
      test.name = purpose.rawValue
      test.purpose = purpose
      if purpose == .custom { test.driver = .trace }
      if purpose == .breakpoint {
        test.level = .own
        test.rates = [("ask", Rate(perSecond: 100))]
        test.stages = [LoadTest.Stage(over: .seconds(600), to: 20)]
      }
      return test
    }
  }

  private static func platform() -> Platform {
    var platform = Platform()
    platform.services = [service()]
    platform.databases = [database()]
    platform.caches = [
      Cache(
        name: "redis",
        plan: "redis/small",
        maxConnections: .atMost(250),
        maxOperations: nil,
        lookupTime: .constant(0.001)
      )
    ]
    platform.providers = ["openrouter", "direct"].map { name in
      var provider = Provider()
      provider.name = name
      provider.limits = [
        RateLimit(dimension: .requests, limit: 5_000, window: .seconds(60), rule: .bucket)
      ]
      provider.spendCap = Money(usd: 1_000_000)
      return provider
    }
    platform.models = [("large", "openrouter"), ("other", "direct")].map { name, provider in
      LanguageModel(
        name: name,
        provider: provider,
        price: "\(provider)/large",
        timeToFirstToken: .constant(1),
        timePerOutputToken: .constant(0.02),
        cachedShare: Fraction(0.5)
      )
    }
    platform.realtime = Realtime(
      service: "api",
      plan: nil,
      maxConnections: .atMost(10_000),
      memoryPerConnection: ByteCount(50_000),
      heartbeat: .seconds(15)
    )
    platform.realtime?.sessions = Sessions()
    platform.realtime?.sessions?.reconnect.replays = true
    platform.endpoints = [endpoint()]
    platform.bill = [
      BillItem(
        item: "Egress",
        price: "render/egress",
        meter: .egress_gb,
        quantity: 1,
        group: "network"
      )
    ]
    return platform
  }

  private static func service() -> Service {
    var service = Service()
    service.name = "api"
    service.plan = "render/standard"
    service.instances = 4
    service.workers = 2
    service.limit = .atMost(100)
    service.timeout = .seconds(100)
    service.abandonedWorkContinues = false
    service.memory = ByteCount(2_147_483_648)
    service.streamSlots = .atMost(500)
    service.pools = [
      AppPool(database: "postgres", size: 5, overflow: 10, timeout: .seconds(30))
    ]
    return service
  }

  private static func database() -> Database {
    var database = Database()
    database.name = "postgres"
    database.plan = "supabase/pro"
    database.queue = .atMost(100)
    database.pooler = Pooler()
    database.recommendedSize = ByteCount(2_000_000_000_000)
    return database
  }

  /// Two members at once, each 1 s + 500 × 0.02 s = 11 s of model time.
  private static func endpoint() -> Endpoint {
    var call = ModelCall(model: "large")
    call.fallbacks = ["other"]
    call.inputTokens = .constant(2_000)
    call.outputTokens = .constant(500)
    call.maxTokens = 1_000
    call.client.name = "client"
    call.client.attempts = 3
    call.client.timeout = .seconds(15)
    call.client.base = .milliseconds(500)
    call.client.jitter = .shorten
    call.client.jitterAmount = 0.25
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.route = "POST /ask"
    endpoint.service = "api"
    endpoint.perQuery = 1
    endpoint.targets.p95 = .seconds(30)
    let member = [Step(.call(call), path: "endpoints.ask.steps[1].call")]
    endpoint.steps = [
      Step(
        .cache(name: "redis", hitRatio: Fraction(0.2), miss: []),
        path: "endpoints.ask.steps[0]"
      ),
      Step(
        .stream(steps: [
          Step(
            .parallel(branches: [member, member], join: .quorum(1)),
            path: "endpoints.ask.steps[1].parallel"
          )
        ]),
        path: "endpoints.ask.steps[1]"
      ),
    ]
    return endpoint
  }

  /// Changes every call of the platform's one endpoint.
  static func editCalls(_ scenario: inout Scenario, _ edit: (inout ModelCall) -> Void) {
    scenario.platform.endpoints[0].steps = edited(scenario.platform.endpoints[0].steps, edit)
  }

  private static func edited(_ steps: [Step], _ edit: (inout ModelCall) -> Void) -> [Step] {
    steps.map { step in
      var step = step
      switch step.action {
      case .call(var call):
        edit(&call)
        step.action = .call(call)
      case .stream(let inner): step.action = .stream(steps: edited(inner, edit))
      case .parallel(let branches, let join, _):
        step.action = .parallel(branches: branches.map { edited($0, edit) }, join: join)
      default: break
      }
      return step
    }
  }
}
