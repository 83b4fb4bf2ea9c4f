@testable import Reporting

extension AmountTrace {
  private mutating func equal(_ a: Double?, _ b: Double?, _ slack: Double, _ what: String) {
    guard let a, let b else { return note("\(what): an amount is missing") }
    if abs(a - b) > slack + AmountTrace.slack(a) + AmountTrace.slack(b) {
      note("\(what): \(a) is not \(b)")
    }
  }

  /// The best bill of a tier: that of the roadmap where there is one.
  private func best(_ tier: String?) -> [String: String] {
    let rows = records("costs").filter { $0["tier"] == tier }
    return rows.first { $0["platform"] != "as it is" } ?? rows.first ?? [:]
  }

  private func amount(_ row: [String: String], _ key: String) -> Double? {
    AmountTrace.number(row[key])
  }

  mutating func checkUnits() {
    for row in records("unit_economics") {
      let bill = best(row["tier"])
      equal(amount(row, "llm_usd"), amount(bill, "llm_usd"), 0, "unit_economics, LLM")
      equal(
        amount(row, "margin_usd"),
        (amount(row, "revenue_usd") ?? 0) - (amount(bill, "total_usd") ?? 0),
        0.01,
        "unit_economics, margin"
      )
      let plans = records("plan_margins").filter { $0["tier"] == row["tier"] }
      let paid = plans.reduce(0) {
        $0 + (amount($1, "users") ?? 0) * (amount($1, "price_usd") ?? 0)
      }
      // Users of a plan are printed whole.
      let half = plans.reduce(0) { $0 + (amount($1, "price_usd") ?? 0) / 2 }
      equal(amount(row, "revenue_usd"), paid, half, "unit_economics, revenue")
    }
    for row in records("plan_margins") {
      let margin = (amount(row, "price_usd") ?? 0) - (amount(row, "cost_usd") ?? 0)
      equal(amount(row, "margin_usd"), margin, 0.01, "plan_margins")
    }
    for row in records("unit_cost_curve") {
      let users = amount(row, "users") ?? 1
      let total = amount(row, "total_usd")
      let each = amount(row, "per_user_usd")
      equal(each, total.map { $0 / users }, 0, "unit_cost_curve")
      let parts =
        (amount(row, "infrastructure_per_user_usd") ?? 0) + (amount(row, "llm_per_user_usd") ?? 0)
      equal(each, parts, 0.005, "unit_cost_curve, parts")
      if let tier = records("break_even").first(where: { amount($0, "tier_users") == users }) {
        let line =
          (amount(tier, "fixed_usd") ?? 0) + users * (amount(tier, "further_user_usd") ?? 0)
        let each = AmountTrace.slack(amount(tier, "further_user_usd") ?? 0)
        equal(total, line, users * each, "break_even at the tier")
      }
    }
    for row in records("spend_runway") {
      let share = 100 * (amount(row, "spend_usd") ?? 0) / (amount(row, "cap_usd") ?? 1)
      let shown = AmountTrace.number(row["used_percent"]) ?? -1
      if abs(share - shown) > 0.06 + 1e-3 * share { note("spend_runway: \(shown) is not \(share)") }
    }
  }

  mutating func checkWaterfall() {
    let rows = records("cost_waterfall")
    guard let first = rows.first, let last = rows.last else { return }
    equal(amount(first, "to_usd"), amount(best(first["item"]), "total_usd"), 0, "waterfall, start")
    equal(amount(last, "to_usd"), amount(best(last["item"]), "total_usd"), 0, "waterfall, end")
    for (before, row) in zip(rows, rows.dropFirst().dropLast()) {
      equal(amount(row, "from_usd"), amount(before, "to_usd"), 0, "waterfall, from")
      let end = (amount(row, "from_usd") ?? 0) + (amount(row, "added_usd") ?? 0)
      equal(amount(row, "to_usd"), end, 0.01, "waterfall, to")
      let added = (amount(row, "after_usd") ?? 0) - (amount(row, "before_usd") ?? 0)
      equal(amount(row, "added_usd"), added, 0.01, "waterfall, added")
    }
    if rows.count > 2 {
      equal(amount(rows[rows.count - 2], "to_usd"), amount(last, "to_usd"), 0, "waterfall, sum")
    }
  }

  /// P10, P50 and P90 are bills of worlds; the lines are those of the median one, which lies between.
  mutating func checkPath() {
    for id in ["cost_path", "cost_years"] {
      for row in records(id) {
        guard let (low, middle, high) = range("total", of: row, id) else { continue }
        let median = records("cost_path_parts").first { $0["month"] == row["month"] } ?? [:]
        guard let total = amount(median, "total_usd") else {
          note("\(id): \(row["month"] ?? "") has no bill")
          continue
        }
        if total < low - 0.01 || total > high + 0.01 { note("\(id): \(total) lies outside") }
        // Users are printed whole.
        if let users = amount(row, "users"), users > 20 {
          equal(
            amount(row, "per_user_usd"),
            middle / users,
            middle / users / users,
            "\(id), per user"
          )
        }
      }
    }
    for row in records("cost_causes") {
      let width = (amount(row, "p90_usd") ?? 0) - (amount(row, "p10_usd") ?? 0)
      equal(amount(row, "width_usd"), width, 0.01, "cost_causes")
    }
    for row in records("spend_caps") {
      let cap = records("spend_runway").first { $0["provider"] == row["provider"] } ?? [:]
      equal(amount(row, "cap_usd"), amount(cap, "cap_usd"), 0, "spend_caps")
    }
  }

  /// The P10, P50 and P90 of a row, which have to be in order; nil when one is missing.
  private mutating func range(
    _ name: String,
    of row: [String: String],
    _ id: String
  ) -> (low: Double, middle: Double, high: Double)? {
    guard let low = amount(row, "\(name)_p10_usd"), let middle = amount(row, "\(name)_usd"),
      let high = amount(row, "\(name)_p90_usd")
    else {
      note("\(id): an amount is missing")
      return nil
    }
    if low > middle || middle > high { note("\(id): P10 to P90 are out of order") }
    return (low, middle, high)
  }

  /// What is left after the first month is what there was and what it earned, less other costs.
  mutating func checkCash() {
    let rows = records("cash_left")
    for row in rows { _ = range("left", of: row, "cash_left") }
    guard let first = rows.first, let runway = records("cash_runway").first else { return }
    let earned = records("cost_path").first.flatMap { amount($0, "margin_usd") } ?? .nan
    let left =
      (amount(runway, "cash_usd") ?? 0) + earned - (amount(runway, "other_costs_usd") ?? 0)
    equal(amount(first, "left_usd"), left, 0.02, "cash_left, first month")
  }

  /// A price of the appendix is the one that the lines were multiplied by.
  mutating func checkPrices() {
    for row in records("prices") {
      guard let price = amount(row, "unit_price_usd") else { continue }
      let used = records("cost_lines").filter { $0["price_key"] == row["price_key"] }
        .compactMap { amount($0, "unit_price_usd") }
      if !used.isEmpty, !used.contains(price) { note("prices: nobody pays \(price)") }
    }
  }
}
