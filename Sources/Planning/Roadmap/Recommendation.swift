import Scenarios

/// Something to do, what it brings and what it takes.
public struct Recommendation: Sendable {
  /// What to do.
  public var title: String
  /// What it mends, in words with numbers.
  public var impact: String
  /// By how much it lessens what targets and limits are missed by, summed over its steps; nil when
  /// that was not simulated.
  public var relief: Double?
  /// Person-days; nil when nobody says.
  public var effortDays: Double?
  /// How much depends on it.
  public var priority: Finding.Severity

  /// Relief for each person-day; nil when one of them is not known.
  public var worth: Double? {
    guard let relief, let effortDays, effortDays > 0 else { return nil }
    return relief / effortDays
  }
}

extension Study {
  /// What to do, by priority; within a priority the changes of the roadmap by relief for each
  /// person-day, then the remedies of what is wrong on paper.
  public var recommendations: [Recommendation] {
    var changes: [(name: String, advice: Recommendation)] = []
    for (index, phase) in phases.enumerated() {
      for step in phase.steps {
        let relief = step.before.violation - step.after.violation
        if let known = changes.firstIndex(where: { $0.name == step.change.name }) {
          changes[known].advice.relief = (changes[known].advice.relief ?? 0) + relief
          changes[known].advice.effortDays =
            (changes[known].advice.effortDays ?? 0) + step.effortDays
          changes[known].advice.impact += "; \(impact(of: step, in: phase))"
        } else {
          let advice = Recommendation(
            title: step.change.title,
            impact: impact(of: step, in: phase),
            relief: relief,
            effortDays: step.effortDays,
            priority: Study.priority(ofTier: index)
          )
          changes.append((step.change.name, advice))
        }
      }
    }
    let remedies = findings.map {
      Recommendation(
        title: $0.remedy,
        impact: "mends: \($0.title)",
        relief: nil,
        effortDays: nil,
        priority: $0.severity
      )
    }
    return (changes.map(\.advice) + remedies).enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.priority != right.priority { return left.priority < right.priority }
      let (more, less) = (left.worth ?? -1, right.worth ?? -1)
      return more != less ? more > less : a.offset < b.offset
    }.map(\.element)
  }

  private func impact(of step: RoadmapStep, in phase: RoadmapPhase) -> String {
    let end = step.after.holds ? ", then all targets are met" : ""
    return "\(phase.tier.name): \(step.reason)\(end)"
  }
}
