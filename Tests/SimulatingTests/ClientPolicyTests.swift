import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// What client libraries do about failures, one call or one hand-made hour at a time.
@Suite struct `Client policies` {
  private func client(_ attempts: Int, _ base: SimInterval = .zero) -> RetryPolicy {
    var client = RetryPolicy()
    client.name = "client"
    client.attempts = attempts
    client.base = base
    client.multiplier = 1
    client.cap = .seconds(100)
    return client
  }

  /// Calls at whole seconds, each of one token.
  private func calls(_ count: Int, every seconds: Double = 1)
    -> [(at: Double, input: Int32, output: Int32)]
  {
    (0..<count).map { (Double($0) * seconds, 1, 1) }
  }

  private func failing(_ errors: Double) -> ServiceExample {
    var example = ServiceExample()
    example.service.limit = .unbounded
    example.provider.errorRate = Fraction(errors)
    return example
  }

  @Test func `layers multiply: three times three times three attempts`() {
    var example = failing(1)
    example.client = client(3)
    example.client.inner = [client(3), client(3)]
    let run = example.run(calls(1))
    #expect(run.models[0].attempts == 27 && run.models[0].errors == 27)
    example.fallbacks = ["n"]
    let longer = example.run(calls(1))
    #expect(longer.models[0].attempts == 27 && longer.models[1].attempts == 27)
    #expect(longer.failures(.modelError) == 1)
  }

  @Test func `each layer waits its own delays`() {
    var example = failing(1)
    example.client = client(2, .seconds(10))
    example.client.inner = [client(2, .seconds(1))]
    example.service.timeout = .seconds(600)
    example.fallbacks = ["n"]
    example.adjust = separate
    // Waits of 1, 10 and 1 s between four attempts that fail after 0.1 s each, and an answer.
    let run = example.run(calls(1))
    #expect(run.models[0].attempts == 4 && run.longest == 12.5)
  }

  /// Mean attempts (1 − pⁿ)/(1 − p) and final failures pⁿ, when attempts fail independently.
  @Test func `independent failures follow the algebra of retries`() {
    var example = failing(0.5)
    example.client = client(2)
    example.client.inner = [client(3)]
    let run = example.run(calls(6000))
    let n = 6.0
    let (attempts, failures) = (Double(run.models[0].attempts), Double(run.endpoints[0].failures))
    let (tries, lost) = (6000 * (1 - 1 / 64.0) / 0.5, 6000 / 64.0)
    #expect(abs(attempts - tries) < 4 * (6000 * 2.0).squareRoot(), "\(n) attempts at most")
    #expect(abs(failures - lost) < 4 * lost.squareRoot())
  }

  @Test func `a budget of 500 units pays for 35 retries of errors in each process`() {
    var example = failing(1)
    example.client = client(3)
    var budget = RetryAllowance()
    budget.throttledCost = 5
    budget.errorCost = 14
    example.client.budget = budget
    example.service.instances = 1
    #expect(example.run(calls(200)).models[0].attempts == 235)
    example.service.instances = 2
    #expect(example.run(calls(200)).models[0].attempts == 270)
  }

  @Test func `no retry begins after the deadline`() {
    var example = failing(1)
    example.client = client(100, .seconds(1))
    example.client.deadline = .seconds(10)
    // Attempts begin at 0, 1.1, 2.2 … s; the next after 8.8 s would begin at 9.9 s.
    #expect(example.run(calls(1)).models[0].attempts == 10)
  }

  /// Two deployments of a group, the first of which takes one call a minute.
  private func routed(_ router: RouterPolicy) -> ServiceExample {
    var example = failing(0)
    example.client = client(3, .seconds(30))
    example.client.router = router
    example.group = ["n"]
    example.provider.limits = [
      RateLimit(dimension: .requests, limit: 1, window: .seconds(60), rule: .fixed_window)
    ]
    example.provider.sendsRetryAfter = false
    example.adjust = separate
    return example
  }

  /// The second model has an account of its own, without limits or errors.
  private func separate(_ scenario: inout Scenario) {
    var other = Provider()
    other.name = "q"
    scenario.platform.providers.append(other)
    scenario.platform.models[1].provider = "q"
  }

  @Test func `a deployment that said 429 rests, and the retry goes to the other at once`() {
    var router = RouterPolicy()
    router.cooldown = .seconds(600)
    let run = routed(router).run(calls(50))
    #expect(run.endpoints[0].completed == 50)
    // It takes one call, refuses one, and rests for the rest of the minute.
    #expect(run.models[0].attempts == 2 && run.models[0].throttled == 1)
    #expect(run.models[1].attempts == 49 && run.models[1].fallbacks == 0)
    #expect(run.longest == 0.1)
  }

  @Test func `it is asked again after its rest, and a router that is patient waits`() {
    var router = RouterPolicy()
    router.cooldown = .seconds(10)
    router.retriesAtOnce = false
    let run = routed(router).run(calls(50))
    // Each rest of ten seconds ends with another 429, whose retry waits for half a minute.
    #expect((3...9).contains(run.models[0].throttled))
    #expect(run.longest == 30.1 || run.longest == 60.1)
    #expect(run.endpoints[0].shares[Int(TimeShare.backoff.rawValue)] > 0)
  }

  @Test func `calls spread evenly over deployments that do not rest`() {
    var example = routed(RouterPolicy())
    example.provider.limits = []
    let run = example.run(calls(4000))
    #expect(abs(run.models[0].attempts - 2000) < 4 * 32)
    #expect(run.models[0].attempts + run.models[1].attempts == 4000)
  }

  /// BerriAI/litellm issue 40405: one primary and one fallback, an outage, eleven requests.
  @Test func `a lone deployment never rests: 33 attempts at it for eleven requests`() throws {
    let text = """
      headroom: 1
      providers: {down: {error_rate: 100%}, up: {}}
      models:
        primary: {provider: down, time_to_first_token: 300ms}
        second: {provider: up, time_to_first_token: 300ms}
      clients:
        router: {attempts: 3, base: 0.5s, jitter: add_above, jitter_amount: 0.75, router: {}}
      endpoints:
        ask: {steps: [{call: {model: primary, fallback: [second], input: 1, output: 1,
          client: router}}]}
      tests: {outage: {arrivals: {ask: 0.2/s}, spacing: even, duration: 60s}}
      """
    let scenario = try ScenarioDocument.read(text: text, name: "outage").scenario
    let test = try #require(scenario.tests.first)
    let run = drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
    #expect(run.endpoints[0].offered == 11 && run.endpoints[0].completed == 11)
    #expect(run.models[0].attempts == 33 && run.models[1].fallbacks == 11)
  }
}
