import ArgumentParser
import Foundation
import Scenarios

/// `init`: a scenario to start from.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented scenario to start from.",
    discussion: """
      Writes NAME.yaml and overwrites nothing.

      Example: headroom init shop
      """
  )

  @Argument(help: "The name of the scenario, perhaps with a folder before it.")
  var name: String

  func validate() throws {
    let letters = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
    let isPlain = title.unicodeScalars.allSatisfy { $0.isASCII && letters.contains($0) }
    guard isPlain, !title.isEmpty, !title.hasPrefix(".") else {
      throw ValidationError(
        "A name has letters, digits, '-', '_' and '.': \(name.debugDescription)"
      )
    }
  }

  private var path: String { name.hasSuffix(".yaml") ? name : name + ".yaml" }

  private var title: String {
    let last = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return String(last.dropLast(".yaml".count))
  }

  func run() throws {
    do {
      let text = Data(starterScenario(name: title).utf8)
      try text.write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      let reason = exists ? "it exists already" : error.localizedDescription
      throw Failure(.cannotCreate, "cannot write \(path): \(reason)")
    }
    let word = ScenarioRequest.quoted(path)
    try Terminal.print("Wrote \(path). Next: headroom run \(word)\n")
  }
}
