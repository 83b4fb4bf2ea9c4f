import Quantities

/// What must hold between the parts of a scenario once each of them is right by itself.
struct CrossChecks {
  let scenario: Scenario
  let tree: Located
  let diagnosis: Diagnosis

  /// Checks of a scenario and the tree that it was decoded from.
  init(_ scenario: Scenario, _ tree: Located, _ diagnosis: Diagnosis) {
    self.scenario = scenario
    self.tree = tree
    self.diagnosis = diagnosis
  }

  /// Runs all checks.
  func run() {
  }
}
