import Costing
import Forecasting
import Planning
import Quantities
import Scenarios

/// What comes next, for those who read one page: the first limit and its day, the next tier and its
/// price, and the three next steps.
struct Outlook {
  let study: Study

  var entries: [Entry] { limit + tier }

  private var limit: [Entry] {
    guard let growth = study.growth else {
      let why = "the scenario has no history of growth that could be fitted"
      return [Entry("first_limit_date", "First limit", .unknown(reason: why))]
    }
    let limits = growth.milestones.filter { $0.kind == .limit }
    if let passed = limits.first(where: { $0.date.alreadyReached != nil }) {
      return [
        Entry("first_limit", "First limit, passed already", .text(name(passed))),
        Entry(
          "first_limit_date",
          "Passed on",
          passed.date.alreadyReached.map(Cell.date) ?? .missing
        ),
      ]
    }
    guard let next = limits.first(where: { $0.isAhead(of: study.today) }),
      let day = next.date.median
    else {
      return [Entry("first_limit", "First limit", .text("none before \(study.growthEnd)"))]
    }
    let end = Cell.unknown(reason: "after the horizon of the projection, \(study.growthEnd)")
    func date(_ day: CalendarDate?) -> Cell { day.map(Cell.date) ?? end }
    return [
      Entry("first_limit", "First limit", .text(name(next))),
      Entry("first_limit_date", "Expected on", .date(day)),
      Entry("first_limit_from_80", "80 % from", date(next.date.interval80.earliest)),
      Entry("first_limit_to_80", "80 % to", date(next.date.interval80.latest)),
    ]
  }

  /// What is limited, and where.
  private func name(_ limit: GrowthStudy.Milestone) -> String {
    let start = "limit of "
    return limit.title.hasPrefix(start) ? String(limit.title.dropFirst(start.count)) : limit.title
  }

  /// The first tier that is not reached yet; without growth the second, for the first is today's.
  private var next: Study.TierStudy? {
    let tiers = study.tiers.filter { $0.tier != nil }
    guard let growth = study.growth else { return tiers.dropFirst().first }
    let ahead = tiers.first { growth.reaching($0.name)?.isPast(study.today) == false }
    return ahead ?? tiers.dropFirst().first
  }

  private var tier: [Entry] {
    guard let next else { return [] }
    let bill = next.bestBill
    let price: Cell =
      bill.lines.isEmpty ? .unknown(reason: "nothing has a price") : .money(bill.total)
    var entries = [Entry("next_tier", "Next tier", .text(next.name))]
    if let milestone = study.growth?.reaching(next.name), !milestone.isPast(study.today) {
      let why = "after the horizon of the projection, \(study.growthEnd)"
      let day = milestone.date.median.map(Cell.date) ?? .unknown(reason: why)
      entries.append(Entry("next_tier_date", "Reached on", day))
    }
    entries.append(Entry("next_tier_usd", "A month there costs", price))
    return entries
  }

  /// The first steps of the roadmap, or the first recommendations where there is none.
  var steps: [String] {
    let planned = study.phases.flatMap { phase in phase.steps.map { (phase, $0) } }
    guard planned.isEmpty else { return planned.prefix(3).map { words($0, $1) } }
    return study.recommendations.prefix(3).map { item in
      item.title.hasSuffix(".") ? item.title : item.title + "."
    }
  }

  private func words(_ phase: RoadmapPhase, _ step: RoadmapStep) -> String {
    let effort = step.effortDays == 1 ? "1 day" : "\(Phrase.number(step.effortDays)) days"
    let price = "\(Phrase.money(step.addedCost)) more a month"
    let due = study.neededBy(step, for: phase).map { ", to be decided by \($0)" } ?? ""
    return "\(step.title), for \(phase.tier.name): \(effort) of work, \(price)\(due)."
  }
}
