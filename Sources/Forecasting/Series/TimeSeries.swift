public import Quantities

/// A dated history of one quantity, cleaned, with a record of what the cleaning did.
public struct TimeSeries: Hashable, Sendable {
  /// What the values are: `users`, `queries a day`.
  public let name: String
  /// The days, rising, each once.
  public let dates: [CalendarDate]
  /// One finite value a day.
  public let values: [Double]
  /// The usual distance between observations.
  public let spacing: Spacing
  /// What was removed, merged or noticed, as sentences, in the order of the work.
  public let notes: [String]

  /// Cleans dated values.
  ///
  /// In this order: values that are not finite are dropped; days are sorted; of several values of
  /// one day the last given is kept; zeros before the first other value are cut, since growth has
  /// not begun. Gaps, zeros inside and negative values stay and are noted.
  ///
  /// - Precondition: as many dates as values.
  public init(name: String, dates: [CalendarDate], values: [Double]) throws(FitError) {
    precondition(dates.count == values.count, "a series has one value for each date")
    var cleaning = SeriesCleaning(rows: zip(dates, values).map { ($0, $1) })
    cleaning.dropNotFinite()
    cleaning.sort()
    cleaning.mergeDuplicates()
    cleaning.cutLeadingZeros()
    guard cleaning.rows.count >= 4 else {
      throw FitError.tooFewObservations(have: cleaning.rows.count, need: 4)
    }
    let kept = cleaning.rows.map(\.date)
    let spacing = Spacing(of: kept)
    cleaning.noteGaps(spacing)
    cleaning.noteSigns()
    self.name = name
    self.dates = kept
    self.values = cleaning.rows.map(\.value)
    self.spacing = spacing
    notes = cleaning.notes
  }

  /// The number of observations.
  public var count: Int { dates.count }

  /// The day of the last observation.
  public var lastDate: CalendarDate { dates[dates.count - 1] }

  /// The last observation.
  public var lastValue: Double { values[values.count - 1] }

  /// The times of the observations in years.
  var times: [Double] { dates.map(\.years) }
}

extension CalendarDate {
  /// Years of 365.25 days since 1970-01-01.
  var years: Double { Double(dayNumber) / 365.25 }
}

/// The steps from rows as they came to rows that a fit may use.
private struct SeriesCleaning {
  var rows: [(date: CalendarDate, value: Double)]
  var notes: [String] = []

  mutating func dropNotFinite() {
    let before = rows.count
    rows.removeAll { !$0.value.isFinite }
    if rows.count < before {
      notes.append("dropped \(before - rows.count) values that are not finite")
    }
  }

  mutating func sort() {
    let inOrder = zip(rows, rows.dropFirst()).allSatisfy { $0.date <= $1.date }
    guard !inOrder else { return }
    // Equal days keep their order, so that the last given is the last.
    rows = rows.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
    notes.append("sorted the rows by date")
  }

  mutating func mergeDuplicates() {
    var kept: [(date: CalendarDate, value: Double)] = []
    for row in rows {
      if kept.last?.date == row.date { kept.removeLast() }
      kept.append(row)
    }
    if kept.count < rows.count {
      notes.append(
        "dropped \(rows.count - kept.count) rows of days that came again; the last one counts"
      )
    }
    rows = kept
  }

  mutating func cutLeadingZeros() {
    let zeros = rows.prefix { $0.value == 0 }.count
    guard zeros > 0, zeros < rows.count else { return }
    rows.removeFirst(zeros)
    notes.append("cut \(zeros) zeros before growth begins on \(rows[0].date)")
  }

  mutating func noteGaps(_ spacing: Spacing) {
    let dates = rows.map(\.date)
    let missing = zip(dates, dates.dropFirst()).reduce(0) { total, pair in
      total + spacing.stepsMissing(between: pair.0, and: pair.1)
    }
    if missing > 0 {
      notes.append(
        "\(missing) observations are missing between the first and the last day; not filled"
      )
    }
  }

  mutating func noteSigns() {
    let zeros = rows.count { $0.value == 0 }
    let negatives = rows.count { $0.value < 0 }
    if zeros > 0 {
      notes.append("\(zeros) zeros: errors in proportion to the level are not offered")
    }
    if negatives > 0 {
      notes.append(
        "\(negatives) negative values: errors in proportion to the level are not offered"
      )
    }
  }
}
