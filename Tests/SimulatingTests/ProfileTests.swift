import Quantities
import Scenarios
import Simulating
import Testing

/// Load that follows the calendar, and limits that change.
@Suite struct `Load over weeks and limits over minutes` {
  /// Requests by day of an even load of a hundred an hour on average.
  private func requests(days: Int, _ change: (inout Scenario, inout LoadTest) -> Void) -> [Int64] {
    var ask = Endpoint()
    ask.name = "ask"
    ask.perQuery = 1
    ask.steps = [Step(.delay(time: .constant(0.1)), path: "ask/wait")]
    var scenario = Scenario()
    scenario.platform.endpoints = [ask]
    var tier = Tier()
    tier.queriesPerDay = 2400
    var test = LoadTest()
    test.level = .mean
    test.followsDay = true
    test.spacing = .even
    test.duration = SimInterval(seconds: Double(days) * 86_400)
    change(&scenario, &test)
    let program = Program(scenario, workload: Workload(tier: tier, test: test))
    let samples = drain(program, replication: 0).samples
    var counts = [Int64](repeating: 0, count: days)
    for sample in samples where sample.time > 0 {
      counts[Int((sample.time - 1) / 86_400_000_000_000)] += sample.offered
    }
    return counts
  }

  @Test func `the days of a week have their weights, from the day on which the test begins`() {
    let weights = [1.0, 1, 1, 1, 2, 0.5, 0.5]
    let counts = requests(days: 10) { scenario, test in
      scenario.platform.weekProfile = WeekProfile(daily: weights)
      test.followsWeek = true
      // A Thursday.
      test.starts = .default
    }
    for day in 0..<10 {
      // Straight lines between the hours blur half an hour at each midnight.
      let expected = 2400 * weights[(day + 3) % 7]
      #expect(abs(Double(counts[day]) - expected) < 60, "day \(day)")
    }
  }

  @Test func `a trend compounds over the days`() {
    let counts = requests(days: 30) { _, test in test.monthlyGrowth = 0.5 }
    #expect(abs(Double(counts[0]) - 2400 * 1.0068) < 10)
    // Half as much again after thirty days, less half a day.
    #expect(abs(Double(counts[29]) - 2400 * 1.4899) < 15)
  }

  @Test func `weekdays by hand`() {
    #expect(Instant.default.weekday == 3)
    #expect(Instant("2026-11-30").map(\.weekday) == 0)
    #expect(Instant("2026-11-29").map(\.weekday) == 6)
    #expect(Instant(secondsSince1970: -1).weekday == 2)
  }

  /// Failures of one call a second for so long, against a limit that is enough.
  private func failures(seconds: Double, _ change: (inout Provider) -> Void) -> Int64 {
    var provider = Provider()
    provider.name = "p"
    provider.limits = [
      RateLimit(dimension: .requests, limit: 10, window: .seconds(10), rule: .fixed_window)
    ]
    change(&provider)
    var call = ModelCall(model: "m")
    call.inputTokens = .constant(100)
    call.maxTokens = 100
    var ask = Endpoint()
    ask.name = "ask"
    ask.steps = [Step(.call(call), path: "ask/call")]
    var scenario = Scenario()
    scenario.platform.providers = [provider]
    scenario.platform.models = [
      LanguageModel(
        name: "m",
        provider: "p",
        price: nil,
        timeToFirstToken: .constant(0.1),
        timePerOutputToken: .constant(0)
      )
    ]
    scenario.platform.endpoints = [ask]
    var test = LoadTest()
    test.level = .own
    test.rates = [("ask", Rate(perSecond: 1))]
    test.spacing = .even
    test.duration = SimInterval(seconds: seconds)
    let program = Program(scenario, workload: Workload(tier: nil, test: test))
    return drain(program, replication: 0).endpoints[0].failures
  }

  @Test func `a limit that grows refuses the less the later`() {
    let failed = failures(seconds: 1000) {
      var ramp = LimitRamp()
      ramp.from = Fraction(0.1)
      ramp.over = .seconds(1000)
      $0.ramp = ramp
    }
    // Windows of ten admit 1, 1.18, 1.36 … 10: whole calls only, a half of all and half a call each.
    #expect(abs(Double(failed) - 500) < 60)
    #expect(failures(seconds: 1000) { _ in } == 0)
  }

  @Test func `a prompt that is taken for more than it is costs more of the limit`() {
    func failed(_ estimate: Double) -> Int64 {
      failures(seconds: 100) {
        $0.limits = [
          RateLimit(dimension: .tokens, limit: 2000, window: .seconds(10), rule: .fixed_window)
        ]
        $0.charge = .prompt_plus_max
        $0.estimate = .constant(estimate)
      }
    }
    // A call takes 100 and what the prompt is taken for: ten of 200, eight of 250, five of 400. The
    // first window has nine calls, the other nine have ten.
    #expect(failed(1) == 0)
    #expect(failed(1.5) == 1 + 9 * 2)
    #expect(failed(3) == 4 + 9 * 5)
  }
}
