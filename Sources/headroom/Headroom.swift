import ArgumentParser
import Foundation
import Planning
import Reporting
import Scenarios

/// The command line: parse, call, print, exit code.
@main
struct Headroom: AsyncParsableCommand {
  /// The version of the program.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "headroom",
    abstract: "Says whether a platform will hold, what breaks first, and what it costs.",
    discussion: """
      Results go to standard output, progress and messages to standard error.

      Exit codes: 0 done, and with --gate all held; 99 with --gate or bench, something did not hold; \
      64 usage; 65 bad data; 66 no input; 70 a bug; 73 and 74 output; 130 interrupted.

      Example: headroom run scenarios/council.yaml
      """,
    version: version,
    subcommands: [
      RunCommand.self, MergeCommand.self, ReportCommand.self, CheckCommand.self, FitCommand.self,
      CostCommand.self, SizeCommand.self, OptimizeCommand.self, PricesCommand.self,
      BreakpointCommand.self, CompareCommand.self,
      SensitivityCommand.self, ProbeCommand.self, RoadmapCommand.self, VerifyCommand.self,
      BenchCommand.self,
      SchemaCommand.self, InitCommand.self, ExplainCommand.self,
    ]
  )

  static func main() async {
    let signals = SignalWatch()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
    signals.stop()
  }

  /// Tells the user what went wrong and ends with the exit code that stands for it.
  private static func end(with error: any Error) -> Never {
    switch error {
    case let error as ScenarioError:
      Terminal.tell(error.rendered(color: Terminal.usesColor(.messages)))
      Terminal.tell(error.hint)
      ending(error.status)
    case let error as ShardError:
      Terminal.tell("headroom: \(error)")
      ending(.badData)
    case let error as ReportWriteError:
      Terminal.tell("headroom: \(error)")
      if case .cannotWrite = error { ending(.cannotWrite) }
      ending(.cannotCreate)
    case let failure as Failure:
      if !failure.message.isEmpty { Terminal.tell("headroom: \(failure.message)") }
      ending(failure.status)
    default:
      // Help, the version and mistakes of usage; whatever else comes here is a bug.
      guard exitCode(for: error) == .failure else { exit(withError: error) }
      Terminal.tell("headroom: a bug: \(error)")
      ending(.bug)
    }
  }

  private static func ending(_ status: ExitStatus) -> Never { Foundation.exit(status.rawValue) }
}

extension ScenarioError {
  /// The exit code; a file that is there but too large is bad data.
  var status: ExitStatus {
    let isAbsent = problems.allSatisfy { $0.code == ProblemCode.unreadable.rawValue }
    return kind == .noInput && isAbsent ? .noInput : .badData
  }

  /// Where the user reads more about the mistakes.
  var hint: String {
    var codes: [String] = []
    for problem in problems where !codes.contains(problem.code) { codes.append(problem.code) }
    return "help: headroom explain \(codes.joined(separator: " "))"
  }
}
