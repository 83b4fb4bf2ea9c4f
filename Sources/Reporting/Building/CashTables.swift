import Costing
import Planning
import Quantities

extension CostPathTables {
  /// How long the money in the bank lasts.
  var cashTables: [Table] { path.cash.map { [cashRunway($0), cashLeft($0)] } ?? [] }

  private func cashRunway(_ cash: CashRunway) -> Table {
    let end = Cell.text("not before \(path.months.last?.first.description ?? "the end")")
    func cell(_ date: CalendarDate?) -> Cell { date.map(Cell.date) ?? end }
    return Table(
      id: "cash_runway",
      title: "How long the money in the bank lasts",
      columns: [
        Column("cash_usd", "In the bank"), Column("other_costs_usd", "Other costs a month"),
        .words("early", "Gone in one world of ten"), .words("median", "In half"),
        .words("late", "In nine of ten"),
      ],
      rows: [
        [
          .money(cash.cash), .money(cash.otherCosts), cell(cash.early), cell(cash.median),
          cell(cash.late),
        ]
      ],
      note:
        "The first month at whose end nothing is left: what there is and what users pay, less the bill "
        + "and other costs. Revenue is paid in its month, and nothing in advance."
    )
  }

  private func cashLeft(_ cash: CashRunway) -> Table {
    Table(
      id: "cash_left",
      title: "Money left at the end of each month",
      columns: [
        .words("month", "Month"), Column("left_p10_usd", "P10"), Column("left_usd", "P50"),
        Column("left_p90_usd", "P90"),
      ],
      rows: cash.months.map { month in
        [
          .date(month.first), .money(month.left.p10), .money(month.left.p50),
          .money(month.left.p90),
        ]
      },
      isData: true
    )
  }
}
