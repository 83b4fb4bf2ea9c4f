/// A number of the scenario that nobody knows exactly.
public struct UncertainInput: Hashable, Sendable {
  /// Where it stands: `services.api.instances`, as for `--set`.
  public var path: String
  /// One in ten worlds has less.
  public var p10: ScenarioInput
  /// One in ten worlds has more; written in the same unit.
  public var p90: ScenarioInput

  /// An input whose two values share a unit.
  ///
  /// - Precondition: 0 < p10 < p90.
  public init(path: String, p10: ScenarioInput, p90: ScenarioInput) {
    precondition(p10.number > 0 && p10.number < p90.number, "P10 lies below P90")
    self.path = path
    self.p10 = p10
    self.p90 = p90
  }

  /// The input with another number, as a change writes it; whole where both ends are.
  public func text(_ value: Double) -> String {
    (p10.isCount && p90.isCount ? p10 : ScenarioInput(path: path, number: value, unit: p10.unit))
      .text(value)
  }
}
