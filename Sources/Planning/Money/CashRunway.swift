public import Costing
public import Quantities
import Scenarios

/// How long the money in the bank lasts: month by month revenue comes in, and the bill and all other costs
/// go out.
///
/// A world keeps its quantiles for all months, so that its money is followed from the first to the last.
public struct CashRunway: Sendable {
  /// What is left at the end of a month.
  public struct Month: Sendable {
    /// The month's first day.
    public var first: CalendarDate
    /// P10, P50 and P90 over the worlds; below zero where money is owed.
    public var left: CostSpread
  }

  /// Money in the bank when the path begins.
  public var cash: Money
  /// What is spent every month besides the bill.
  public var otherCosts: Money
  /// The months of the path.
  public var months: [Month]
  /// The first month at whose end one world of ten has nothing left; nil when fewer have.
  public var early: CalendarDate?
  /// The first month at whose end half of the worlds have nothing left; nil when fewer have.
  public var median: CalendarDate?
  /// The first month at whose end nine worlds of ten have nothing left; nil when fewer have.
  public var late: CalendarDate?

  /// The runway of a plan; nil where it does not say what there is, or what users pay.
  ///
  /// - Parameters:
  ///   - plan: The money of the scenario.
  ///   - dates: The first days of the months.
  ///   - margins: By month, revenue less cost in each world.
  init?(_ plan: MoneyPlan, _ dates: [CalendarDate], _ margins: [[Money]]) {
    guard let cash = plan.cash, let worlds = margins.first?.count, worlds > 0 else { return nil }
    self.cash = cash
    otherCosts = plan.otherCosts
    months = []
    var left = [Money](repeating: cash, count: worlds)
    for (first, earned) in zip(dates, margins) {
      for world in left.indices { left[world] += earned[world] - plan.otherCosts }
      guard let spread = CostSpread(totals: left) else { return nil }
      months.append(Month(first: first, left: spread))
      let gone = Double(left.count { $0 < .zero }) / Double(worlds)
      if gone >= 0.1, early == nil { early = first }
      if gone >= 0.5, median == nil { median = first }
      if gone >= 0.9, late == nil { late = first }
    }
  }
}
