internal import Quantities

/// A series on equal steps, as methods that count steps need it.
public struct RegularHistory: Hashable, Sendable {
  /// One value a step, the last observation last.
  public let values: [Double]
  /// How many of them are straight lines between observations.
  public let filled: Int
  /// How many observations gave way to a later one of their step.
  public let merged: Int
  /// The steps of a season.
  public let season: Season

  /// Puts observations on the steps of a spacing.
  ///
  /// A step without an observation gets the straight line between its neighbors; of two observations
  /// in one step the later counts.
  ///
  /// - Parameters:
  ///   - dates: The days, rising.
  ///   - observed: One value a day.
  ///   - spacing: The distance of the steps.
  ///   - season: The steps of a season where somebody knows; nil searches.
  init(_ dates: [CalendarDate], _ observed: [Double], _ spacing: Spacing, season: Int?) {
    let start = dates[0].dayNumber
    var places: [(step: Int, value: Double)] = []
    for (date, value) in zip(dates, observed) {
      let step = Int((Double(date.dayNumber - start) / spacing.meanDays).rounded())
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
    merged = observed.count - places.count
    self.season =
      season.map { Season(length: $0, source: .given) } ?? Season(of: values, spacing: spacing)
  }
}
