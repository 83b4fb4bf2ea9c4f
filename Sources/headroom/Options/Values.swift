import ArgumentParser
import Foundation
import Quantities
import Scenarios

/// The form in which an answer is printed.
enum Format: String, ExpressibleByArgument, CaseIterable {
  /// Tables for a terminal.
  case table
  /// JSON, schema `headroom-report/2`.
  case json
  /// CSV; several tables are set apart by an empty line and a line with their name.
  case csv
  /// Markdown.
  case markdown
}

/// A value to set, as the command line writes it: `services.api.instances=4`.
struct Setting: ExpressibleByArgument {
  let change: Change

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
      return nil
    }
    let value = argument[argument.index(after: equals)...]
    change = Change(path: String(argument[..<equals]), value: String(value))
  }
}

/// A day, as the command line writes it: `2026-11-24`.
struct Day: ExpressibleByArgument {
  let date: CalendarDate

  init?(argument: String) {
    guard argument.utf8.count == 10, let date = CalendarDate(argument) else { return nil }
    self.date = date
  }
}

extension CalendarDate {
  /// The current date where the program runs.
  static var current: CalendarDate {
    let now = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
    return CalendarDate(year: now.year ?? 1970, month: now.month ?? 1, day: now.day ?? 1)
      ?? CalendarDate(dayNumber: 0)
  }
}

/// How far to project, in days: `90`, `26w`, `18mo`, `3y`.
struct ProjectionLength: ExpressibleByArgument, Hashable {
  /// The days, at least one, at most ten years.
  let days: Int

  /// A number of days.
  init(days: Int) { self.days = days }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 1, "d": 1, "w": 7, "mo": 365.25 / 12, "y": 365.25]
    guard let count = Double(digits), let unit = units[String(argument.dropFirst(digits.count))],
      (1...3653).contains((count * unit).rounded())
    else { return nil }
    days = Int((count * unit).rounded())
  }
}
