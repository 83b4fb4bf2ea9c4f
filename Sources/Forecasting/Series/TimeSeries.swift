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
  /// What was done or noticed, in the order of the work.
  public let cleaning: [CleaningStep]
  /// The series on equal steps, with its season.
  public let regular: RegularHistory
  /// When growth began, in years.
  let origin: Double

  /// Cleans dated values.
  ///
  /// In this order: values that are not finite are dropped; days are sorted; several values of one day,
  /// or of one period where that is asked for, become one; zeros before the first other value are cut,
  /// since growth has not begun; running totals are summed or taken apart where that is asked for; level
  /// breaks are told, and mended where that is asked for. Gaps, zeros inside and negative values stay
  /// and are told.
  ///
  /// - Parameters:
  ///   - name: What the values are.
  ///   - dates: The days.
  ///   - values: As many values.
  ///   - missing: How many rows had no number and are not among them.
  ///   - preparation: What is to be done beyond that.
  /// - Throws: `FitError` when fewer than four observations are left.
  /// - Precondition: as many dates as values.
  public init(
    name: String,
    dates: [CalendarDate],
    values: [Double],
    missing: Int = 0,
    preparation: Preparation = Preparation()
  ) throws(FitError) {
    precondition(dates.count == values.count, "a series has one value for each date")
    var work = SeriesCleaning(rows: zip(dates, values).map { ($0, $1) })
    work.dropMissing(missing)
    work.sort()
    work.combine(preparation.period, preparation.combination)
    work.cutLeadingZeros()
    work.take(preparation.target)
    guard work.rows.count >= 4 else {
      throw FitError.tooFewObservations(have: work.rows.count, need: 4)
    }
    let kept = work.rows.map(\.date)
    let spacing = preparation.period ?? Spacing(of: kept)
    work.noteDays(spacing)
    work.mendBreaks(preparation.levelBreaks)
    work.noteValues(preparation.target)
    self.name = name
    self.dates = kept
    self.values = work.rows.map(\.value)
    self.spacing = spacing
    regular = RegularHistory(kept, self.values, spacing, season: preparation.season)
    work.noteCrowded(regular.merged)
    cleaning = work.steps
    let meanStep =
      Double(kept[kept.count - 1].dayNumber - kept[0].dayNumber)
      / Double(kept.count - 1) / 365.25
    origin =
      (preparation.launch.flatMap { $0 < kept[0] ? $0 : nil } ?? work.lastZero)?.years
      ?? kept[0].years - meanStep
  }

  /// What was done or noticed, as sentences without their full stops.
  public var notes: [String] { cleaning.map(\.sentence) }

  /// The day on which growth began: that of the launch, the last zero that was cut, or a mean step
  /// before the first observation.
  public var growthBegan: CalendarDate {
    CalendarDate(dayNumber: Int((origin * 365.25).rounded()))
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
