import ArgumentParser
import Scenarios

extension Scenario {
  /// The tier that a command was asked for; the smallest when it was asked for none.
  ///
  /// - Throws: `ValidationError` for a name that no tier has.
  func tier(named name: String?) throws -> Tier? {
    guard let name else { return tiers.first }
    if let tier = tiers.first(where: { $0.name == name }) { return tier }
    let names = tiers.map(\.name).joined(separator: ", ")
    throw ValidationError(
      names.isEmpty ? "The scenario has no tiers." : "There is no tier '\(name)'; tiers: \(names)."
    )
  }
}
