import Quantities

/// Reads dated series from CSV files.
enum HistoryReader {
  /// Growth with the series that its files hold.
  static func growth(
    _ node: Located,
    _ diagnosis: Diagnosis,
    _ files: inout [SourceFile]
  ) -> Growth? {
    let form = diagnosis.within("growth") { Schemas.growth.decode(node, diagnosis) }
    guard let form else { return nil }
    var growth = Growth()
    growth.horizonDays = Int((form.horizon.seconds / 86_400).rounded())
    growth.curve = form.curve
    growth.links = LinkReader(form: form, node: node, diagnosis: diagnosis).links()
    var known = Set(files.map(\.path))
    for (key, series) in form.series {
      guard let driver = Growth.Driver(rawValue: key) else { continue }
      let place = node["series"]?[key]?["file"]?.place ?? node.place
      guard let (history, file) = history(series, at: place, diagnosis) else { continue }
      growth.series.append((driver, history))
      if known.insert(file.path).inserted { files.append(file) }
    }
    return growth
  }

  private static func history(
    _ series: SeriesForm,
    at place: Located.Place,
    _ diagnosis: Diagnosis
  ) -> (History, SourceFile)? {
    let text = diagnosis.sources.texts[safe: place.file]
    let base = text.map(\.directory) ?? ""
    let shown = Paths.simplified(
      Paths.joined(Paths.directory(of: text?.path ?? "."), series.file)
    )
    let visible = shown.escapedForTerminal()
    guard !series.file.hasPrefix("/"), !series.file.hasPrefix("~") else {
      let help = "write a path relative to this file"
      diagnosis.report(.include, at: place, "the path \(visible) is absolute", help: help)
      return nil
    }
    let resolved = Paths.resolved(Paths.joined(base.isEmpty ? "." : base, series.file))
    let tree = Paths.tree(of: Paths.resolved(Paths.joined(base.isEmpty ? "." : base, "x")))
    guard Paths.lies(resolved, in: tree) else {
      diagnosis.report(.include, at: place, "the path \(visible) leads out of the project")
      return nil
    }
    do throws(ScenarioError) {
      let (table, file) = try CSVTable.read(shown: shown, resolved: resolved, code: .history)
      let history = try self.history(in: table, series: series)
      return (history, file)
    } catch {
      diagnosis.absorb(error, at: place)
      return nil
    }
  }

  /// The series in one column of a table.
  static func history(
    in table: CSVTable,
    series: SeriesForm
  ) throws(ScenarioError) -> History {
    let dates = try table.column(series.dates)
    let column = try table.column(series.column)
    var history = try HistoryColumn(table: table, dates: dates, column: column)
      .history(of: Array(table.rows.indices))
    history.source = "\(table.path), column \(series.column)"
    history.rules = series.rules
    history.rules.launch = series.launch.flatMap { CalendarDate($0) }
    return history
  }
}

/// One column of values beside one of dates.
struct HistoryColumn {
  let table: CSVTable
  let dates: Int
  let column: Int

  /// What a cell says that has no number.
  static let blanks: Set<String> = ["", "-", "na", "n/a", "nan", "null", "none", "?"]

  /// The series in some of the rows, in their order.
  func history(of rows: [Int]) throws(ScenarioError) -> History {
    var days: [CalendarDate] = []
    var values: [Double] = []
    var missing = 0
    for index in rows {
      let row = table.rows[index]
      // A line of spaces at the end of a file is no row.
      if row.allSatisfy({ $0.trimmingSpaces().isEmpty }) { continue }
      let text = row.count > dates ? row[dates].trimmingSpaces() : ""
      guard let date = HistoryDate.read(text) else {
        throw table.error(
          row: index,
          column: dates,
          "\"\(text.escapedForTerminal(limit: 40))\" is not a date",
          help: "write 2026-11-24, 2026-11, 2026, 2026-Q4 or 2026-W48"
        )
      }
      let cell = row.count > column ? row[column].trimmingSpaces() : ""
      if HistoryColumn.blanks.contains(cell.lowercased()) {
        missing += 1
        continue
      }
      values.append(try table.number(cell, row: index, column: column))
      days.append(date)
    }
    guard values.count >= 3 else {
      throw table.error(
        row: rows.first ?? 0,
        column: column,
        "\(values.count) values are no history",
        help: "give at least 3"
      )
    }
    return History(source: table.path, dates: days, values: values, missing: missing)
  }
}

/// Days as files write them.
enum HistoryDate {
  /// Reads a day, a month, a year, a quarter (`2026-Q4`), a week (`2026-W48`), or the day of a time
  /// (`2026-11-24T10:00:00Z`); nil otherwise.
  static func read(_ text: String) -> CalendarDate? {
    if let date = CalendarDate(text) { return date }
    let slashed = text.replacing("/", with: "-")
    if let day = slashed.prefixMatch(of: /(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}\S*)?$/) {
      return CalendarDate(day.1)
    }
    if let quarter = text.wholeMatch(of: /(\d{4})-?[Qq]([1-4])/), let year = Int(quarter.1),
      let number = Int(quarter.2)
    {
      return CalendarDate(year: year, month: 3 * number - 2, day: 1)
    }
    if let week = text.wholeMatch(of: /(\d{4})-?W(\d{2})/), let year = Int(week.1),
      let number = Int(week.2), (1...53).contains(number),
      let fourth = CalendarDate(year: year, month: 1, day: 4)
    {
      // Week 1 is that of the fourth of January, and weeks begin on Monday (ISO 8601).
      let monday = fourth.adding(days: -((fourth.dayNumber % 7 + 10) % 7))
      return monday.adding(days: 7 * (number - 1))
    }
    return nil
  }
}
