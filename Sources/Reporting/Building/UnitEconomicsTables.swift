import Costing
import Planning
import Quantities
import Scenarios

/// The part of section 6 about what a user costs and brings in.
struct UnitEconomicsTables {
  let study: Study

  var tables: [Table] {
    [economics, plans, curve, slopes, waterfall, runways].compactMap(\.self)
  }

  var charts: [Chart] {
    [curve.map { _ in curveChart }, waterfall.map { _ in waterfallChart }].compactMap(\.self)
  }

  var notes: [String] {
    guard study.unitCosts != nil, hasRevenue else { return [] }
    return [
      "Gross margin is revenue less the whole bill. Models are shared out over plans by what their users "
        + "ask (`usage` of a plan), everything else evenly over all users."
    ]
  }

  private var hasRevenue: Bool { !study.scenario.money.plans.isEmpty }

  private var months: [(tier: String, economics: UnitEconomics)] {
    study.tiers.compactMap { tier in
      UnitEconomics(tier.bestBill, plans: study.scenario.money.plans).map { (tier.name, $0) }
    }
  }

  private static func percent(_ share: Double?) -> Cell {
    share.map { .percent(100 * $0, digits: 1) } ?? .missing
  }

  private var economics: Table? {
    guard !months.isEmpty else { return nil }
    return Table(
      id: "unit_economics",
      title: "Revenue and gross margin of a month",
      columns: [
        .words("tier", "Tier"), Column("users", "Users"), Column("revenue_usd", "Revenue"),
        Column("infrastructure_usd", "Infrastructure"), Column("llm_usd", "LLM"),
        Column("margin_usd", "Gross margin"), Column("margin_percent", "Of revenue"),
        Column("llm_of_revenue_percent", "LLM of revenue"),
      ],
      rows: months.map { tier, month in
        [
          .text(tier), .integer(month.users), .money(month.revenue), .money(month.infrastructure),
          .money(month.languageModels), .money(month.grossMargin),
          Self.percent(month.grossMarginShare), Self.percent(month.languageModelShare),
        ]
      }
    )
  }

  private var plans: Table? {
    guard !months.isEmpty else { return nil }
    return Table(
      id: "plan_margins",
      title: "Margin of each plan, for one of its users",
      columns: [
        .words("tier", "Tier"), .words("plan", "Plan"), Column("users", "Users"),
        Column("price_usd", "Price"), Column("cost_usd", "Cost"), Column("margin_usd", "Margin"),
        Column("margin_percent", "Of the price"),
      ],
      rows: months.flatMap { tier, month in
        month.plans.map { item -> [Cell] in
          [
            .text(tier), .text(item.plan.name), .integer(Int(item.users.rounded())),
            .money(item.plan.price), .money(item.cost), .money(item.margin),
            Self.percent(item.plan.price > .zero ? item.margin.usd / item.plan.price.usd : nil),
          ]
        }
      }
    )
  }

  private var curve: Table? {
    guard let costs = study.unitCosts else { return nil }
    return Table(
      id: "unit_cost_curve",
      title: "What a user costs, by number of users",
      columns: [
        Column("users", "Users"), .words("platform", "Platform"), Column("total_usd", "Total"),
        Column("infrastructure_per_user_usd", "Infrastructure per user"),
        Column("llm_per_user_usd", "LLM per user"), Column("per_user_usd", "Per user"),
      ] + (hasRevenue ? [Column("margin_usd", "Gross margin")] : []),
      rows: costs.points.map { point in
        let share = 1 / Double(point.users)
        let bill = point.bill
        return [
          .integer(point.users), .text(bill.tier), .money(bill.total),
          .money(bill.infrastructure.scaled(by: share)),
          .money(bill.languageModels.scaled(by: share)), .money(bill.total.scaled(by: share)),
        ] + (hasRevenue ? [.money(point.revenue.map { $0 - bill.total })] : [])
      },
      note: "Each number of users on the platform of the smallest tier that holds it."
        + (hasRevenue ? " " + breakEvenWords : "")
    )
  }

  private var breakEvenWords: String {
    guard let users = study.unitCosts?.breakEven else {
      return "Revenue does not cover the bill for good at any number of users that the tiers hold."
    }
    return "From \(Phrase.count(users, "user")) on revenue covers the bill."
  }

