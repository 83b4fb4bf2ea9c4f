import Forecasting
import Foundation
import Quantities

/// A history and its projection as a picture of letters.
///
/// Dots are what was measured, the line is the median, the shades are the intervals.
struct TerminalPlot {
  private let answer: FittedSeries
  private let columns: Int
  private static let rows = 16
  private static let margin = 11

  init(_ answer: FittedSeries, width: Int) {
    self.answer = answer
    columns = max(20, min(width, 100) - TerminalPlot.margin)
  }

  private var first: CalendarDate { answer.fit.series.dates[0] }

  /// The picture, with its axes and its key.
  var text: String {
    let points = answer.projection.points
    let series = answer.fit.series
    let ends = points.flatMap { [$0.interval80.lowerBound, $0.interval80.upperBound] }
    let axis = Axis(values: series.values + ends + points.map(\.median))
    var cells = [[Character]](
      repeating: [Character](repeating: " ", count: columns),
      count: TerminalPlot.rows
    )
    for column in 0..<columns {
      let date = day(column)
      guard date > series.lastDate else { continue }
      let point = answer.projection.value(on: min(date, answer.projection.end))
      for row in 0..<TerminalPlot.rows {
        let (low, high) = axis.span(of: row)
        func meets(_ interval: ClosedRange<Double>) -> Bool {
          interval.lowerBound <= high && interval.upperBound >= low
        }
        if meets(point.interval95) { cells[row][column] = "░" }
        if meets(point.interval80) { cells[row][column] = "▒" }
      }
      if let row = axis.row(of: point.median) { cells[row][column] = "━" }
    }
    for (date, value) in zip(series.dates, series.values) {
      if let row = axis.row(of: value) { cells[row][column(of: date)] = "•" }
    }
    let lines = cells.enumerated().map { row, line in
      axis.label(of: row).leftPadded(to: TerminalPlot.margin - 2) + " │" + String(line)
    }
    return (lines + [foot, key(axis), ""]).joined(separator: "\n") + "\n"
  }

  private var foot: String {
    let (start, end) = ("\(first)", "\(answer.projection.end)")
    let middle = "\(answer.fit.series.lastDate)"
    var line = [Character](repeating: " ", count: columns)
    func write(_ text: String, at place: Int) {
      let begin = max(0, min(columns - text.count, place))
      for (i, letter) in text.enumerated() { line[begin + i] = letter }
    }
    let place = column(of: answer.fit.series.lastDate) - middle.count / 2
    if place > start.count + 1, place + middle.count + 1 < columns - end.count {
      write(middle, at: place)
    }
    write(start, at: 0)
    write(end, at: columns - end.count)
    return String(repeating: " ", count: TerminalPlot.margin) + String(line)
  }

  private func key(_ axis: Axis) -> String {
    "\(answer.fit.series.name): • measured  ━ median  ▒ 80 %  ░ 95 %"
      + (axis.isLogarithmic ? "  (equal factors apart)" : "")
  }

  private var days: Int { answer.projection.end.dayNumber - first.dayNumber }

  private func day(_ column: Int) -> CalendarDate {
    first.adding(days: Int((Double(column) / Double(columns - 1) * Double(days)).rounded()))
  }

  private func column(of date: CalendarDate) -> Int {
    let share = Double(date.dayNumber - first.dayNumber) / Double(max(1, days))
    return max(0, min(columns - 1, Int((share * Double(columns - 1)).rounded())))
  }

  /// The axis of values; of equal factors where they differ by more than thirtyfold.
  private struct Axis {
    let isLogarithmic: Bool
    private let low: Double
    private let high: Double

    init(values: [Double]) {
      let least = values.min() ?? 0
      let most = values.max() ?? 1
      let positive = values.filter { $0 > 0 }.min() ?? 1
      // What comes near to zero would take the whole picture.
      let floor = max(positive, most * 1e-6)
      isLogarithmic = least >= 0 && most > 30 * floor
      low = isLogarithmic ? log10(floor) : least
      high = isLogarithmic ? log10(most) : max(most, least + 1e-12 * max(1, abs(least)))
    }

    private func height(_ value: Double) -> Double {
      isLogarithmic ? log10(max(value, 1e-300)) : value
    }

    private func value(_ height: Double) -> Double {
      isLogarithmic ? pow(10, height) : height
    }

    /// The row of a value, the highest first; nil where it lies outside.
    func row(of value: Double) -> Int? {
      let share = (height(value) - low) / (high - low)
      guard share > -0.04, share < 1.04 else { return nil }
      let rows = Double(TerminalPlot.rows - 1)
      return TerminalPlot.rows - 1 - Int((min(1, max(0, share)) * rows).rounded())
    }

    /// The values that a row stands for.
    func span(of row: Int) -> (low: Double, high: Double) {
      let step = (high - low) / Double(TerminalPlot.rows - 1)
      let middle = high - Double(row) * step
      return (value(middle - step / 2), value(middle + step / 2))
    }

    /// The words of every fifth row.
    func label(of row: Int) -> String {
      guard row.isMultiple(of: 5) else { return "" }
      let step = (high - low) / Double(TerminalPlot.rows - 1)
      return TerminalPlot.digits(value(high - Double(row) * step))
    }
  }

  /// Three significant digits, with a letter for thousands and more.
  private static func digits(_ value: Double) -> String {
    let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, "")]
    let (unit, letter) = units.first { abs(value) >= $0.0 } ?? (1, "")
    let scaled = value / unit
    let places = abs(scaled) >= 100 ? 1.0 : abs(scaled) >= 10 ? 10 : 100
    let rounded = (scaled * places).rounded() / places
    let text = rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    return text + letter
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
