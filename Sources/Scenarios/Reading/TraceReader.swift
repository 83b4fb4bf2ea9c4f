import Quantities

/// Reads traces of requests: when each came and how many tokens it had.
public enum Trace {
  /// The rows of a file, in the order of time; times start at the first row.
  ///
  /// Columns of a CSV file are `TIMESTAMP,ContextTokens,GeneratedTokens` as in Azure's published traces,
  /// or `time_s,input_tokens,output_tokens`. Lines of JSON have `timestamp` in milliseconds,
  /// `input_length` and `output_length`, as in Mooncake's; where most of them share their stamp with
  /// the line before, they are spread evenly up to the next stamp.
  public static func read(_ path: String) throws(ScenarioError) -> [TraceRow] {
    try TraceReader.read(path).rows
  }
}

/// Reads traces together with the digest of their file.
enum TraceReader {
  /// The rows and the file.
  static func read(_ path: String) throws(ScenarioError) -> (rows: [TraceRow], file: SourceFile) {
    let resolved = Paths.resolved(path)
    if let bytes = try? Paths.bytes(of: resolved, atMost: 200_000_000), holdsLines(bytes) {
      let file = SourceFile(path: path, digest: SourceTexts.digest(of: bytes))
      return (try readLines(bytes, path: path), file)
    }
    let (table, file) = try CSVTable.read(
      shown: path,
      resolved: resolved,
      code: .trace
    )
    let isAzure = table.header.contains("TIMESTAMP")
    let names =
      isAzure
      ? ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]
      : ["time_s", "input_tokens", "output_tokens"]
    let columns = (
      try table.column(names[0]), try table.column(names[1]), try table.column(names[2])
    )
    var rows: [TraceRow] = []
    rows.reserveCapacity(table.rows.count)
    var first: Int64?
    var last = Int64.min
    for (index, cells) in table.rows.enumerated() {
      if cells.count == 1, cells[0].isEmpty { continue }
      let text = cells[safe: columns.0] ?? ""
      let parsed = isAzure ? timestamp(text) : seconds(text)
      guard let time = parsed else {
        let shown = text.escapedForTerminal(limit: 40)
        throw table.error(row: index, column: columns.0, "\"\(shown)\" is not a time")
      }
      guard time >= last else {
        throw table.error(
          row: index,
          column: columns.0,
          "the time goes back",
          help: "sort the rows by time"
        )
      }
      last = time
      let start = first ?? time
      first = start
      guard time - start <= SimInterval.longest.nanoseconds else {
        throw table.error(row: index, column: columns.0, "the trace is longer than 100 years")
      }
      rows.append(
        TraceRow(
          time: SimTime(nanoseconds: time - start),
          inputTokens: try tokens(cells, columns.1, table, index),
          outputTokens: try tokens(cells, columns.2, table, index)
        )
      )
    }
    guard !rows.isEmpty else { throw table.error(row: -1, column: 0, "the trace has no rows") }
    return (rows, file)
  }

  /// Gives tests that replay a trace the length of the trace, unless they say otherwise.
  static func setDurations(of scenario: inout Scenario, tree: Located) {
    guard let last = scenario.trace.last else { return }
    let length = last.time - .zero + .seconds(1)
    for index in scenario.tests.indices where scenario.tests[index].driver == .trace {
      let isGiven = tree["tests"]?[scenario.tests[index].name]?["duration"] != nil
      if !isGiven { scenario.tests[index].duration = length }
    }
  }

  private static func tokens(
    _ cells: [String],
    _ column: Int,
    _ table: CSVTable,
    _ row: Int
  ) throws(ScenarioError) -> Int32 {
    let text = cells[safe: column] ?? ""
    guard let count = Int32(text), count >= 0 else {
      let shown = text.escapedForTerminal(limit: 40)
      throw table.error(
        row: row,
        column: column,
        "\"\(shown)\" is not a number of tokens",
        help: "a whole number from 0 to \(Int32.max)"
      )
    }
    return count
  }

  /// Nanoseconds of `123.456`.
  private static func seconds(_ text: String) -> Int64? {
    guard let value = Double(text), value.isFinite, value >= 0, value < 9.2e9 else { return nil }
    return Int64((value * 1e9).rounded())
  }

  /// Nanoseconds since 1970 of `2023-11-16 18:15:46.6805900`.
  private static func timestamp(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes.count <= 35, bytes[10] == 32 || bytes[10] == 84,
      bytes[13] == 58, bytes[16] == 58,
      let date = CalendarDate(text.prefix(10)),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
      let second = number(bytes[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if bytes.count > 19 {
      let digits = bytes[20...].prefix { (48...57).contains($0) }
      guard bytes[19] == 46, !digits.isEmpty, digits.count <= 9 else { return nil }
      let behind = bytes[(20 + digits.count)...]
      guard behind.isEmpty || behind.elementsEqual("Z".utf8) || behind.elementsEqual("+00:00".utf8)
      else { return nil }
      nanoseconds = Int64(number(digits) ?? 0)
      for _ in digits.count..<9 { nanoseconds *= 10 }
    }
    let day = Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return day * 1_000_000_000 + nanoseconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.reduce(0) { value, digit in
      guard let value, (48...57).contains(digit) else { return nil }
      return value * 10 + Int(digit - 48)
    }
  }
}
