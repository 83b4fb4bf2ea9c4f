import Foundation

@testable import Reporting

/// Follows every amount of a report back to quantity, price, source and date.
///
/// It sees what a reader sees: the cells of the tables as they are printed. Lines must multiply, totals must
/// be sums of lines, and what is derived must follow from what it is derived from.
struct AmountTrace {
  /// A table as it was printed.
  struct Grid {
    var keys: [String]
    var rows: [[String]]

    /// The rows as values by column.
    var records: [[String: String]] {
      rows.map { Dictionary(zip(keys, $0), uniquingKeysWith: { first, _ in first }) }
    }
  }

  private let grids: [String: Grid]
  private(set) var problems: [String] = []

  /// Adds a finding.
  mutating func note(_ words: String) { problems.append(words) }

  /// How many lines were multiplied.
  private(set) var lines = 0

  /// Tables of lines.
  static let lineTables = [
    "cost_lines", "planned_cost_lines", "cost_path_lines", "roadmap_cost_lines",
    "rejected_cost_lines",
  ]
  /// Tables whose amounts follow from lines, or from each other.
  static let derivedTables = [
    "costs", "cost_groups", "cost_path_parts", "cost_quarters", "cost_waterfall", "roadmap",
    "phases", "roadmap_rejected",
    "unit_economics", "plan_margins", "unit_cost_curve", "break_even", "spend_runway", "spend_caps",
    "cost_path", "cost_years", "cost_causes", "cash_runway", "cash_left", "prices",
  ]

  init(_ grids: [String: Grid]) {
    self.grids = grids
    for id in Self.lineTables {
      for line in records(id) { checkLine(line, id) }
    }
    checkTotals()
    checkParts()
    checkRoadmap()
    checkUnits()
    checkWaterfall()
    checkPath()
    checkCash()
    checkPrices()
    for (id, grid) in grids where !(Self.lineTables + Self.derivedTables).contains(id) {
      let amounts = grid.keys.filter { $0.hasSuffix("_usd") }
      if !amounts.isEmpty { problems.append("\(id): nobody traces \(amounts)") }
    }
  }

  func records(_ id: String) -> [[String: String]] { grids[id]?.records ?? [] }

  /// A printed number or amount; nil for a dash.
  static func number(_ text: String?) -> Double? {
    text.flatMap { Double($0.filter { !"$,% ".contains($0) }) }
  }

  /// How far a printed amount may be from the exact one.
  static func slack(_ amount: Double) -> Double {
    let size = abs(amount)
    return (size >= 0.995 ? 0.005 : size >= 0.00995 ? 0.000_05 : 0.000_000_5) + 1.5e-6
  }

  private mutating func expect(
    _ amount: Double?,
    _ expected: Double,
    _ slack: Double,
    _ what: String
  ) {
    guard let amount else { return problems.append("\(what): no amount") }
    if abs(amount - expected) > slack + AmountTrace.slack(amount) {
      problems.append("\(what): \(amount) instead of \(expected)")
    }
  }

  private mutating func checkLine(_ line: [String: String], _ id: String) {
    lines += 1
    let what = "\(id), \(line["item"] ?? "")"
    guard let billed = Self.number(line["billed"]), let price = Self.number(line["unit_price_usd"]),
      let quantity = Self.number(line["quantity"])
    else { return problems.append("\(what): no quantity or price") }
    expect(Self.number(line["amount_usd"]), billed * price, 0, what)
    var expected = quantity - (Self.number(line["included"]) ?? 0)
    let rule = line["rule"] ?? ""
    if let each = rule.firstMatch(of: /each ([0-9.,]+) begun/),
      let unit = Self.number(String(each.1))
    {
      expected = (expected / unit - 1e-9).rounded(.up) * unit
    }
    if let least = rule.firstMatch(of: /at least ([0-9.,]+)/), expected >= 0 {
      expected = max(expected, Self.number(String(least.1)) ?? 0)
    }
    if abs(billed - expected) > 1e-6 * max(abs(expected), 1) {
      problems.append("\(what): \(billed) are billed of \(expected)")
    }
    for column in ["price_key", "source", "as_of", "unit"] where (line[column] ?? "–") == "–" {
      problems.append("\(what): no \(column)")
    }
  }

  /// The sum of lines that satisfy something, and how far their printed amounts may be off together.
  private func sum(_ lines: [[String: String]], _ fits: ([String: String]) -> Bool = { _ in true })
    -> (amount: Double, slack: Double)
  {
    lines.filter(fits).reduce(into: (0, 0)) { sum, line in
      let amount = Self.number(line["amount_usd"]) ?? 0
      sum.0 += amount
      sum.1 += AmountTrace.slack(amount)
    }
  }

