import Foundation
import Quantities
import Scenarios
import TestSupport
import Testing

/// The sample trace of `models/traces`, in both formats, and the generator that made it.
///
/// `HEADROOM_RECORD=1 swift test --filter 'sample trace'` writes the files anew. Gaps are exponential
/// with a mean of 2 s, lengths log-normal: prompts of 900 and answers of 150 tokens in the middle.
@Suite struct `The sample trace` {
  private struct Row {
    var milliseconds: Int64
    var input: Int
    var output: Int
  }

  private static let rows: [Row] = {
    var random = SplitMix(state: 2026)
    func normal() -> Double {
      (-2 * log(random.uniform())).squareRoot() * cos(2 * Double.pi * random.uniform())
    }
    var time = 0.0
    return (0..<200).map { _ in
      defer { time -= 2000 * log(random.uniform()) }
      return Row(
        milliseconds: Int64(time),
        input: Int((900 * exp(0.9 * normal())).rounded(.up)),
        output: Int((150 * exp(0.8 * normal())).rounded(.up))
      )
    }
  }()

  private static func csv() -> String {
    let lines = rows.map { row in
      let seconds = "\(row.milliseconds / 1000)"
      let rest = String(row.milliseconds % 1000 + 1000).dropFirst()
      return "\(seconds).\(rest),\(row.input),\(row.output)\n"
    }
    return "time_s,input_tokens,output_tokens\n" + lines.joined()
  }

  private static func lines() -> String {
    rows.map { row in
      "{\"timestamp\": \(row.milliseconds), \"input_length\": \(row.input), "
        + "\"output_length\": \(row.output), \"hash_ids\": []}\n"
    }.joined()
  }

  @Test(arguments: ["csv", "jsonl"])
  func `is what its generator makes, and both formats hold the same`(ending: String) throws {
    let path = repositoryPath("models/traces/sample.\(ending)")
    let text = ending == "csv" ? Self.csv() : Self.lines()
    if ProcessInfo.processInfo.environment["HEADROOM_RECORD"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    let read = try Trace.read(path)
    #expect(read.count == 200)
    #expect(read.map(\.time) == Self.rows.map { .zero + .milliseconds($0.milliseconds) })
    #expect(read.map(\.inputTokens) == Self.rows.map { Int32($0.input) })
    #expect(read.map(\.outputTokens) == Self.rows.map { Int32($0.output) })
  }

  private func rows(_ text: String) throws -> [TraceRow] {
    let files = try TemporaryFiles()
    return try Trace.read(try files.write(text, to: "trace.jsonl"))
  }

  private func line(_ time: Int) -> String {
    "{\"timestamp\": \(time), \"input_length\": 5, \"output_length\": 7}\n"
  }

  @Test func `rows stamped in batches are spread up to the next stamp`() throws {
    let read = try rows([0, 0, 0, 3000, 3000, 3000].map(line).joined())
    #expect(
      read.map { $0.time - .zero } == [0, 1000, 2000, 3000, 4000, 5000].map { .milliseconds($0) }
    )
    let few = try rows([0, 0, 10, 20].map(line).joined())
    #expect(few.map { $0.time - .zero } == [0, 0, 10, 20].map { .milliseconds($0) })
  }

  @Test func `mistakes are reported with their line`() throws {
    for (text, at) in [
      (line(5) + line(3), 2), (line(1) + "{\"timestamp\": 2}\n", 2),
      ("{\"timestamp\": 2, \"input_length\": -1, \"output_length\": 1}", 1), ("{", 1),
    ] {
      do {
        _ = try rows(text)
        Issue.record("\(text) was read")
      } catch let error as ScenarioError {
        #expect(error.problems.first?.line == at && error.problems.first?.code == "H037")
      }
    }
  }
}
