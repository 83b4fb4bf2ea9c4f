import Foundation
import Scenarios

/// A CSV file of dated values, read by the reader that reads the history of a scenario.
///
/// That reader follows the rules of includes, so it gets a copy beside a scenario of four lines.
struct HistoryFile {
  /// The file, as the user named it.
  let path: String
  /// The column of dates.
  let dates: String
  /// The column of values; nil for the only one beside the dates.
  let column: String?

  /// Reads the values and says which column they came from.
  func read() throws -> (column: String, history: History) {
    try refuseWhatIsNoFile()
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("headroom-\(UUID().uuidString)")
    defer { try? manager.removeItem(at: folder) }
    let copy = folder.appendingPathComponent("history.csv")
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try manager.copyItem(at: URL(fileURLWithPath: path).resolvingSymlinksInPath(), to: copy)
    } catch {
      throw refusal("cannot read \(path): \(error.localizedDescription)")
    }
    let column = self.column ?? onlyColumn(of: copy)
    let scenario = folder.appendingPathComponent("fit.yaml")
    let text = """
      headroom: 1
      growth:
        series:
          users: {file: history.csv, dates: \(quoted(dates)), column: \(quoted(column))}

      """
    do {
      try Data(text.utf8).write(to: scenario)
    } catch {
      throw Failure(.cannotWrite, "cannot write \(scenario.path): \(error.localizedDescription)")
    }
    return (column, try read(scenario.path))
  }

  private func read(_ scenario: String) throws(ScenarioError) -> History {
    do throws(ScenarioError) {
      let growth = try ScenarioDocument.read(scenario).scenario.growth
      if let history = growth?.series.first?.history { return history }
      throw refusal("no history was found")
    } catch {
      var error = error
      for index in error.problems.indices where error.problems[index].file.hasSuffix(".csv") {
        error.problems[index].file = path
      }
      throw error
    }
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

  /// The only column beside the dates; else `value`, and the reader says which there are.
  private func onlyColumn(of file: URL) -> String {
    let handle = try? FileHandle(forReadingFrom: file)
    defer { try? handle?.close() }
    let start = (try? handle?.read(upToCount: 65_536)) ?? Data()
    let header = String(decoding: start, as: UTF8.self).prefix { !$0.isNewline }
    let names = header.split(separator: ",").map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}"))
    }
    let others = names.filter { $0 != dates }
    return others.first.flatMap { others.count == 1 ? $0 : nil } ?? "value"
  }

  /// A text of YAML in double quotes.
  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.properties.generalCategory == .control:
        "\\x" + String(scalar.value + 0x100, radix: 16).suffix(2)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
