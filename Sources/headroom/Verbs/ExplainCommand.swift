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
  var codes: [WrittenCode] = []

  @Flag(help: "Explain every code.")
  var all = false

  @Flag(help: "Print a page of Markdown; only with --all.")
  var markdown = false

  func validate() throws {
    guard all == codes.isEmpty else {
      throw ValidationError(all ? "--all takes no codes" : "name a code, or give --all")
    }
    guard all || !markdown else { throw ValidationError("--markdown needs --all") }
  }

  func run() throws {
    guard !markdown else { return try Terminal.print(errorCodePage()) }
    let chosen = all ? ProblemCode.allCases : codes.map(\.code)
    for code in chosen { try Terminal.print("\(code.rawValue): \(code.explanation)\n") }
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
