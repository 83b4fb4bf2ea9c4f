import Costing
import Planning
import Quantities
import Scenarios

/// The part of section 6 that looks ahead: month by month, with what is uncertain.
struct CostPathTables {
  let path: CostPath
  let money: MoneyPlan

  var tables: [Table] {
    [years, months, quarters, parts, lines] + [causes, caps].compactMap(\.self) + cashTables
  }

  var charts: [Chart] { [corridor, stacked] }

  private var hasRevenue: Bool { !money.plans.isEmpty }

  /// Twelve months each, added up world by world would need the worlds; so the table shows the last month
  /// of each year, which is what a deck asks for.
  private var years: Table {
    Table(
      id: "cost_years",
      title: "What the coming years cost a month",
      columns: columns,
      rows: marks.map(row),
      note: "The last month of each year of the path. P10, P50 and P90: one in ten of "
        + "\(Phrase.of(.integer(path.worlds))) input worlds costs less, half do, nine in ten do.",
      headline: Table.Headline(
        question: "What will it cost?",
        turn: 3,
        columns: ["month", "users", "total_p10_usd", "total_usd", "total_p90_usd", "per_user_usd"]
          + (hasRevenue ? ["margin_usd"] : [])
      )
    )
  }

  private var months: Table {
    Table(
      id: "cost_path",
      title: "Cost month by month",
      columns: columns,
      rows: path.months.map(row),
      isData: true
    )
  }

  private var columns: [Column] {
    [
      .words("month", "Month"), .words("platform", "Platform"), Column("users", "Users"),
      Column("queries_per_day", "Queries a day"), Column("infrastructure_usd", "Infrastructure"),
      Column("llm_usd", "LLM"), Column("total_p10_usd", "Total P10"),
      Column("total_usd", "Total P50"), Column("total_p90_usd", "Total P90"),
      Column("per_user_usd", "Per user"),
    ]
      + (hasRevenue
        ? [
          Column("revenue_usd", "Revenue"), Column("margin_usd", "Margin"),
          Column("margin_percent", "Margin"), Column("llm_of_revenue_percent", "LLM of revenue"),
        ] : [])
  }

  private func row(_ month: CostPath.Month) -> [Cell] {
    let perUser = month.users.p50 >= 1 ? month.total.p50.scaled(by: 1 / month.users.p50) : nil
    var cells: [Cell] = [
      .date(month.first), .text(month.tier), .integer(Int(month.users.p50.rounded())),
      .integer(Int(month.queriesPerDay.p50.rounded())), .money(month.infrastructure.p50),
      .money(month.languageModels.p50), .money(month.total.p10), .money(month.total.p50),
      .money(month.total.p90), .money(perUser),
    ]
    guard hasRevenue, let revenue = month.revenue?.p50, let margin = month.margin?.p50 else {
      return cells
    }
    cells += [.money(revenue), .money(margin)]
    guard revenue > .zero else {
      return cells + [.missing, .missing]
    }
    return cells + [
      .percent(100 * margin.usd / revenue.usd, digits: 1),
      .percent(100 * month.languageModels.p50.usd / revenue.usd, digits: 1),
    ]
  }

  /// The parts of the median world's bills that cost anything in any month.
  private var usedParts: [Bill.Group] {
    Bill.Group.allCases.filter { group in
      path.months.contains { $0.median.subtotal(of: group) != .zero }
    }
  }

  private var partColumns: [Column] {
    usedParts.map { Column("\($0.rawValue)_usd", $0.title) } + [Column("total_usd", "Total")]
  }

  private func partCells(_ months: [CostPath.Month]) -> [Cell] {
    func sum(_ amount: (Bill) -> Money) -> Cell {
      .money(months.reduce(into: .zero) { $0 += amount($1.median) })
    }
    return usedParts.map { group in sum { $0.subtotal(of: group) } } + [sum(\.total)]
  }

  /// The bill of the median world by part.
  private var parts: Table {
    Table(
      id: "cost_path_parts",
      title: "Cost month by month, by part",
      columns: [.words("month", "Month"), .words("platform", "Platform")] + partColumns,
      rows: path.months.map { month in
        [.date(month.first), .text(month.tier)] + partCells([month])
      },
      note: "The world in which everything is at its median.",
      isData: true
    )
  }

  /// The same by quarter of the calendar; the first and the last may have fewer than three months.
  private var quarters: Table {
    var found: [(name: String, months: [CostPath.Month])] = []
    for month in path.months {
      let (year, number, _) = month.first.components
      let name = "\(year) Q\((number - 1) / 3 + 1)"
      if found.last?.name != name { found.append((name, [])) }
      found[found.count - 1].months.append(month)
    }
    return Table(
      id: "cost_quarters",
      title: "Cost by quarter and part",
      columns: [.words("quarter", "Quarter"), Column("months", "Months")] + partColumns,
      rows: found.map { quarter in
        [.text(quarter.name), .integer(quarter.months.count)] + partCells(quarter.months)
      },
      note: "The months of the table by month and part, added up."
    )
  }

