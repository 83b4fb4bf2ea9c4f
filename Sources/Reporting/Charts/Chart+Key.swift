extension Chart {
  /// How to read the marks.
  func key(in report: Report) -> String {
    let names = report.table(tableID).map { FlatTable($0).names } ?? []
    func whiskers(_ measures: [Measure]) -> Bool {
      measures.contains { names.contains($0.value + "_low") }
    }
    var parts: [String] = []
    switch kind {
    case .groupedBars(let bars):
      if whiskers(bars.measures) { parts.append("whiskers show the interval") }
      if bars.measures.contains(where: { $0.target != nil }) {
        parts.append("horizontal ticks show the target")
      }
      if bars.scale == .logarithmic { parts.append("the axis grows by factors") }
      if bars.isLying, let rows = report.table(tableID)?.rows.count, rows > ChartBuilder.mostLying {
        parts.append("the first \(ChartBuilder.mostLying) of \(rows) are drawn")
      }
    case .stackedBars(let bars):
      if bars.axis == .own {
        parts.append("each bar has an axis of its own\(unit(of: bars, in: report.table(tableID)))")
      }
    case .waterfall:
      parts.append("each bar begins where the one before has ended")
    case .gantt:
      parts.append("each picture has a time axis of its own, from the arrival of the request on")
    case .limitBars(let bars):
      parts.append("the dashed line marks the \(bars.limitLabel)")
      if bars.scale == .logarithmic { parts.append("the axis grows by factors") }
    case .projection(let line):
      if line.observed != nil { parts.append("dots were measured, the line is projected") }
      if line.rules != nil { parts.append("dashed lines are levels and limits") }
      if line.scale == .logarithmic { parts.append("the axis grows by factors") }
    case .timeLines(let lines):
      if whiskers(lines.measures) { parts.append("the shade shows the interval") }
      if lines.measures.contains(where: { $0.target != nil }) {
        parts.append("dashed lines are targets")
      }
    }
    guard let first = parts.first, let letter = first.first else { return "" }
    let sentence = ([letter.uppercased() + first.dropFirst()] + parts.dropFirst())
    return sentence.joined(separator: "; ") + "."
  }

  /// What the bars measure, for charts that leave it off their axes: `: Cost (USD)`.
  private func unit(of bars: StackedBars, in table: Table?) -> String {
    guard let table else { return "" }
    switch bars.parts {
    case .rows(_, let value): return ": " + ChartBuilder(table).heading(value)
    case .columns(let keys):
      let units = Set(table.columns.filter { keys.contains($0.key) }.map(\.unit))
      return units.count == 1 ? units.first.map { ": \($0)" } ?? "" : ""
    }
  }
}
