import Costing
import Planning
import Quantities
import Scenarios

/// Section 6: the bill of a month at every tier, line by line.
struct CostSection {
  let study: Study

  private struct Row {
    var tier: String
    var platform: String
    var bill: Bill
  }

  var section: Section {
    guard hasBill else {
      return Section(
        id: "costs",
        number: 6,
        title: "Cost projections",
        lead: "There is no bill: nothing in this scenario has a price."
      )
    }
    return Section(
      id: "costs",
      number: 6,
      title: "Cost projections",
      lead: lead,
      tables: [totals, groups, lines(asItIs, "cost_lines", "The platform as it is, line by line")]
        + (changed.isEmpty
          ? []
          : [lines(changed, "planned_cost_lines", "The platform of the roadmap, line by line")])
        + [UsageTable(study: study).table].compactMap(\.self) + units.tables
        + (path?.tables ?? []),
      charts: [chart] + units.charts + (path?.charts ?? []),
      notes: notes + units.notes + (path?.notes ?? [])
    )
  }

  /// What a user costs and brings in.
  private var units: UnitEconomicsTables { UnitEconomicsTables(study: study) }

  /// The months to come, where growth says what they bring.
  private var path: CostPathTables? {
    study.costPath.map { CostPathTables(path: $0, money: study.scenario.money) }
  }

  private var hasBill: Bool {
    study.tiers.contains { !$0.bill.lines.isEmpty || $0.plannedBill?.lines.isEmpty == false }
  }

  private var asItIs: [Row] {
    study.tiers.map { Row(tier: $0.name, platform: "as it is", bill: $0.bill) }
  }

  private var planned: [Row] {
    study.tiers.compactMap { tier in
      tier.plannedBill.map { Row(tier: tier.name, platform: "of the roadmap", bill: $0) }
    }
  }

  /// The bills of tiers at which the roadmap changes something.
  private var changed: [Row] {
    planned.filter { row in
      study.tiers.first { $0.name == row.tier }?.bill.lines != row.bill.lines
    }
  }

  private var rows: [Row] {
    study.tiers.flatMap { tier in (asItIs + planned).filter { $0.tier == tier.name } }
  }

  private var lead: String {
    let totals = study.tiers.map { $0.here(Phrase.money($0.bestBill.total)) }
    let which = planned.isEmpty ? "the platform as it is" : "the platform of the roadmap"
    let unpriced = Set(study.tiers.flatMap { $0.bestBill.unpriced.map(\.item) }).count
    let missing =
      unpriced == 0
      ? ""
      : " \(Phrase.sentence(Phrase.count(unpriced, "item"))) without a price \(unpriced == 1 ? "is" : "are") left out."
    return "A month of \(which) costs \(Phrase.list(totals)).\(missing)"
  }

  private var totals: Table {
    Table(
      id: "costs",
      title: "Cost of a month",
      columns: [
        .words("tier", "Tier"), .words("platform", "Platform"), Column("users", "Users"),
        Column("queries_per_month", "Queries a month"),
        Column("infrastructure_usd", "Infrastructure"), Column("llm_usd", "LLM"),
        Column("total_usd", "Total"), Column("per_user_usd", "Per user"),
        Column("per_1000_queries_usd", "Per 1,000 queries"), Column("waste_usd", "Waste"),
        Column("unpriced", "Unpriced items"),
      ],
      rows: rows.map { row in
        let bill = row.bill
        return [
          .text(row.tier), .text(row.platform),
          bill.users > 0 ? .integer(bill.users) : .unknown(reason: "the scenario has no tiers"),
          .integer(Int(bill.queries)), .money(bill.infrastructure), .money(bill.languageModels),
          .money(bill.total), .money(bill.perUser), .money(bill.perThousandQueries),
          .money(bill.waste), .integer(bill.unpriced.count),
        ]
      },
      note:
        "Waste is the part of the LLM cost that served nobody: tokens of failed attempts and of "
        + "callers that had given up. It is contained in the total.",
      headline: Table.Headline(
        question: "What does it cost a month?",
        turn: 3,
        columns: ["tier", "platform", "infrastructure_usd", "llm_usd", "total_usd", "per_user_usd"]
      )
    )
  }

  /// The parts of the bills, without those that no tier has.
  private var groups: Table {
    let used = Bill.Group.allCases.filter { group in
      rows.contains { $0.bill.subtotal(of: group) != .zero }
    }
    return Table(
      id: "cost_groups",
      title: "Cost of a month by part",
      columns: [
        .words("tier", "Tier"), .words("part", "Part"), Column("as_it_is_usd", "Platform as it is"),
        Column("planned_usd", "Platform of the roadmap"),
      ],
      rows: study.tiers.flatMap { tier in
        used.map { group in
          [
            .text(tier.name), .text(group.title), .money(tier.bill.subtotal(of: group)),
            .money(tier.plannedBill?.subtotal(of: group)),
          ]
        }
      }
    )
  }

  private func lines(_ rows: [Row], _ id: String, _ title: String) -> Table {
    BillLines.table(
      id,
      title,
      places: [.words("tier", "Tier")],
      rows: rows.flatMap { row in row.bill.lines.map { ([.text(row.tier)], $0) } }
    )
  }

  private var chart: Chart {
    let words = study.tiers.last.map { tier in
      let bill = tier.bestBill
      let largest = Bill.Group.allCases.max { bill.subtotal(of: $0) < bill.subtotal(of: $1) }
      return tier.sentence(
        "the largest part of \(Phrase.money(bill.total)) a month is "
          + "\(largest?.title.lowercased() ?? "nothing"), "
          + "\(Phrase.money(largest.map(bill.subtotal) ?? .zero))."
      )
    }
    return Chart(
      id: "cost_by_tier",
      title: words ?? "No tier has a bill.",
      alt: "One stacked bar a tier, each on an axis of its own, by part of the bill.",
      tableID: "cost_groups",
      kind: .stackedBars(
        StackedBars(
          category: "tier",
          parts: .rows(name: "part", value: planned.isEmpty ? "as_it_is_usd" : "planned_usd"),
          axis: .own
        )
      )
    )
  }

  private var notes: [String] {
    let days = Phrase.number(study.scenario.daysPerMonth)
    var notes = [
      "A month has \(days) days. The ordinary day of each tier is simulated and its usage brought to a "
        + "month; prices meet quantities once, at the end."
    ]
    if study.tiers.contains(where: { $0.bill.waste > .zero || !$0.busy.verdict.isWithin }) {
      notes.append(
        "A platform that fails is cheap: requests that are refused use few tokens. Compare costs at a "
          + "tier only between platforms that hold there."
      )
    }
    if planned.isEmpty { notes.append("There is no roadmap to price: no change is listed.") }
    return notes
  }
}

extension Study.TierStudy {
  /// The bill with the roadmap's platform where there is one, else the platform's own.
  var bestBill: Bill { plannedBill ?? bill }
}

extension Bill.Group {
  /// What reports call it.
  var title: String {
    switch self {
    case .compute: "Compute"
    case .database: "Database and cache"
    case .storage: "Storage"
    case .network: "Network and edge"
    case .realtime: "Real time"
    case .observability: "Observability"
    case .llm: "Language models"
    case .other: "Other"
    }
  }
}

extension Staleness {
  /// How a table marks it.
  var cell: Cell {
    switch self {
    case .current: .status(.pass, "current")
    case .stale: .status(.warn, "stale")
    case .unknown: .status(.unknown, "undated")
    }
  }
}
