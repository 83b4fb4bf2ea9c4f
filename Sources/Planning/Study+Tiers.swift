import Forecasting
public import Quantities
import Scenarios
import Simulating

extension Study.TierStudy {
  /// Limits that are passed although no request waits for them, such as the size of a disk.
  public var exceeded: [Headroom] { headroom.filter(\.isPassedUnnoticed) }

  /// The verdict on the busiest hour; violated as well when a limit is passed.
  public var verdict: Verdict { exceeded.isEmpty ? busy.verdict : max(busy.verdict, .violated) }
}

extension Headroom {
  /// Whether the limit is passed and no simulated request would notice.
  var isPassedUnnoticed: Bool {
    (headroom ?? 0) < 0 && (kind == nil || kind == .connections)
  }
}

extension Study {
  /// The day by which a step must be decided so that it works when it is needed.
  ///
  /// It is needed when the tier is reached as likely as not, or earlier, when growth reaches a limit
  /// that the step lifts; the lead time of the change goes off.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - phase: The phase that it belongs to.
  /// - Returns: The day; nil when growth does not say when the tier comes.
  public func neededBy(_ step: RoadmapStep, for phase: RoadmapPhase) -> CalendarDate? {
    guard let growth else { return nil }
    let still = Set(step.after.exceeded.map(\.resource))
    let lifted = step.before.exceeded.filter { !still.contains($0.resource) }
    let dates = lifted.compactMap { growth.reaching(limitOf: $0, at: phase.tier) }
      .compactMap { $0.alreadyReached ?? $0.median }
    let tier = growth.reaching(phase.tier.name)?.date
    guard let day = (dates + [tier?.alreadyReached ?? tier?.median].compactMap(\.self)).min() else {
      return nil
    }
    return day.adding(days: -Int(step.change.leadTimeDays.rounded(.up)))
  }
}

extension RoadmapPhase {
  /// Person-days of all its steps.
  public var effortDays: Double { steps.reduce(0) { $0 + $1.effortDays } }
}