  /// The lines of a tier's bill; a tier that the roadmap does not change has the lines that it has.
  private func lines(_ tier: String?, isPlanned: Bool) -> [[String: String]] {
    let planned = records("planned_cost_lines").filter { $0["tier"] == tier }
    return isPlanned && !planned.isEmpty
      ? planned : records("cost_lines").filter { $0["tier"] == tier }
  }

  private mutating func checkTotals() {
    for row in records("costs") {
      let what = "costs, \(row["tier"] ?? "") \(row["platform"] ?? "")"
      let lines = lines(row["tier"], isPlanned: row["platform"] != "as it is")
      let (total, slack) = sum(lines)
      expect(Self.number(row["total_usd"]), total, slack, "\(what), total")
      let models = sum(lines) { $0["group"] == "Language models" }
      expect(Self.number(row["llm_usd"]), models.amount, models.slack, "\(what), LLM")
      let rest = sum(lines) { $0["group"] != "Language models" }
      expect(Self.number(row["infrastructure_usd"]), rest.amount, rest.slack, "\(what), rest")
      let waste = lines.reduce(0) {
        $0 + (Self.number($1["wasted"]) ?? 0) * (Self.number($1["unit_price_usd"]) ?? 0)
      }
      expect(Self.number(row["waste_usd"]), waste, 1e-5, "\(what), waste")
      if let users = Self.number(row["users"]), users > 0 {
        expect(Self.number(row["per_user_usd"]), total / users, slack / users, "\(what), per user")
      }
      if let queries = Self.number(row["queries_per_month"]), queries > 0 {
        let share = 1000 / queries
        let shown = Self.number(row["per_1000_queries_usd"])
        expect(shown, total * share, slack * share, "\(what), per 1,000 queries")
      }
    }
    for row in records("cost_groups") {
      for (column, isPlanned) in [("as_it_is_usd", false), ("planned_usd", true)] {
        guard let amount = Self.number(row[column]) else { continue }
        let part = sum(lines(row["tier"], isPlanned: isPlanned)) { $0["group"] == row["part"] }
        expect(amount, part.amount, part.slack, "cost_groups, \(row["tier"] ?? "") \(column)")
      }
    }
  }

  private mutating func checkParts() {
    guard let grid = grids["cost_path_parts"] else { return }
    let parts = grid.keys.filter { $0.hasSuffix("_usd") && $0 != "total_usd" }
    for id in ["cost_path_parts", "cost_quarters"] {
      for row in records(id) {
        let amounts = parts.compactMap { Self.number(row[$0]) }
        let slack = amounts.reduce(0) { $0 + Self.slack($1) }
        expect(Self.number(row["total_usd"]), amounts.reduce(0, +), slack, "\(id), a total")
      }
    }
    let months = Set(records("cost_path_lines").compactMap { $0["month"] })
    for row in records("cost_path_parts") where months.contains(row["month"] ?? "") {
      let lines = sum(records("cost_path_lines")) { $0["month"] == row["month"] }
      expect(Self.number(row["total_usd"]), lines.amount, lines.slack, "a month of the path")
    }
    let paid = records("cost_path_parts").compactMap { Self.number($0["total_usd"]) }
    let quarters = records("cost_quarters").compactMap { Self.number($0["total_usd"]) }
    let slack = paid.reduce(0) { $0 + Self.slack($1) } + quarters.reduce(0) { $0 + Self.slack($1) }
    expect(quarters.reduce(0, +), paid.reduce(0, +), slack, "all quarters")
  }

  private mutating func checkRoadmap() {
    checkSteps("roadmap", "roadmap_cost_lines")
    checkSteps("roadmap_rejected", "rejected_cost_lines")
    for row in records("phases") {
      let steps = records("roadmap").filter { $0["phase"] == row["phase"] }
      let added = steps.compactMap { Self.number($0["added_usd"]) }
      let slack = added.reduce(0) { $0 + Self.slack($1) }
      expect(Self.number(row["added_usd"]), added.reduce(0, +), slack, "a phase")
    }
  }

  /// What a step adds is what its lines after it cost more than those before it.
  private mutating func checkSteps(_ steps: String, _ lines: String) {
    for row in records(steps) {
      let mine = records(lines).filter { $0["step"] == row["step"] }
      let before = sum(mine) { $0["bill"] == "before" }
      let after = sum(mine) { $0["bill"] == "after" }
      let slack = before.slack + after.slack
      expect(Self.number(row["added_usd"]), after.amount - before.amount, slack, "a step")
    }
  }
}
