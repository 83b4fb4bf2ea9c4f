import Stations
import TestSupport
import Testing

@Suite struct `Circuit breaker` {
  private static let second: Int64 = 1_000_000_000

  /// The last hundred calls, at least a hundred, half of them failed; a minute; ten probes.
  private var resilience4j: CircuitBreaker {
    var rule = CircuitBreaker.Rule()
    rule.calls = 100
    rule.leastCalls = 100
    rule.failureShare = 0.5
    rule.slowFrom = 60 * Self.second
    rule.slowShare = 1
    rule.openFor = 60 * Self.second
    rule.probes = 10
    return CircuitBreaker(rule)
  }

  private func call(
    _ breaker: inout CircuitBreaker,
    failed: Bool,
    span: Int64 = 0,
    at seconds: Int64 = 0
  ) -> Bool {
    let ticket = breaker.admit(now: seconds * Self.second)
    guard ticket >= 0 else { return false }
    breaker.record(ticket, failed: failed, span: span, now: seconds * Self.second)
    return true
  }

  @Test func `half of a hundred failures open it, not one fewer and not before the hundredth call`()
  {
    var breaker = resilience4j
    for i in 0..<99 { #expect(call(&breaker, failed: i < 50)) }
    #expect(!breaker.isOpen(now: 0))
    #expect(call(&breaker, failed: false))
    #expect(breaker.isOpen(now: 0))
    var other = resilience4j
    for i in 0..<100 { #expect(call(&other, failed: i < 49)) }
    #expect(!other.isOpen(now: 0))
    // The window moves on: the oldest failures leave it.
    for _ in 0..<49 { #expect(call(&other, failed: true)) }
    #expect(!other.isOpen(now: 0))
    #expect(call(&other, failed: true))
    #expect(other.isOpen(now: 0))
  }

  @Test(arguments: [(4, false), (5, true)])
  func `after a minute ten probes decide`(failures: Int, opensAgain: Bool) {
    var breaker = resilience4j
    for _ in 0..<100 { _ = call(&breaker, failed: true) }
    #expect(!call(&breaker, failed: false, at: 59))
    let tickets = (0..<11).map { _ in breaker.admit(now: 60 * Self.second) }
    #expect(tickets.filter { $0 >= 0 }.count == 10)
    for (i, ticket) in tickets.prefix(10).enumerated() {
      breaker.record(ticket, failed: i < failures, span: 0, now: 61 * Self.second)
    }
    #expect(breaker.isOpen(now: 61 * Self.second) == opensAgain)
    #expect(call(&breaker, failed: false, at: 62) != opensAgain)
  }

  @Test func `a probe whose caller has gone makes room for another`() {
    var breaker = resilience4j
    for _ in 0..<100 { _ = call(&breaker, failed: true) }
    let tickets = (0..<10).map { _ in breaker.admit(now: 60 * Self.second) }
    #expect(breaker.admit(now: 60 * Self.second) == -1)
    breaker.forget(tickets[0])
    #expect(breaker.admit(now: 60 * Self.second) >= 0)
  }

  @Test func `what began before it opened counts no more`() {
    var breaker = resilience4j
    let early = breaker.admit(now: 0)
    for _ in 0..<100 { _ = call(&breaker, failed: true) }
    let probe = breaker.admit(now: 60 * Self.second)
    for _ in 0..<20 { breaker.record(early, failed: true, span: 0, now: 60 * Self.second) }
    #expect(!breaker.isOpen(now: 60 * Self.second))
    breaker.record(probe, failed: false, span: 0, now: 60 * Self.second)
    #expect(breaker.admit(now: 60 * Self.second) >= 0)
  }

  @Test func `a hundred slow calls open it as well`() {
    var breaker = resilience4j
    for _ in 0..<99 { _ = call(&breaker, failed: false, span: 61 * Self.second) }
    #expect(!breaker.isOpen(now: 0))
    _ = call(&breaker, failed: false, span: 61 * Self.second)
    #expect(breaker.isOpen(now: 0))
  }

  @Test func `a window of time forgets what is older`() {
    var rule = CircuitBreaker.Rule()
    rule.window = 10 * Self.second
    rule.leastCalls = 20
    rule.failureShare = 0.5
    rule.openFor = 5 * Self.second
    var breaker = CircuitBreaker(rule)
    for _ in 0..<19 { #expect(call(&breaker, failed: true, at: 0)) }
    // Ten seconds later they are gone: nineteen more do not open it.
    for _ in 0..<19 { #expect(call(&breaker, failed: true, at: 10)) }
    #expect(call(&breaker, failed: true, at: 11))
    #expect(breaker.isOpen(now: 12 * Self.second))
    #expect(!call(&breaker, failed: true, at: 15))
    #expect(call(&breaker, failed: true, at: 16))
    #expect(breaker.isOpen(now: 20 * Self.second))
  }

  @Test func `five failures in a row eject for thirty seconds more each time, up to 300`() {
    var rule = CircuitBreaker.Rule()
    rule.window = 10 * Self.second
    rule.inARow = 5
    rule.openFor = 30 * Self.second
    rule.openAtMost = 300 * Self.second
    var breaker = CircuitBreaker(rule)
    for i in 0..<40 { #expect(call(&breaker, failed: i % 5 != 4)) }
    for _ in 0..<5 { #expect(call(&breaker, failed: true)) }
    var now: Int64 = 0
    for span in [30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300] as [Int64] {
      #expect(!call(&breaker, failed: true, at: now + span - 1))
      now += span
      #expect(call(&breaker, failed: true, at: now))
    }
    now += 300
    #expect(call(&breaker, failed: false, at: now))
    for _ in 0..<5 { #expect(call(&breaker, failed: true, at: now)) }
    #expect(call(&breaker, failed: false, at: now + 30))
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `half open it never lets more through than its probes`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var rule = CircuitBreaker.Rule()
    rule.calls = 10
    rule.leastCalls = 5
    rule.failureShare = 0.5
    rule.openFor = 3 * Self.second
    rule.probes = 3
    var breaker = CircuitBreaker(rule)
    var under: [Int32] = []
    var opened = false
    for step in 0..<500 {
      let now = Int64(step) * Self.second / 2
      if random.below(2) == 0 {
        let wasOpen = breaker.isOpen(now: now)
        let ticket = breaker.admit(now: now)
        #expect(!wasOpen || ticket < 0)
        if ticket >= 0 { under.append(ticket) }
      } else if !under.isEmpty {
        let ticket = under.remove(at: random.below(under.count))
        if random.below(8) == 0 {
          breaker.forget(ticket)
        } else {
          breaker.record(ticket, failed: random.below(2) == 0, span: 0, now: now)
        }
      }
      opened = opened || breaker.isOpen(now: now)
      #expect(breaker.probing >= 0 && breaker.probing <= 3)
    }
    #expect(opened)
  }
}
