public import Quantities
public import Scenarios

/// How old a price-book entry is on a given day.
public enum Staleness: String, Hashable, Sendable, CaseIterable {
  /// Not older than twelve months.
  case current
  /// Older than twelve months: look again before you rely on it.
  case stale
  /// The entry has no date.
  case unknown

  /// The age of an entry whose date is written `2026-11-24`, `2026-11`, `2026` or `undated`.
  ///
  /// A month or a year counts from its first day, so that a coarse date never hides an old price.
  /// A date exactly twelve months back is current; one in the future is, too.
  public init(asOf: String, on day: CalendarDate) {
    guard let written = CalendarDate(asOf) else {
      self = .unknown
      return
    }
    self = written < day.oneYearEarlier ? .stale : .current
  }

  /// The age of what comes from that source.
  public init(of provenance: Provenance, on day: CalendarDate) {
    self.init(asOf: provenance.asOf, on: day)
  }
}

extension CalendarDate {
  /// The same day of the year before; 28 February for 29 February.
  var oneYearEarlier: CalendarDate {
    let (year, month, day) = components
    return CalendarDate(year: year - 1, month: month, day: day)
      ?? CalendarDate(year: year - 1, month: month, day: day - 1)
      ?? self
  }
}
