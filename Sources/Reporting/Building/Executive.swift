import Costing
import Forecasting
import Planning
import Quantities
import Scenarios
import Statistics

/// The part for those who read one page: three sentences and a card for each tier.
struct Executive {
  let study: Study

  var sentences: [String] { [willItHold, whatBreaksFirst, whatItCosts] }

  private var willItHold: String {
    let held = study.tiers.filter { $0.verdict.isWithin }.map(\.name)
    let failed = study.tiers.first { !$0.verdict.isWithin }
    guard study.tiers.contains(where: { $0.tier != nil }) else { return willItHoldAsGiven }
    guard let failed else {
      return "The platform as it is holds the busiest hour of every tier: \(Phrase.list(held))."
    }
    let start =
      held.isEmpty
      ? "The platform as it is does not hold at \(failed.name)"
      : "The platform as it is holds at \(Phrase.list(held)), but not at \(failed.name)"
    let planned = study.phases.filter(\.holds).map(\.tier.name)
    let roadmap =
      study.phases.isEmpty
      ? ""
      : planned.isEmpty
        ? "; no listed change helps enough"
        : planned.count == study.phases.count
          ? "; with the roadmap it holds at every tier"
          : "; with the roadmap it holds at \(Phrase.list(planned))"
    return "\(start), where \(failed.trouble ?? "a target is missed")\(roadmap)."
  }

  private var willItHoldAsGiven: String {
    guard let only = study.tiers.first else {
      return "Nothing was simulated: there is no load test."
    }
    let passed = only.tests.filter { $0.verdict.isWithin }.count
    let hasTargets = study.scenario.platform.endpoints.contains { !$0.targets.all.isEmpty }
    let targets =
      hasTargets ? "" : " No endpoint has a latency target, so failures alone are judged."
    return "\(passed) of \(Phrase.count(only.tests.count, "load test")) "
      + "\(passed == 1 ? "passes" : "pass").\(targets)"
  }

  private var whatBreaksFirst: String {
    if let next = nextLimit { return dated(next) }
    guard let breakpoint = study.breakpoint, let factor = breakpoint.factor.estimate else {
      return "What breaks first was not searched: no target or no load can be multiplied."
    }
    if breakpoint.isBeyondSearch {
      return
        "Nothing breaks up to \(Phrase.number(factor.value)) times \(study.baseline(of: breakpoint))."
    }
    let why =
      study.growth == nil
      ? "there is no history of growth to give it a date"
      : "no limit ahead is reached before \(study.growthEnd)"
    return
      "First to fall is a target at \(Phrase.number(factor.value)) times \(study.baseline(of: breakpoint)) "
      + "(\(breakpoint.firstToFall)); \(why)."
  }

  /// The limit to speak of: one that is passed already, else the next one ahead.
  private var nextLimit: GrowthStudy.Milestone? {
    let limits = study.growth?.milestones.filter { $0.kind == .limit } ?? []
    return limits.first { $0.date.alreadyReached != nil }
      ?? limits.first { $0.isAhead(of: study.today) }
  }

  private func dated(_ item: GrowthStudy.Milestone) -> String {
    guard item.date.alreadyReached == nil, let date = item.date.median else {
      return "Already passed is the \(item.title)."
    }
    let early = item.date.interval80.earliest?.description ?? "before"
    let late = item.date.interval80.latest?.description ?? "after \(study.growthEnd)"
    return
      "First to be reached is the \(item.title), expected on \(date) (80 % interval \(early) to \(late))"
      + "\(item.date.chanceInWords.map { ", \($0)" } ?? "")."
  }

  private var whatItCosts: String {
    let bills = study.tiers.map { ($0, $0.bestBill) }
    guard bills.contains(where: { !$0.1.lines.isEmpty }) else {
      return "It has no bill: nothing in this scenario has a price."
    }
    let words = bills.map { $0.here(Phrase.money($1.total)) }
    let which = study.phases.isEmpty ? "the platform as it is" : "the platform that holds there"
    let gaps = bills.contains { !$0.1.isComplete } ? ", items without a price left out" : ""
    return "A month of \(which) costs \(Phrase.list(words))\(gaps)."
  }

  var cards: [Card] {
    let ids = Identifier.snakes(study.tiers.map(\.name), prefix: "tier")
    return zip(ids, study.tiers).map { id, tier in
      let verdict = tier.verdict
      return Card(
        id: id,
        title: tier.name,
        verdict: verdict.status,
        verdictText: tier.verdictWords,
        values: values(tier)
      )
    }
  }

  private func values(_ tier: Study.TierStudy) -> [Entry] {
    let worst = tier.busy.worstTarget(percentile: 0.95)
    let noTarget = Cell.unknown(reason: "no endpoint has a p95 target with a value")
    let scarce = tier.headroom.first { $0.headroom != nil }
    let bill = tier.bestBill
    let noBill = Cell.unknown(reason: "nothing has a price")
    let month = tier.plannedBill == nil ? "Cost a month" : "Cost a month (roadmap)"
    return [
      Entry("endpoint", "Worst endpoint", worst.map { .text($0.endpoint.route) } ?? noTarget),
      Entry("p95_ms", "Its p95, ms", worst.map { .milliseconds($0.item.value) } ?? .missing),
      Entry("target_ms", "Its target, ms", worst.map { .milliseconds($0.item.target) } ?? .missing),
      Entry(
        "headroom_pct",
        "Scarcest headroom",
        scarce?.headroom.map { .percent(share: $0) } ?? .unknown(reason: "nothing has a limit")
      ),
      Entry("scarcest", "Scarcest resource", scarce.map { .text($0.resource) } ?? .missing),
      Entry("total_usd", month, bill.lines.isEmpty ? noBill : .money(bill.total)),
      Entry("per_user_usd", "Cost per user", .money(bill.lines.isEmpty ? nil : bill.perUser)),
    ]
  }
}
