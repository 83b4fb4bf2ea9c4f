import Testing

@testable import Scenarios

/// Executors and sessions whose keys contradict each other.
@Suite struct `Bad sessions` {
  private func problemsOf(_ test: String) throws -> [String] {
    try problems(
      """
      headroom: 1
      endpoints: {ask: {steps: [{delay: 1s}]}, other: {steps: [{delay: 1s}]}}
      tests: {one: {\(test)}}
      """
    ).map { "\($0.code) \($0.message)" }
  }

  private func executor(_ keys: String) throws -> [String] {
    try problemsOf("k6: {load: {\(keys), iteration: [{ask: ask}]}}")
  }

  @Test(arguments: [
    ("executor: externally-controlled", "H016"),
    ("executor: constant-vus", "H011"),
    ("executor: constant-vus, duration: 1s, stages: [{over: 1s, to: 3}]", "H039"),
    ("executor: ramping-vus, stages: [{over: 1s, to: 3/s}]", "H014"),
    ("executor: ramping-vus, stages: [{over: 0s, to: 3}]", "H027"),
    ("executor: ramping-arrival-rate, pre_allocated_vus: 1, stages: [{over: 1s, to: 3}]", "H014"),
    ("executor: constant-arrival-rate, rate: 1/s, duration: 1s", "H011"),
    (
      "executor: constant-arrival-rate, rate: 1/s, duration: 1s, pre_allocated_vus: 5, max_vus: 4",
      "H041"
    ),
    ("executor: shared-iterations, vus: 5, iterations: 4", "H015"),
    ("executor: per-vu-iterations, vus: 0", "H015"),
    ("executor: constant-vus, duration: 400d", "H026"),
  ])
  func `an executor`(_ keys: String, _ code: String) throws {
    let found = try executor(keys)
    #expect(found.map { String($0.prefix(4)) } == [code], "\(found)")
  }

  @Test func `a session`() throws {
    let users = "users: 3, duration: 1min"
    #expect(try problemsOf("\(users), journey: [{ask: ask}]").isEmpty)
    #expect(try problemsOf("\(users), journey: []").first?.hasPrefix("H039") == true)
    let stranger = try problemsOf("\(users), journey: [{ask: ask, next: {other: 50%}}]")
    #expect(stranger.first?.hasPrefix("H020") == true)
    let round = try problemsOf("\(users), journey: [{ask: ask, next: {ask: 100%}}]")
    #expect(round.first?.contains("never ends") == true)
    let much = try problemsOf(
      "\(users), journey: [{ask: ask, next: {ask: 60%, other: 60%}}, {ask: other}]"
    )
    #expect(much.first?.hasPrefix("H022") == true)
    let mixed = try problemsOf("\(users), journey: [{ask: ask}], mix: {ask: 100%}")
    #expect(mixed.first?.hasPrefix("H039") == true)
    let both = try problemsOf(
      "users: 3, k6: {a: {executor: shared-iterations, iteration: [{ask: ask}]}}"
    )
    #expect(both.first?.hasPrefix("H039") == true)
  }
}
