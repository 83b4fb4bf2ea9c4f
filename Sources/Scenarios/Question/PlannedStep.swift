/// A step of a roadmap that somebody has written down: what is changed, and which tier must hold then.
///
/// A step either names one of the scenario's changes and a level of it, or sets values at paths as
/// `--set` does.
public struct PlannedStep: Sendable {
  /// What is done, in words; empty where the change that it names says so.
  public var title = ""
  /// The change of the scenario that it makes, by name; nil where it sets values itself.
  public var change: String?
  /// The level that the change is brought to, from 1.
  public var level: Int?
  /// Paths and the values that they get, where it sets them itself.
  public var settings: CandidateChange.Settings = []
  /// The tier at which every target and limit must hold after it, by name; nil for a step on the way
  /// to the next one that says.
  public var reaches: String?
  /// Work that it takes, in person-days; nil for that of the change.
  public var effortDays: Double?
  /// Days from the decision until it works; nil for those of the change.
  public var leadTimeDays: Double?

  /// A step that changes nothing.
  public init() {}
}

extension Scenario {
  /// The paths that a step of the roadmap sets, and their values.
  ///
  /// - Precondition: the step is one of this scenario's.
  public func settings(of step: PlannedStep) -> CandidateChange.Settings {
    guard let change = change(of: step) else { return step.settings }
    return change.levels[min(max(step.level ?? 1, 1), change.levels.count) - 1]
  }

  /// The change that a step of the roadmap names; nil for one that sets values itself.
  public func change(of step: PlannedStep) -> CandidateChange? {
    step.change.flatMap { name in changes.first { $0.name == name } }
  }

  /// What a step of the roadmap is called.
  public func title(of step: PlannedStep) -> String {
    if !step.title.isEmpty { return step.title }
    guard let change = change(of: step) else {
      return "Set " + step.settings.map { "\($0.path) = \($0.value)" }.joined(separator: ", ")
    }
    guard change.levels.count > 1 else { return change.title }
    return "\(change.title) (level \(step.level ?? 1) of \(change.levels.count))"
  }

  /// The tier that a step of the roadmap works towards: its own, or that of the next step that says.
  ///
  /// - Precondition: `index` is the place of a step.
  /// - Returns: The tier; nil only where the roadmap has not been checked.
  public func goal(ofStep index: Int) -> Tier? {
    let name = roadmap[index...].lazy.compactMap(\.reaches).first
    return name.flatMap { name in tiers.first { $0.name == name } }
  }
}
