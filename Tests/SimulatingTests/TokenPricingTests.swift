import Quantities
import Scenarios
import Simulating
import Testing

/// Which of a model's tokens are billed by other prices than the rest.
@Suite struct `Tokens with prices of their own` {
  private static let text = """
    headroom: 1
    prices:
      v/long: {vendor: v, product: long, unit: million tokens,
        tokens: {input: 2, output: 10, long_context: {above: 1000, input: 4, output: 15}},
        source: s, as_of: 2026-11-24, grade: C}
      v/day: {vendor: v, product: day, unit: million tokens,
        tokens: {input: 2, output: 10,
          peak_hours: {spans: ["01:00-04:00", "22:30-00:30"], factor: 2}},
        source: s, as_of: 2026-11-24, grade: C}
    providers: {account: {}}
    models:
      long: {provider: account, price: v/long, time_to_first_token: 1s}
      day: {provider: account, price: v/day, time_to_first_token: 1s}
      cache: {provider: account, price: v/long, time_to_first_token: 1s, prompt_cache: {lifetime: 5min}}
    endpoints:
      short: {steps: [{call: {model: long, input: 1000, output: 10}}]}
      over: {steps: [{call: {model: long, input: 1001, output: 20}}]}
      hourly: {steps: [{call: {model: day, input: 100, output: 1}}]}
      again: {steps: [{call: {model: cache, input: 2500, output: 1, prefix: {tokens: 2000, conversations: 1}}}]}
    tests:
      lengths: {duration: 100s, warm_up: 0s, classes: {c: {arrivals: {short: 1/s, over: 1/s}, spacing: even}}}
      hours: {duration: 24h, warm_up: 0s, classes: {c: {arrivals: {hourly: 12/h}, spacing: even}}}
      late: {duration: 1h, warm_up: 0s, starts: "2026-11-28T22:00",
        classes: {c: {arrivals: {hourly: 60/h}, spacing: even}}}
      prefix: {duration: 1h, warm_up: 0s, classes: {c: {arrivals: {again: 6/h}, spacing: even}}}
      often: {duration: 1h, warm_up: 0s, classes: {c: {arrivals: {again: 60/h}, spacing: even}}}

    """

  private func model(_ name: String, in test: String) throws -> Measurement.Model {
    let scenario = try ScenarioDocument.read(text: Self.text, name: "pricing").scenario
    let test = try #require(scenario.tests.first { $0.name == test })
    let program = Program(scenario, workload: Workload(tier: nil, test: test, warmUp: .zero))
    let index = try #require(scenario.platform.models.firstIndex { $0.name == name })
    return drain(program, replication: 0).models[index]
  }

  @Test func `a prompt beyond the threshold is billed as long, all of it`() throws {
    let long = try model("long", in: "lengths")
    let calls = long.longContext.output / 20
    #expect(calls >= 99)
    #expect(long.longContext.input == 1001 * calls)
    #expect(long.tokens.output - long.longContext.output == 10 * (long.calls - calls))
    #expect(long.peakHours.input == 0)
  }

  /// A call every five minutes, the first at 00:05: 36 from 01:00 on, 18 from 22:30 on, 5 before 00:30.
  @Test func `peak hours are those of the clock, past midnight too`() throws {
    let day = try model("day", in: "hours")
    #expect(day.calls == 287)
    #expect(day.peakHours.output == 59)
  }

  /// A call a minute, the first at 22:01: the thirty from 22:30 on.
  @Test func `a test that starts later starts later in the day`() throws {
    let day = try model("day", in: "late")
    #expect(day.calls == 59)
    #expect(day.peakHours.output == 30)
  }

  @Test func `a prefix is written when it is not there, and read when it is`() throws {
    // Ten minutes apart with a lifetime of five: every call writes.
    let seldom = try model("cache", in: "prefix")
    #expect(seldom.tokens.written == 2000 * seldom.calls && seldom.tokens.cached == 0)
    // A minute apart: the first writes.
    let often = try model("cache", in: "often")
    #expect(often.tokens.written == 2000)
    #expect(often.tokens.cached == 2000 * (often.calls - 1))
  }
}
