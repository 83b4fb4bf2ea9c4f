public import Scenarios

/// Reads `report.json` back into the report that it was written from.
///
/// The value that comes out prints as the one that went in: in every form, to the byte. What does
/// not fit is an error at its place; nothing is guessed.
public struct ReportReader {
  /// The first mistakes are told, no more.
  private static let mostProblems = 20

  let source: JSONSource
  var problems: [Problem] = []

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - path: What messages call the file.
  /// - Throws: What is wrong with it, at file:line:column.
  /// - Returns: The report.
  public static func read(_ bytes: [UInt8], path: String) throws(ScenarioError) -> Report {
    var reader = ReportReader(source: try JSONSource(bytes, path: path))
    try reader.checkVersion()
    let parts = reader.parts(reader.source.root)
    try reader.throwIfAny()
    let faults = parts.faults
    for fault in faults { reader.note(.wrongShape, at: reader.source.root, fault) }
    try reader.throwIfAny()
    return Report(parts)
  }

  private mutating func checkVersion() throws(ScenarioError) {
    let root = source.root
    let help = "make the report again with headroom run; headroom schema report describes it"
    guard root.members != nil, let version = root["schema"] else {
      note(.version, at: root, "this is no report: it has no \"schema\"", help: help)
      return try throwIfAny()
    }
    guard version.string != JSONRenderer.schema else { return }
    let known = "this program reads \(JSONRenderer.schema)"
    let found = version.string ?? version.kindInWords
    note(.version, at: version, "the schema is \(found); \(known)", help: help)
    try throwIfAny()
  }

  private func throwIfAny() throws(ScenarioError) {
    guard !problems.isEmpty else { return }
    let first = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    throw ScenarioError(
      kind: .badData,
      problems: Array(first.prefix(ReportReader.mostProblems))
    )
  }

  mutating func note(
    _ code: ProblemCode,
    at node: JSONNode,
    _ message: String,
    help: String? = nil
  ) {
    problems.append(source.problem(code, at: node, message, help: help))
  }
}
