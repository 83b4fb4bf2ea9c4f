import ArgumentParser
import Reporting
import Scenarios

/// `schema`: what may stand in a file.
struct SchemaCommand: ParsableCommand {
  /// The files that have a schema.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    /// Model and scenario files, which people write.
    case scenario
    /// `report.json`, which the program writes.
    case report
  }

  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of model and scenario files, or of report.json.",
    discussion: """
      Editors that know JSON Schema complete and check YAML files with it.

      Example: headroom schema > headroom.schema.json
      """
  )

  @Argument(help: "The files that are described: scenario or report.")
  var subject = Subject.scenario

  @Flag(help: "Print a reference of all keys of a scenario in plain text instead.")
  var reference = false

  @Flag(help: "Print the reference of a scenario's keys as a page of Markdown.")
  var markdown = false

  func validate() throws {
    guard reference || markdown, subject == .report else { return }
    throw ValidationError("The references are of scenarios; the schema of the report has words.")
  }

  func run() throws {
    let text =
      switch subject {
      case .report: ReportSchema.json.pretty
      case .scenario: markdown ? schemaPage() : reference ? schemaReference() : jsonSchema()
      }
    try Terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
