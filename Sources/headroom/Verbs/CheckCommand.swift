import ArgumentParser
import Scenarios

/// `check`: validate only.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate scenario and model files without running them.",
    discussion: """
      Reports all mistakes of all files with their places.

      Example: headroom check scenarios/council.yaml models/council.yaml
      """
  )

  @Argument(help: "The files.", completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "Use no color; NO_COLOR does the same.")
  var noColor = false

  func run() throws {
    let usesColor = Terminal.usesColor(.messages, unless: noColor)
    var found: [ScenarioError] = []
    for file in files {
      let document: ScenarioDocument
      do throws(ScenarioError) {
        document = try ScenarioDocument.read(file)
      } catch {
        found.append(error)
        continue
      }
      guard !quiet else { continue }
      for warning in document.warnings { Terminal.tell(warning.rendered(color: usesColor)) }
      let endpoints = counted(document.scenario.platform.endpoints.count, "endpoint")
      let tests = counted(document.scenario.tests.count, "test")
      try Terminal.print("\(file): ok (\(endpoints), \(tests))\n")
    }
    guard let first = found.first else { return }
    let isBad = found.contains { $0.status == .badData }
    throw ScenarioError(
      kind: isBad ? .badData : first.kind,
      problems: found.flatMap(\.problems)
    )
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
