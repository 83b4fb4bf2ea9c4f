import Foundation
import Forecasting
import Quantities

/// Series made up for tests.
enum Samples {
  /// The first day of a month, counted from January 2020.
  static func month(_ index: Int) -> CalendarDate {
    CalendarDate(year: 2020 + index / 12, month: 1 + index % 12, day: 1)
      ?? CalendarDate(dayNumber: 0)
  }

  /// Years since January 2020, as a fit counts them.
  static func years(_ date: CalendarDate) -> Double {
    Double(date.dayNumber - month(0).dayNumber) / 365.25
  }

  /// A monthly series of a law, with errors in proportion.
  static func monthly(
    _ count: Int,
    noise: Double = 0,
    seed: UInt64 = 1,
    law: (_ years: Double) -> Double
  ) throws -> TimeSeries {
    var random = Sequence(state: seed)
    let dates = (0..<count).map(month)
    let values = dates.map { law(years($0)) * exp(noise * random.normal()) }
    return try TimeSeries(name: "sample", dates: dates, values: values)
  }

  /// A reproducible sequence of random numbers.
  ///
  /// SplitMix64 (G. L. Steele, D. Lea and C. H. Flood 2014).
  struct Sequence {
    var state: UInt64

    mutating func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      return (Double(z >> 11) + 0.5) / 9_007_199_254_740_992
    }

    /// A standard normal number.
    ///
    /// After G. E. P. Box and M. E. Muller (1958).
    mutating func normal() -> Double {
      (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
  }
}
