import Planning
import Quantities
import Reporting

extension SizingRegret {
  /// What each answer would be regretted by, one row for each world and candidate.
  var table: Table {
    Table(
      id: "size_regret",
      title: "What each answer costs more than the best, in every world",
      columns: [
        Column("demand", "Load", unit: "×"), Column("latency", "Model times", unit: "×"),
        .words("cheapest", "Cheapest there"), Column("cost_usd", "Its cost a month"),
        .words("candidate", "Chosen"), .words("verdict", "Verdict"),
        Column("regret_usd", "Regret a month"),
      ],
      rows: outcomes.flatMap { outcome in
        candidates.indices.map { index in row(outcome, index) }
      },
      note: "Configurations are the levels in the order of the changes above."
    )
  }

  private func row(_ outcome: Outcome, _ index: Int) -> [Cell] {
    let regret = outcome.regrets[index]
    return [
      .figure(outcome.world.demand, 3), .figure(outcome.world.latency, 3),
      outcome.cheapest.map { .text(SizingRegret.words($0)) } ?? .unknown(reason: "nothing holds"),
      outcome.cost.map { .money($0) } ?? .missing,
      .text(SizingRegret.words(candidates[index])),
      .status(regret == nil ? .fail : .pass, regret == nil ? "fails" : "holds"),
      regret.map { .money($0) } ?? .missing,
    ]
  }

  /// Which answer to choose when nobody knows the world.
  var notes: [String] {
    guard let safest else { return ["Nothing holds in any of the worlds."] }
    let worst = worst(safest).map {
      " and costs at most \(SizingRegret.dollars($0)) a month too much"
    }
    let all = outcomes.count
    let given = "The answer for the world as given, \(SizingRegret.words(candidates[0])),"
    let answer =
      safest == 0
      ? "\(given) holds in \(held(0)) of \(all) worlds\(worst ?? "")."
      : "\(given) holds in \(held(0)) of \(all) worlds; \(SizingRegret.words(candidates[safest])) holds in "
        + "\(held(safest)) of them\(worst ?? "")."
    return [
      answer,
      "Regret is what a configuration costs a month more than the cheapest that holds in that world; one "
        + "that fails has none that money measures.",
    ]
  }

  private static func words(_ levels: [Int]) -> String {
    levels.map(String.init).joined(separator: "-")
  }

  private static func dollars(_ amount: Money) -> String {
    let cents = (amount.microUSD + 5000) / 10_000
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
