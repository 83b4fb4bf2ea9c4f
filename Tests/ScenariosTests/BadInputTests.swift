import Foundation
import Testing

@testable import Scenarios

/// A small valid scenario with one line replaced.
private func small(_ line: String, for key: String) -> String {
  let lines = [
    "rate": "    arrivals: {ask: 1/s}",
    "duration": "    duration: 10min",
    "servers": "  desk: {servers: 1}",
    "step": "      - serve: {at: desk, time: {exponential: 500ms}}",
    "warm": "    warm_up: 1min",
    "experiment": "experiment: {seed: 1}",
  ]
  let order = ["servers", "step", "rate", "duration", "warm", "experiment"]
  let chosen = order.map { $0 == key ? line : lines[$0] ?? "" }
  return """
    headroom: 1
    stations:
    \(chosen[0])
    endpoints:
      ask:
        steps:
    \(chosen[1])
    tests:
      normal:
    \(chosen[2])
    \(chosen[3])
    \(chosen[4])
    \(chosen[5])

    """
}

@Suite struct `Bad input` {
  @Test func `the small scenario itself is good`() throws {
    #expect(try places(small("", for: "")) == [])
  }

  @Test(arguments: [
    // 1 not a number, 2 infinity, 3 negative
    ("    arrivals: {ask: .nan/s}", "rate", "10:21 H018"),
    ("    arrivals: {ask: NaN/s}", "rate", "10:21 H018"),
    ("    duration: .inf", "duration", "11:15 H018"),
    ("    duration: Infinity", "duration", "11:15 H018"),
    ("    arrivals: {ask: -1/s}", "rate", "10:21 H015"),
    ("      - choose: [{probability: -0.1, steps: []}]", "step", "7:32 H015"),
    // 4 probabilities
    ("      - choose: [{probability: 1.2, steps: []}]", "step", "7:32 H015"),
    (
      "      - choose: [{probability: 0.5, steps: []}, {probability: 0.47, steps: []}]", "step",
      "7:17 H022"
    ),
    (
      "      - choose: [{probability: 0.5, steps: []}, {probability: 53%, steps: []}]", "step",
      "7:17 H022"
    ),
    // 5 zeros
    ("  desk: {servers: 0}", "servers", "3:19 H015"),
    ("    users: 0", "rate", "10:12 H015"),
    // 6 huge
    ("    arrivals: {ask: 1e12/s}", "rate", "10:5 H031"),
    ("    arrivals: {ask: 1e300/s}", "rate", "10:21 H015"),
    ("    arrivals: {ask: 1e999/s}", "rate", "10:21 H015"),
    // 7 warm-up and horizon
    ("    warm_up: 10min", "warm", "12:14 H025"),
    ("growth: {horizon: 11y}", "experiment", "13:19 H026"),
    ("    duration: 2y", "duration", "11:15 H026"),
    // 9 unknown key
    ("    durration: 10min", "duration", "11:5 H012"),
    // 10 units
    ("    duration: 500", "duration", "11:15 H014"),
    ("    duration: 5m", "duration", "11:15 H014"),
    ("    duration: 0", "duration", "11:15 H014"),
    ("    duration: 3 fortnights", "duration", "11:15 H014"),
    ("    arrivals: {ask: 60}", "rate", "10:21 H014"),
    ("    arrivals: {ask: 60/mn}", "rate", "10:21 H014"),
    // 12 dangling
    ("      - serve: {at: dask, time: 1ms}", "step", "7:21 H020"),
    ("    arrivals: {aks: 1/s}", "rate", "10:16 H020"),
    // 15 traps
    ("  desk: {servers: 1_000}", "servers", "3:19 H017"),
    ("  desk: {servers: 012}", "servers", "3:19 H017"),
    ("    duration: 1:30", "duration", "11:15 H017"),
    ("  no: {servers: 1}", "servers", "3:3 H017"),
    ("title: on", "experiment", "13:8 H017"),
    ("  desk: {servers: 0x10}", "servers", "3:19 H017"),
    // 18 unstable is a warning, see below; 19 laws
    ("      - delay: {median: 1s, sigma: 20}", "step", "7:36 H015"),
    ("      - delay: {mean: 1s, cv: 1e6}", "step", "7:31 H015"),
    ("      - delay: {median: 1s, p95: 1s}", "step", "7:16 H019"),
    // 20 stages
    ("    stages: [{over: 0s, to: 100%}]", "duration", "11:14 H027"),
    ("    stages: [{over: 1min, to: -10%}]", "duration", "11:31 H027"),
    // 21 retries
    ("clients: {a: {attempts: 101}}", "experiment", "13:25 H015"),
    ("clients: {a: {base: 10s, cap: 1s}}", "experiment", "13:31 H028"),
    ("clients: {a: {timeout: 0s}}", "experiment", "13:24 H015"),
    // 23 experiment
    ("experiment: {replications: 1}", "experiment", "13:28 H030"),
    ("experiment: {replications: 0}", "experiment", "13:28 H030"),
    ("experiment: {replications: {min: 9, max: 3}}", "experiment", "13:28 H041"),
    ("experiment: {seed: -1}", "experiment", "13:20 H015"),
    ("experiment: {seed: 18446744073709551616}", "experiment", "13:20 H015"),
    ("experiment: {confidence: 100%}", "experiment", "13:26 H030"),
    // 27 overflow and fractions
    ("  desk: {servers: 9223372036854775808}", "servers", "3:19 H015"),
    ("  desk: {servers: 1.5}", "servers", "3:19 H013"),
    ("    arrivals: {ask: 9223372036854775808/s}", "rate", "10:21 H015"),
    // faults
    ("    faults: [{at: 1s, for: 1s}]", "warm", "12:14 H039"),
    ("    faults: [{at: 1s, for: 1s, surge: 200%, slow: desk, factor: 2}]", "warm", "12:14 H039"),
    ("    faults: [{at: 1s, for: 1s, slow: desk}]", "warm", "12:14 H011"),
    ("    faults: [{at: 1s, for: 1s, slow: dask, factor: 2}]", "warm", "12:38 H020"),
    ("    faults: [{at: 1s, for: 1s, shrink: desk, to: 1, errors: 2%}]", "warm", "12:53 H039"),
    ("    faults: [{at: 1s, slow: desk, factor: 2}]", "warm", "12:14 H011"),
    ("    faults: [{at: 1h, for: 1s, slow: desk, factor: 2}]", "warm", "12:14 H039"),
    // shapes
    ("  desk: 3", "servers", "3:9 H010"),
    ("      - serve: [desk]", "step", "7:16 H010"),
    ("      - {}", "step", "7:9 H040"),
    ("      - {delay: 1ms, cpu: 1ms}", "step", "7:9 H040"),
    (
      "      - parallel: {join: {quorum: 3}, branches: [[{delay: 1ms}]]}", "step", "7:26 H024"
    ),
  ])
  func `is reported where it stands`(line: String, key: String, expected: String) throws {
    let found = try places(small(line, for: key))
    #expect(found.first == expected, "\(found)")
  }