  /// The months that stand for a year of the path.
  private var marks: [CostPath.Month] {
    path.months.indices.filter { $0 % 12 == 11 || $0 == path.months.count - 1 }
      .map { path.months[$0] }
  }

  /// The lines of the median world's bills at the end of each year.
  private var lines: Table {
    BillLines.table(
      "cost_path_lines",
      "Bills of the path, line by line",
      places: [.words("month", "Month")],
      rows: marks.flatMap { month in month.median.lines.map { ([.date(month.first)], $0) } }
    )
  }

  private var causes: Table? {
    guard let last = path.months.last, !path.causes.isEmpty else { return nil }
    return Table(
      id: "cost_causes",
      title: "What moves the cost of \(last.first)",
      columns: [
        .words("source", "What is uncertain"), Column("p10_usd", "P10"), Column("p90_usd", "P90"),
        Column("width_usd", "Width"),
      ],
      rows: path.causes.map { cause in
        [
          .text(cause.source.title), .money(cause.total.p10), .money(cause.total.p90),
          .money(cause.total.p90 - cause.total.p10),
        ]
      },
      note: "Each alone, with everything else at its median."
    )
  }

  private var caps: Table? {
    guard !path.caps.isEmpty else { return nil }
    let never = Cell.text("not before \(path.months.last?.first.description ?? "the end")")
    func cell(_ date: CalendarDate?) -> Cell { date.map(Cell.date) ?? never }
    return Table(
      id: "spend_caps",
      title: "When spend caps are reached",
      columns: [
        .words("provider", "Provider"), Column("cap_usd", "Cap a month"),
        .words("early", "In one world of ten"), .words("median", "In half"),
        .words("late", "In nine of ten"),
      ],
      rows: path.caps.map { cap in
        [.text(cap.provider), .money(cap.cap), cell(cap.early), cell(cap.median), cell(cap.late)]
      },
      note: "The first month whose calls cost more than the account may spend."
    )
  }

  /// Whether the ends of the last month's range are more than ten to one apart.
  private var isWide: Bool {
    guard let total = path.months.last?.total, total.p10 > .zero else { return false }
    return total.p90.usd > 10 * total.p10.usd
  }

  private var corridor: Chart {
    let last = path.months.last
    let words = last.map {
      "In \($0.first.monthInWords) a month costs \(Phrase.money($0.total.p50)), and with eight chances "
        + "in ten between \(Phrase.money($0.total.p10)) and \(Phrase.money($0.total.p90))."
    }
    return Chart(
      id: "cost_path",
      title: words ?? "No month is billed.",
      alt:
        "The cost of each coming month: a line for the median and a band for eight worlds in ten.",
      tableID: "cost_path",
      kind: .projection(
        Projection(
          date: "month",
          value: "total_usd",
          bands: [
            Projection.Band(low: "total_p10_usd", high: "total_p90_usd", label: "P10 to P90")
          ],
          scale: isWide ? .logarithmic : .linear
        )
      )
    )
  }

  private var stacked: Chart {
    let bill = path.months.last?.median
    let largest = bill.flatMap { bill in
      Bill.Group.allCases.max { bill.subtotal(of: $0) < bill.subtotal(of: $1) }
    }
    let share = bill.map { bill in
      bill.total > .zero ? 100 * (largest.map(bill.subtotal)?.usd ?? 0) / bill.total.usd : 0
    }
    return Chart(
      id: "cost_quarters",
      title: "At the end of the path \(Int((share ?? 0).rounded())) % of the cost is "
        + "\(largest?.title.lowercased() ?? "nothing").",
      alt: "A stacked bar a quarter with the parts of its bills.",
      tableID: "cost_quarters",
      kind: .stackedBars(
        StackedBars(
          category: "quarter",
          parts: .columns(usedParts.map { "\($0.rawValue)_usd" })
        )
      )
    )
  }

  var notes: [String] {
    var notes = [
      "Months ahead are billed on the platform of the smallest tier that holds their queries, with its "
        + "simulated usage in proportion, for the days and weekdays that they have, at the prices that the "
        + "books announce for their first day."
    ]
    let factors: [(String, MoneyPlan.Factor)] = [
      ("usage per query", money.usage), ("token lengths", money.tokens),
      ("model prices", money.modelPrices),
    ]
    let certain = factors.filter { $0.1 == .certain }.map(\.0)
    if !certain.isEmpty {
      notes.append(
        "Taken as certain, because the scenario's money section gives no P10 and P90: "
          + "\(Phrase.list(certain))."
      )
    }
    return notes
  }
}

extension CostPath.Source {
  /// What reports call it.
  fileprivate var title: String {
    switch self {
    case .growth: "growth of users and queries"
    case .usage: "what a query uses"
    case .tokens: "length of prompts and answers"
    case .modelPrices: "prices of language models"
    }
  }
}

extension CalendarDate {
  /// Its month as `2027-03`.
  fileprivate var monthInWords: String { String(description.prefix(7)) }
}
