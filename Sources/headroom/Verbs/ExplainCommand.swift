import ArgumentParser
import Scenarios

/// `explain`: what a code of an error means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain the code of an error and how to mend it.",
    discussion: "Example: headroom explain H012"
  )

  @Argument(help: "The codes.")
  var codes: [WrittenCode]

  func run() throws {
    for code in codes.map(\.code) { try Terminal.print("\(code.rawValue): \(code.explanation)\n") }
  }
}

/// A code, as the command line writes it: `H012`, in either case.
struct WrittenCode: ExpressibleByArgument {
  let code: ProblemCode

  init?(argument: String) {
    guard let code = ProblemCode(rawValue: argument.uppercased()) else { return nil }
    self.code = code
  }
}