  @Test func `an unknown key names the nearest and the allowed ones`() throws {
    let problem = try #require(
      try problems(
        "headroom: 1\nservices:\n  api:\n    timout: 5s\n"
      ).first
    )
    #expect(problem.message == #"unknown key "timout" in service "api"; did you mean "timeout"?"#)
    #expect(problem.help?.hasPrefix("allowed keys: plan, region, instances") == true)
    #expect(problem.sourceLine == "    timout: 5s")
  }

  @Test func `all mistakes are reported at once, sorted, at most twenty`() throws {
    let text =
      "headroom: 1\nstations:\n"
      + (1...30).map { "  s\($0): {servers: 0, quue: 1}\n" }.joined()
    let found = try problems(text)
    #expect(found.count == 20)
    #expect(found.map(\.line) == (0..<20).map { 3 + $0 / 2 })
  }

  @Test func `an unstable station is a warning`() throws {
    let text = small("    warm_up: auto", for: "warm")
      .replacingOccurrences(of: "1/s", with: "2/s")
    let warnings = try read(text).warnings
    #expect(warnings.map(\.code) == ["H038"])
    #expect(warnings.first?.isWarning == true)
  }

  @Test func `a fallback that comes back is shown as a chain`() throws {
    let text = """
      headroom: 1
      providers: {p: {}}
      models: {a: {provider: p, time_to_first_token: 1s}, b: {provider: p, time_to_first_token: 1s}}
      endpoints:
        ask:
          steps:
            - call: {model: a, input: 1, output: 1, fallback: [b, a]}

      """
    let problem = try #require(try problems(text).first)
    #expect(problem.code == "H029")
    #expect(problem.message.contains("a → b → a"))
  }

  @Test func `a mix must add up and a test must be of one form`() throws {
    let mixed = try places(
      small("    users: 3\n    mix: {ask: 97%}", for: "rate")
    )
    #expect(mixed == ["11:10 H022"])
    let both = try places(small("    users: 3\n    arrivals: {ask: 1/s}", for: "rate"))
    #expect(both == ["11:5 H039"])
    let load = try places(small("    load: peak", for: "rate"))
    #expect(load == ["10:5 H039"])
  }
}
