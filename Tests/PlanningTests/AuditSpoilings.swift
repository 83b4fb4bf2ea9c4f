import Quantities
import Scenarios

/// For every question that a model can answer: a value that turns its yes into no.
enum AuditSpoilings {
  static let all = database + services + models + rest

  static let database = [
    AuditSpoiling("database.pooler", "postgres has no pooler") {
      $0.platform.databases[0].pooler = nil
    },
    AuditSpoiling("database.pools_fit", "= 120 connections against 100 max_connections") {
      $0.platform.databases[0].pooler = nil
    },
    AuditSpoiling("database.pools_fit", "15 sessions of the pooler") {
      $0.platform.databases[0].pooler?.mode = .session
    },
    AuditSpoiling("database.pools_fit", "98 server connections against 100 max") {
      $0.platform.databases[0].pooler?.size = 98
    },
    AuditSpoiling("database.transaction_mode", "session mode") {
      $0.platform.databases[0].pooler?.mode = .session
    },
    AuditSpoiling("database.pool_timeout", "waits for ever") {
      $0.platform.services[0].pools[0].timeout = nil
    },
    AuditSpoiling("database.pool_timeout", "waits 100 s, the service answers within 100 s") {
      $0.platform.services[0].pools[0].timeout = .seconds(100)
    },
    AuditSpoiling("database.disk_headroom", "meant for 500 GB, 100 × today is 1,000 GB") {
      $0.platform.databases[0].recommendedSize = ByteCount(500_000_000_000)
    },
  ]

  static let services = [
    AuditSpoiling("api.redundant", "api: 1 instance") { $0.platform.services[0].instances = 1 },
    AuditSpoiling("api.timeouts", "api has no timeout") { $0.platform.services[0].timeout = nil },
    AuditSpoiling("api.bounded", "no limit on requests") {
      $0.platform.services[0].limit = .unbounded
    },
    AuditSpoiling("api.bounded", "backlog is unbounded") {
      $0.platform.services[0].backlog = .unbounded
    },
    AuditSpoiling("api.memory", "524 MB of 500 MB") {
      $0.platform.services[0].memory = ByteCount(500_000_000)
    },
    AuditSpoiling("api.drain", "10 s to drain, POST /ask typically takes 11 s") {
      $0.platform.services[0].drain = .seconds(10)
    },
    AuditSpoiling("api.cancellation", "goes on") {
      $0.platform.services[0].abandonedWorkContinues = true
    },
    AuditSpoiling("monitoring.targets", "POST /ask has no targets") {
      $0.platform.endpoints[0].targets = LatencyTargets()
    },
    AuditSpoiling("caching.present", "no cache") { $0.platform.caches = [] },
    AuditSpoiling("caching.used", "no endpoint") { $0.platform.endpoints[0].steps.removeFirst() },
    AuditSpoiling("caching.connections", "8 workers against 5") {
      $0.platform.caches[0].maxConnections = .atMost(5)
    },
    AuditSpoiling("realtime.limit", "unbounded") {
      $0.platform.realtime?.maxConnections = .unbounded
    },
    AuditSpoiling("realtime.fits", "50,000 connections (the goal) against 10,000") {
      $0.goals.activeConnections = 50_000
    },
    AuditSpoiling("realtime.fits", "(tier 100x)") { $0.tiers[1].activeConnections = 20_000 },
    AuditSpoiling("realtime.slots", "streams are unbounded") {
      $0.platform.services[0].streamSlots = .unbounded
    },
    AuditSpoiling("realtime.memory", "1,000 connections take 10,000 MB") {
      $0.platform.realtime?.memoryPerConnection = ByteCount(10_000_000)
    },
    AuditSpoiling("realtime.heartbeat", "every 60 s") {
      $0.platform.realtime?.heartbeat = .seconds(60)
    },
    AuditSpoiling("realtime.heartbeat", "every 25 s, the shortest idle timer is 20 s") {
      var timer = IdleTimer()
      timer.idle = .seconds(20)
      $0.platform.realtime?.heartbeat = .seconds(25)
      $0.platform.realtime?.sessions?.through = [timer]
    },
    AuditSpoiling("realtime.reconnect", "every client waits the same time") {
      $0.platform.realtime?.sessions?.reconnect.randomization = .zero
    },
    AuditSpoiling("realtime.resume", "what is missed is lost") {
      $0.platform.realtime?.sessions?.reconnect.replays = false
    },
  ]

