import Foundation
import Quantities

/// Traces as lines of JSON, as Mooncake publishes them: `timestamp` in milliseconds, `input_length` and
/// `output_length` in tokens; other keys are passed over.
extension TraceReader {
  private struct Line: Decodable {
    let timestamp: Double
    let input_length: Int32
    let output_length: Int32
  }

  /// Whether a file holds lines of JSON rather than of CSV: its first character is a brace.
  static func holdsLines(_ bytes: [UInt8]) -> Bool {
    bytes.first { $0 > 32 } == UInt8(ascii: "{")
  }

  /// The rows of such a file.
  static func readLines(_ bytes: [UInt8], path: String) throws(ScenarioError) -> [TraceRow] {
    var rows: [TraceRow] = []
    var first: Double?
    var last = -Double.infinity
    let decoder = JSONDecoder()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, text) in lines.enumerated() where !text.allSatisfy({ $0 <= 32 }) {
      guard let line = try? decoder.decode(Line.self, from: Data(text)) else {
        let message = "the line has no timestamp, input_length and output_length"
        throw error(path, line: index + 1, message)
      }
      guard line.timestamp.isFinite, line.timestamp >= max(last, 0), line.timestamp < 3e15 else {
        throw error(path, line: index + 1, "the time goes back, or is none")
      }
      guard line.input_length >= 0, line.output_length >= 0 else {
        throw error(path, line: index + 1, "a number of tokens is negative")
      }
      last = line.timestamp
      let start = first ?? last
      first = start
      let nanoseconds = Int64(((last - start) * 1e6).rounded())
      rows.append(
        TraceRow(
          time: SimTime(nanoseconds: nanoseconds),
          inputTokens: line.input_length,
          outputTokens: line.output_length
        )
      )
    }
    guard !rows.isEmpty else { throw error(path, line: 1, "the trace has no rows") }
    return spread(rows)
  }

  /// Spreads rows that share a stamp evenly up to the next stamp, where most rows do.
  ///
  /// Such a trace was stamped in batches, every few seconds, and says nothing of the times within one.
  /// The last batch takes as long as the one before.
  private static func spread(_ rows: [TraceRow]) -> [TraceRow] {
    let shared = zip(rows, rows.dropFirst()).count { $0.time == $1.time }
    guard shared * 2 > rows.count else { return rows }
    var result = rows
    var start = 0
    var span: Int64 = 0
    while start < rows.count {
      let stamp = rows[start].time
      let end = rows[start...].firstIndex { $0.time != stamp } ?? rows.count
      if end < rows.count { span = (rows[end].time - stamp).nanoseconds }
      for i in start..<end {
        let offset = span * Int64(i - start) / Int64(end - start)
        result[i].time = stamp + SimInterval(nanoseconds: offset)
      }
      start = end
    }
    return result
  }

  private static func error(_ path: String, line: Int, _ message: String) -> ScenarioError {
    let problem = Problem(
      file: path,
      line: line,
      column: 1,
      code: ProblemCode.trace.rawValue,
      message: message
    )
    return ScenarioError(kind: .badData, problems: [problem])
  }
}
