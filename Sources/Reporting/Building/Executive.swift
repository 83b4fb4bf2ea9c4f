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
      : "The platform as it is holds at \(Phrase.list(held)) and not at \(failed.name)"
    let planned = study.phases.filter(\.holds).map(\.tier.name)
    let roadmap =
      study.phases.isEmpty
      ? ""
      : planned.isEmpty
        ? "; no listed change helps enough"
        : "; with the roadmap it holds at \(Phrase.list(planned))"
    return "\(start), where \(trouble(failed))\(roadmap)."
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

  /// What is missed most at a tier, in words.
  private func trouble(_ tier: Study.TierStudy) -> String {
    if tier.busy.verdict.isWithin, let row = tier.exceeded.first {
      return "\(row.resource) passes its limit: \(Phrase.number(row.demand)) of "
        + "\(row.limit.map(Phrase.number) ?? "?") \(row.unit)"
    }
    let failing = tier.busy.endpoints.filter { $0.failureVerdict > .unknown }
      .max { ($0.failureRatio.estimate?.value ?? 0) < ($1.failureRatio.estimate?.value ?? 0) }
    if let worst = tier.busy.worstTarget(), worst.item.verdict > .unknown,
      let value = worst.item.value.estimate?.value, let target = worst.item.target
    {
      return "the \(worst.item.title) of \(worst.endpoint.route) is \(Phrase.span(seconds: value)) "
        + "against \(Phrase.span(seconds: target.seconds))"
    }
    if let failing, let ratio = failing.failureRatio.estimate?.value {
      return "\(Phrase.percent(ratio)) of \(failing.route) fail"
    }
    return "not every target can be judged"
  }

  private var whatBreaksFirst: String {
    if let next = nextLimit { return dated(next) }
    guard let breakpoint = study.breakpoint, let factor = breakpoint.factor.estimate else {
      return "What breaks first was not searched: no target or no load can be multiplied."
    }
    if breakpoint.isBeyondSearch {
      return "Nothing breaks up to \(Phrase.number(factor.value)) times \(breakpoint.baseline)."
    }
    let why =
      study.growth == nil
      ? "there is no history of growth to give it a date"
      : "no limit ahead is reached before \(study.growthEnd)"
    return
      "First to fall is a target at \(Phrase.number(factor.value)) times \(breakpoint.baseline) "
      + "(\(breakpoint.firstToFall)); \(why)."
  }

  private var nextLimit: GrowthStudy.Milestone? {
    let limits = study.growth?.milestones.filter { $0.kind == .limit } ?? []
    return limits.first { $0.date.alreadyReached == nil && $0.date.median != nil }
      ?? limits.first { $0.date.alreadyReached != nil }
  }

  private func dated(_ item: GrowthStudy.Milestone) -> String {
    guard item.date.alreadyReached == nil, let date = item.date.median else {
      return "A limit is passed already: \(item.title)."
    }
    let early = item.date.interval80.earliest?.description ?? "before"
    let late = item.date.interval80.latest?.description ?? "after \(study.growthEnd)"
    return "The first limit ahead is reached on \(date) (80 % interval \(early) to \(late)): "
      + "\(item.title)."
  }

  private var whatItCosts: String {
    let bills = study.tiers.map { ($0.name, $0.bestBill) }
    guard bills.contains(where: { !$0.1.lines.isEmpty }) else {
      return "It has no bill: nothing in this scenario has a price."
    }
    let words = bills.map { "\(Phrase.money($0.1.total)) at \($0.0)" }
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
        verdictText: words(verdict),
        values: values(tier)
      )
    }
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .held: "holds"
    case .close: "holds, barely"
    case .unknown: "not known"
    case .doubtful: "misses, barely"
    case .violated: "does not hold"
    }
  }

  private func values(_ tier: Study.TierStudy) -> [Entry] {
    let worst = tier.busy.worstTarget(percentile: 0.95)
    let noTarget = Cell.unknown(reason: "no endpoint has a p95 target with a value")
    let scarce = tier.headroom.first { $0.headroom != nil }
    let bill = tier.bestBill
    let noBill = Cell.unknown(reason: "nothing has a price")
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
      Entry("total_usd", "Cost a month", bill.lines.isEmpty ? noBill : .money(bill.total)),
      Entry("per_user_usd", "Cost per user", .money(bill.lines.isEmpty ? nil : bill.perUser)),
    ]
  }
}