  private var slopes: Table? {
    guard let costs = study.unitCosts else { return nil }
    return Table(
      id: "break_even",
      title: "Fixed cost, cost of a further user, and break-even on each platform",
      columns: [
        .words("platform", "Platform"), Column("fixed_usd", "Fixed a month"),
        Column("further_user_usd", "A further user"),
      ]
        + (hasRevenue
          ? [
            Column("revenue_per_user_usd", "A user pays"), Column("break_even_users", "Break-even"),
            Column("tier_users", "It holds"), .words("reach", "Within reach"),
          ] : []),
      rows: costs.slopes.map { slope in
        [.text(slope.tier.name), .money(slope.fixed), .money(slope.perUser)]
          + (hasRevenue
            ? [
              .money(slope.revenuePerUser),
              slope.breakEven.map(Cell.integer)
                ?? .unknown(reason: "each user costs at least what a user pays"),
              .integer(slope.tier.users),
              slope.isWithinReach ? .status(.pass, "yes") : .status(.fail, "no"),
            ] : [])
      },
      note: "The line through the bills at half of the tier's users and at all of them"
        + (hasRevenue
          ? "; break-even is fixed cost over what a user pays beyond its own cost." : ".")
    )
  }

  /// From the smallest tier to the largest.
  private var fall: (first: String, last: String, steps: CostWaterfall)? {
    guard let first = study.tiers.first, let last = study.tiers.last, study.tiers.count > 1,
      !first.bestBill.lines.isEmpty
    else { return nil }
    return (
      first.name, last.name, CostWaterfall(from: first.bestBill, to: last.bestBill, most: 8)
    )
  }

  private var waterfall: Table? {
    guard let (first, last, fall) = fall else { return nil }
    var level = fall.start
    var rows: [[Cell]] = [
      [
        .text(first), .text("total"), .money(.zero), .money(fall.start), .money(fall.start),
        .money(.zero), .money(fall.start),
      ]
    ]
    for step in fall.steps {
      let next = level + step.added
      rows.append([
        .text(step.item), .text(step.added < .zero ? "saves" : "adds"), .money(step.before),
        .money(step.after), .money(step.added), .money(level), .money(next),
      ])
      level = next
    }
    rows.append([
      .text(last), .text("total"), .money(.zero), .money(fall.end), .money(fall.end),
      .money(.zero), .money(fall.end),
    ])
    return Table(
      id: "cost_waterfall",
      title: "From \(first) to \(last), item by item",
      columns: [
        .words("item", "Item"), .words("kind", "Kind"), Column("before_usd", "At \(first)"),
        Column("after_usd", "At \(last)"), Column("added_usd", "Added"),
        Column("from_usd", "From"), Column("to_usd", "To"),
      ],
      rows: rows
    )
  }

  private var runways: Table? {
    let rows = study.runways
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "spend_runway",
      title: "How far the spend caps last",
      columns: [
        .words("tier", "Tier"), .words("provider", "Provider"),
        Column("spend_usd", "Spend a month"), Column("cap_usd", "Cap a month"),
        Column("used_percent", "Used"), .words("day", "Reached on day"),
        Column("users_at_cap", "Users at the cap"),
      ],
      rows: rows.map { row in
        [
          .text(row.tier), .text(row.provider), .money(row.spend), .money(row.cap),
          .percent(100 * row.spend.usd / max(row.cap.usd, 1e-6), digits: 1),
          row.day.map { .text("\($0) of the month") } ?? .text("it lasts"),
          row.users.map(Cell.integer) ?? .missing,
        ]
      },
      note: "On the platform of the roadmap where there is one, with the load even over the month."
    )
  }

  private var curveChart: Chart {
    let points = study.unitCosts?.points ?? []
    let words = points.last.map { last in
      let each = last.bill.total.scaled(by: 1 / Double(last.users))
      return "At \(Phrase.count(last.users, "user")) each costs \(Phrase.money(each)) a month."
    }
    return Chart(
      id: "unit_cost_curve",
      title: words ?? "No number of users has a bill.",
      alt: "A bar for each number of users: what one costs, infrastructure and language models.",
      tableID: "unit_cost_curve",
      kind: .stackedBars(
        StackedBars(
          category: "users",
          parts: .columns(["infrastructure_per_user_usd", "llm_per_user_usd"])
        )
      )
    )
  }

  private var waterfallChart: Chart {
    let words = fall.flatMap { first, last, fall in
      fall.steps.first.map { step in
        "From \(first) to \(last) the most is added by \(step.item): "
          + "\(Phrase.money(step.added)) a month."
      }
    }
    return Chart(
      id: "cost_waterfall",
      title: words ?? "Nothing is added from the first tier to the last.",
      alt: "Bars from the cost of the smallest tier to that of the largest, one for each item.",
      tableID: "cost_waterfall",
      kind: .waterfall(
        Waterfall(category: "item", series: "kind", from: "from_usd", to: "to_usd")
      )
    )
  }
}
