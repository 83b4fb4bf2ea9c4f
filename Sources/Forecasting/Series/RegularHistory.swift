internal import Quantities

/// A series on equal steps, as methods that count steps need it.
public struct RegularHistory: Hashable, Sendable {
  /// One value a step, the last observation last.
  public let values: [Double]
  /// How many of them are straight lines between observations.
  public let filled: Int
  /// The steps of a season: a year of months, quarters or weeks, a week of days; 1 for none.
  public let season: Int

  /// Puts a series on the steps of its spacing.
  ///
  /// A step without an observation gets the straight line between its neighbors; of two observations
  /// in one step the later counts.
  public init(_ series: TimeSeries) {
    let start = series.dates[0].dayNumber
    var places: [(step: Int, value: Double)] = []
    for (date, value) in zip(series.dates, series.values) {
      let step = Int((Double(date.dayNumber - start) / series.spacing.meanDays).rounded())
      if places.last?.step == step { places.removeLast() }
      places.append((step, value))
    }
    var values = [places[0].value]
    for (a, b) in zip(places, places.dropFirst()) {
      for step in (a.step + 1)...b.step {
        let share = Double(step - a.step) / Double(b.step - a.step)
        values.append(a.value + (b.value - a.value) * share)
      }
    }
    self.values = values
    filled = values.count - places.count
    season =
      switch series.spacing {
      case .days(1): 7
      case .days(7): 52
      case .months(1): 12
      case .months(3): 4
      default: 1
      }
  }
}