  static let models = [
    AuditSpoiling("llm.backoff", "tries once") { edit(&$0) { $0.client.attempts = 1 } },
    AuditSpoiling("llm.backoff", "no jitter") { edit(&$0) { $0.client.jitter = .none } },
    AuditSpoiling("llm.backoff", "do not grow") { edit(&$0) { $0.client.multiplier = 1 } },
    AuditSpoiling("llm.timeouts", "3 attempts × 60 s and the delays between, at 2 models = 363 s") {
      edit(&$0) { $0.client.timeout = .seconds(60) }
    },
    AuditSpoiling("llm.timeouts", "has no timeout") { edit(&$0) { $0.client.timeout = nil } },
    AuditSpoiling("llm.fallback", "has no fallback") { edit(&$0) { $0.fallbacks = [] } },
    AuditSpoiling("llm.fallback", "shares the account openrouter") {
      $0.platform.models[1].provider = "openrouter"
    },
    AuditSpoiling("llm.max_tokens", "sets no max_tokens") { edit(&$0) { $0.maxTokens = nil } },
    // 50,000 queries a day × 2 calls = 69.4 a minute.
    AuditSpoiling("llm.rate_limits", "69.4 of 60 requests in 60 s") {
      $0.platform.providers[0].limits[0].limit = 60
    },
    // 1.157 calls a second × 11 s.
    AuditSpoiling("llm.rate_limits", "12.7 calls in progress of 10") {
      $0.platform.providers[0].maxConcurrency = 10
    },
    // 50,000 × 30.4167 × 2 calls × (1,000 × 3 + 1,000 × 0.3 + 500 × 15) / 10⁶ USD.
    AuditSpoiling("llm.spend_cap", "32,850 USD of tokens a month, cap 20,000 USD") {
      $0.platform.providers[0].spendCap = Money(usd: 20_000)
    },
    AuditSpoiling("llm.prompt_cache", "0 % of prompt tokens") {
      $0.platform.models[0].cachedShare = .zero
    },
    AuditSpoiling("llm.partial", "2 of 2 branches must succeed") { scenario in
      let steps = scenario.platform.endpoints[0].steps
      guard case .stream(let inner) = steps[1].action,
        case .parallel(let branches, _, _) = inner[0].action
      else { return }
      scenario.platform.endpoints[0].steps[1].action = .stream(steps: [
        Step(.parallel(branches: branches, join: .all), path: "parallel")
      ])
    },
    AuditSpoiling("frontend.streaming", "POST /ask answers in one piece") { scenario in
      guard case .stream(let inner) = scenario.platform.endpoints[0].steps[1].action else { return }
      scenario.platform.endpoints[0].steps = inner
    },
    AuditSpoiling("cost.models_priced", "other: no token price direct/large") {
      $0.prices["direct/large"] = nil
    },
  ]

  static let rest = [
    AuditSpoiling("load_testing.purposes", "missing: spike") {
      $0.tests.removeAll { $0.purpose == .spike }
    },
    AuditSpoiling("load_testing.reaches_goal", "breakpoint offers at most 2,000 requests/s") {
      $0.goals.requests = Rate(perSecond: 3000)
    },
    AuditSpoiling("load_testing.thresholds", "normal: no latency target") {
      $0.platform.endpoints[0].targets = LatencyTargets()
    },
    AuditSpoiling("load_testing.soak", "takes 30 min") { scenario in
      for i in scenario.tests.indices { scenario.tests[i].duration = .seconds(1800) }
    },
    AuditSpoiling("load_testing.recorded", "no test is driven by a trace") {
      $0.tests.removeAll { $0.driver == .trace }
    },
    AuditSpoiling("cost.priced", "api names no plan") { $0.platform.services[0].plan = nil },
    AuditSpoiling("cost.priced", "redis: no price redis/small") { $0.prices["redis/small"] = nil },
    AuditSpoiling("cost.dated", "723 days older") {
      $0.prices["redis/small"]?.provenance.asOf = "2024-12-01"
    },
    AuditSpoiling("cost.dated", "is not dated") {
      $0.prices["redis/small"]?.provenance.asOf = "lately"
    },
    AuditSpoiling("cost.egress", "egress_gb") { $0.platform.bill = [] },
    AuditSpoiling("cost.growth_history", "no growth series") { $0.growth = nil },
    AuditSpoiling("architecture.bounded_queues", "queue for the cores of postgres") {
      $0.platform.databases[0].queue = .unbounded
    },
    AuditSpoiling("architecture.bounded_queues", "wait for the pooler of postgres") {
      $0.platform.databases[0].pooler?.overflow = .wait
    },
    AuditSpoiling("architecture.tiers", "1 tier up to 1 times current") { $0.tiers.removeLast() },
    AuditSpoiling("architecture.next_steps", "no changes") { $0.changes = [] },
  ]

  private static func edit(_ scenario: inout Scenario, _ change: (inout ModelCall) -> Void) {
    AuditFixture.editCalls(&scenario, change)
  }
}
