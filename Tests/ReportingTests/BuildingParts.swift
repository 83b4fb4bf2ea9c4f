import Planning
import Quantities
import Statistics
import Testing

@testable import Reporting

@Suite struct `Cells and phrases of a study` {
  private func known(_ value: Double, _ low: Double, _ high: Double) -> Estimated {
    .known(
      Statistics.Estimate(
        value: value,
        low: low,
        high: high,
        level: Fraction(0.95),
        observations: 100,
        replications: 5,
        method: .tailShare
      )
    )
  }

  @Test func `an estimate keeps its interval and its count in another unit`() {
    guard case .estimate(let e) = Cell.milliseconds(known(0.12, 0.1, 0.15)) else {
      Issue.record("no estimate")
      return
    }
    #expect((e.value, e.low, e.high) == (120, 100, 150))
    #expect((e.n, e.replications) == (100, 5))
  }

  @Test func `what is exact has no interval, what is unbounded none either`() {
    #expect(Cell.estimated(.known(.exact(3, observations: 1))) == .plain(3))
    guard case .notEstimable = Cell.estimated(known(1, 0, .infinity)) else {
      Issue.record("an interval without an end is not printed")
      return
    }
    let none = NotEstimable(reason: "too few", observations: 3)
    #expect(
      Cell.estimated(.notEstimable(none))
        == .notEstimable(reason: "not estimable from n = 3: too few")
    )
  }

  @Test func `no failures at all are printed with few decimals`() {
    #expect(CellText(.percentage(known(0, 0, 0.0000911))).plain == "0.000 [0.000, 0.009]")
  }

  @Test(arguments: [
    (0.434, "43.4 %"), (0, "0 %"), (2, "200 %"), (0.0123, "1.2 %"), (0.0000403, "0.0040 %"),
  ])
  func `shares are printed in percent`(share: Double, text: String) {
    #expect(Phrase.percent(share) == text)
  }

  @Test func `lists and counts read as sentences`() {
    #expect(Phrase.list(["a"]) == "a")
    #expect(Phrase.list(["a", "b", "c"]) == "a, b and c")
    #expect(Phrase.count(1, "step") == "1 step")
    #expect(Phrase.count(2, "step") == "2 steps")
    #expect(Phrase.span(seconds: 0.0123) == "12.3 ms")
    #expect(Phrase.span(seconds: 120) == "120 s")
  }

  @Test func `names of tiers become ids that differ`() {
    #expect(
      Identifier.snakes(["10x", "a b", "a-b"], prefix: "tier") == [
        "tier_10x", "tier_a_b", "tier_a_b_2",
      ]
    )
    #expect(Identifier.snake(camelCase: "waitCPU") == "wait_cpu")
    #expect(Identifier.snake("Ü", prefix: "tier").isSnakeCase)
  }
}
