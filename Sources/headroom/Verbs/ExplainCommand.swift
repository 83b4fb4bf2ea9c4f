public import ArgumentParser
public import Scenarios

/// `explain`: what a code of an error means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain the code of an error and how to mend it.",
    discussion: "Example: headroom explain H012"
  )

  @Argument(help: "The codes.")
  var codes: [ProblemCode]

  func run() throws {
    for code in codes { try Terminal.print("\(code.rawValue): \(code.explanation)\n") }
  }
}

extension ProblemCode: ExpressibleByArgument {
  /// Reads `H012`, in either case.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
