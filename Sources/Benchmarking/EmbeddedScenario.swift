import Quantities
import Scenarios

/// A scenario that is part of the program.
enum EmbeddedScenario: String, CaseIterable {
  case mm1, mm10, mm100, request, heartbeats, report, path

  /// Its text, as the file in `Workloads` has it.
  var text: String {
    let bytes =
      switch self {
      case .mm1: PackageResources.mm1_yaml
      case .mm10: PackageResources.mm10_yaml
      case .mm100: PackageResources.mm100_yaml
      case .request: PackageResources.request_yaml
      case .heartbeats: PackageResources.heartbeats_yaml
      case .report: PackageResources.report_yaml
      case .path: PackageResources.path_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads it, as a file is read.
  func document() throws(ScenarioError) -> ScenarioDocument {
    try ScenarioDocument.read(text: text, name: rawValue)
  }

  /// What it says.
  func read() throws(ScenarioError) -> Scenario { try document().scenario }
}

extension LoadTest {
  /// The same load for another time, measured from another moment on.
  func lasting(_ seconds: Double, warmUp: SimInterval) -> LoadTest {
    var test = self
    test.duration = SimInterval(seconds: seconds)
    test.warmUp = warmUp
    return test
  }
}
