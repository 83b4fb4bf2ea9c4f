import ArgumentParser
import Scenarios

/// `schema`: what may stand in a file.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of model and scenario files.",
    discussion: """
      Editors that know JSON Schema complete and check YAML files with it.

      Example: headroom schema > headroom.schema.json
      """
  )

  @Flag(help: "Print a reference of all keys in plain text instead.")
  var reference = false

  @Flag(help: "Print the reference as a page of Markdown.")
  var markdown = false

  func run() throws {
    let text = markdown ? schemaPage() : reference ? schemaReference() : jsonSchema()
    try Terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
