import Simulating
import Planning
import Quantities
import Scenarios
import Statistics

extension Study.TierStudy {
  /// Words with the tier behind them, if there is one.
  func here(_ words: String) -> String { tier == nil ? words : "\(words) at \(name)" }

  /// A sentence that begins with the tier, if there is one.
  func sentence(_ words: String) -> String {
    tier == nil ? Phrase.sentence(words) : "At \(name), \(words)"
  }

  /// What does not hold in the busiest hour, as a clause; nil when all holds.
  var trouble: String? {
    guard !verdict.isWithin else { return nil }
    if busy.verdict.isWithin, let row = exceeded.first { return row.passing }
    if let growth = busy.backlogGrowth {
      return "unstable: those in progress grow by \(Phrase.number(growth.value)) a second"
    }
    if let worst = busy.worstTarget(), worst.item.verdict > .unknown,
      let value = worst.item.value.estimate?.value, let target = worst.item.target
    {
      return "the \(worst.item.title) of \(worst.endpoint.route) is \(Phrase.span(seconds: value)) "
        + "against \(Phrase.span(seconds: target.seconds))"
    }
    let failing = busy.endpoints.filter { $0.failureVerdict > .unknown }
      .max { ($0.failureRatio.estimate?.value ?? 0) < ($1.failureRatio.estimate?.value ?? 0) }
    if let failing, let ratio = failing.failureRatio.estimate?.value {
      let reason = failing.failures.first.map { ": \($0.reason.label)" } ?? ""
      return "\(Phrase.percent(ratio)) of \(failing.route) fail\(reason)"
    }
    return busy.wasTruncated ? "the simulation was cut short" : "not every target can be judged"
  }

  /// The verdict in two or three words.
  var verdictWords: String {
    switch verdict {
    case .held: "holds"
    case .close: "holds, barely"
    case .unknown: "not known"
    case .doubtful: "misses, barely"
    case .violated: busy.verdict.isWithin ? "beyond a limit" : "misses targets"
    }
  }
}

extension Headroom {
  /// How far the demand is beyond the limit, as a clause.
  var passing: String {
    "\(resource) is beyond its limit: \(Phrase.number(demand)) of "
      + "\(limit.map(Phrase.number) ?? "?") \(unit)"
  }
}

extension PlatformState {
  /// What does not hold, in words, the worst first; nil when all holds.
  var trouble: String? {
    let all = [failing].compactMap(\.self) + exceeded.map(\.passing)
    guard !all.isEmpty else { return nil }
    let rest = all.count > 3 ? ["\(all.count - 3) more"] : []
    return (all.prefix(3) + rest).joined(separator: "; ")
  }
}

extension Study {
  /// What a factor of one of the breakpoint stands for, in words.
  func baseline(of breakpoint: Breakpoint) -> String {
    guard let tier = breakpoint.tier else { return "the load of the test \(breakpoint.test)" }
    switch scenario.tests.first(where: { $0.name == breakpoint.test })?.level {
    case .peak: return "the busiest hour of \(tier)"
    case .mean: return "the mean load of \(tier)"
    case .own, nil: return "the load of the test \(breakpoint.test)"
    }
  }
}
