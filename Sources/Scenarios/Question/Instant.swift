import Foundation

/// A moment of the calendar at which a test begins.
///
/// Only limits that follow the calendar care: a quota of a day, a spend cap of a month.
public struct Instant: Hashable, Sendable {
  /// Seconds since the start of 1970, UTC.
  public var secondsSince1970: Int64

  /// What a test begins at unless it says otherwise: a Thursday, the first day of 2026.
  public static let `default` = Instant(secondsSince1970: 1_767_225_600)

  /// A moment.
  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The day of the week in UTC: 0 for a Monday.
  public var weekday: Int {
    let days =
      secondsSince1970 >= 0 ? secondsSince1970 / 86_400 : (secondsSince1970 - 86_399) / 86_400
    // The first day of 1970 was a Thursday.
    return Int(((days + 3) % 7 + 7) % 7)
  }

  /// Reads `2026-11-30` or `2026-11-30T23:00`, perhaps with seconds and a final Z; always UTC.
  public init?(_ text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count <= 2, let day = halves.first else { return nil }
    let numbers = day.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, day.count == 10, let y = numbers[0], let m = numbers[1],
      let d = numbers[2]
    else { return nil }
    var parts = DateComponents()
    (parts.year, parts.month, parts.day) = (y, m, d)
    guard parts.isValidDate(in: Instant.calendar("UTC")),
      let date = Instant.calendar("UTC").date(from: parts)
    else { return nil }
    var seconds = Int64(date.timeIntervalSince1970)
    if halves.count == 2 {
      guard let time = Instant.seconds(ofDay: halves[1]) else { return nil }
      seconds += time
    }
    secondsSince1970 = seconds
  }

  /// Nanoseconds since the midnight before, UTC.
  public var nanosecondsOfDay: Int64 {
    let rest = secondsSince1970 % 86_400
    return (rest < 0 ? rest + 86_400 : rest) * 1_000_000_000
  }

  private static func seconds(ofDay text: Substring) -> Int64? {
    let bare = text.hasSuffix("Z") ? text.dropLast() : text
    let numbers = bare.split(separator: ":", omittingEmptySubsequences: false)
      .map { $0.count == 2 ? Int64($0) : nil }
    guard numbers.count == 2 || numbers.count == 3, let hour = numbers[0],
      let minute = numbers[1], let second = numbers.count == 3 ? numbers[2] : 0,
      (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Whether the system knows a time zone of that name.
  static func knows(_ timeZone: String) -> Bool { TimeZone(identifier: timeZone) != nil }

  private static func calendar(_ timeZone: String) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
    return calendar
  }

  /// The midnights of a time zone that follow the moment, in nanoseconds after it.
  ///
  /// Days on which clocks are put forward or back have 23 or 25 hours.
  ///
  /// - Parameters:
  ///   - timeZone: The zone, such as `America/Los_Angeles`.
  ///   - span: How far to look, in nanoseconds.
  ///   - monthly: Whether only the first days of months count.
  /// - Returns: The moments, the earliest first, the last one at or after the end of the span.
  public func midnights(in timeZone: String, within span: Int64, monthly: Bool) -> [Int64] {
    let calendar = Instant.calendar(timeZone)
    let start = Date(timeIntervalSince1970: Double(secondsSince1970))
    var day = calendar.startOfDay(for: start)
    if monthly, let first = calendar.dateInterval(of: .month, for: start)?.start { day = first }
    var found: [Int64] = []
    let step: Calendar.Component = monthly ? .month : .day
    while found.last ?? 0 < span {
      guard let next = calendar.date(byAdding: step, value: 1, to: day), next > day else { break }
      day = calendar.startOfDay(for: next)
      let after = Int64(day.timeIntervalSince1970) - secondsSince1970
      if after > 0 { found.append(after * 1_000_000_000) }
    }
    return found
  }
}
