import Foundation
import Scenarios

/// A CSV file of dated values, as it is named on the command line.
struct HistoryFile {
  /// The file, as the user named it.
  let path: String
  /// The column of dates.
  let dates: String
  /// The columns of values; none for every column that holds numbers.
  let columns: [String]
  /// The column whose words tell series apart; nil for one series a column.
  let key: String?

  /// Reads the series by name, in the order in which they were asked for.
  func read() throws(ScenarioError) -> [(name: String, history: History)] {
    try refuseWhatIsNoFile()
    let table = try HistoryTable(path: path, dates: dates)
    let wanted = columns.isEmpty ? table.numericColumns.filter { $0 != key } : columns
    guard !wanted.isEmpty else {
      // There is no such column, and the message says which there are.
      return [("value", try table.history(column: "value"))]
    }
    var series: [(name: String, history: History)] = []
    for column in wanted {
      guard let key else {
        series.append((column, try table.history(column: column)))
        continue
      }
      for (name, history) in try table.histories(column: column, by: key) {
        series.append((wanted.count > 1 ? "\(column) of \(name)" : name, history))
      }
    }
    return series
  }

  private func refuseWhatIsNoFile() throws(ScenarioError) {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
      throw refusal("cannot read \(path): there is no such file")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw refusal("cannot read \(path): it is not a regular file")
    }
  }

  private func refusal(_ message: String) -> ScenarioError {
    let problem = Problem(
      file: path,
      line: 1,
      column: 1,
      code: ProblemCode.unreadable.rawValue,
      message: message
    )
    return ScenarioError(kind: .noInput, problems: [problem])
  }
}
