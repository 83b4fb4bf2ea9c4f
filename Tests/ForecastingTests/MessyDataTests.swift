import Forecasting
import Foundation
import Quantities
import Testing

/// Histories as people have them.
@Suite struct `Messy histories` {
  private static func day(_ text: String) -> CalendarDate {
    CalendarDate(text) ?? CalendarDate(dayNumber: 0)
  }

  private static func daily(
    _ count: Int,
    from first: String = "2026-01-01",
    preparation: Preparation = Preparation(),
    value: (Int) -> Double
  ) throws -> TimeSeries {
    try TimeSeries(
      name: "daily",
      dates: (0..<count).map { day(first).adding(days: $0) },
      values: (0..<count).map(value),
      preparation: preparation
    )
  }

  private static func kinds(_ series: TimeSeries) -> [CleaningStep.Kind] {
    series.cleaning.map(\.kind)
  }

  @Test func `irregular days are told and put onto steps`() throws {
    let days = [0, 6, 16, 20, 30, 37, 40, 58, 60, 70]
    let series = try TimeSeries(
      name: "counted by hand",
      dates: days.map { CalendarDate(dayNumber: 20_000 + $0) },
      values: days.map { 100 - Double($0) }
    )
    #expect(Self.kinds(series).contains(.irregular))
    #expect(series.notes.contains { $0.hasPrefix("the days are irregular: 2 to 18 days apart") })
    #expect(series.regular.values.count >= 8)
    #expect(series.count == 10)
  }

  @Test func `days become months by their sum, and a part of a month is not a fall`() throws {
    var preparation = Preparation()
    preparation.period = .months(1)
    preparation.combination = .sum
    // To the tenth of July.
    let series = try Self.daily(191, preparation: preparation) { _ in 2 }
    #expect(series.spacing == .months(1))
    #expect(series.dates.map(\.yearAndMonth) == (1...6).map { "2026-0\($0)" })
    #expect(series.values == [62, 56, 62, 60, 62, 60])
    #expect(Self.kinds(series) == [.periods, .periods])
  }

  @Test(arguments: [
    (Preparation.Combination.last, 3.0), (.mean, 2), (.sum, 6), (.max, 3),
  ])
  func `several rows of a day become one as was asked`(
    combination: Preparation.Combination,
    expected: Double
  ) throws {
    var preparation = Preparation()
    preparation.combination = combination
    let days = [0, 0, 0, 1, 2, 3].map { CalendarDate(dayNumber: $0) }
    let series = try TimeSeries(
      name: "twice",
      dates: days,
      values: [1, 2, 3, 4, 5, 6],
      preparation: preparation
    )
    #expect(series.values == [expected, 4, 5, 6])
    #expect(series.cleaning.first?.kind == .duplicates)
    #expect(series.cleaning.first?.count == 2)
  }

  @Test func `weeks begin on Monday`() throws {
    var preparation = Preparation()
    preparation.period = .days(7)
    // 2026-01-01 is a Thursday.
    let series = try Self.daily(40, preparation: preparation) { Double($0) }
    #expect(series.dates.first?.description == "2025-12-29")
    #expect(series.values.prefix(2) == [3, 10])
  }

  @Test func `additions become a running total and back`() throws {
    var total = Preparation()
    total.target = .total
    let summed = try Self.daily(6, preparation: total) { Double($0 + 1) }
    #expect(summed.values == [1, 3, 6, 10, 15, 21])
    var added = Preparation()
    added.target = .added
    let back = try TimeSeries(
      name: "back",
      dates: summed.dates,
      values: summed.values,
      preparation: added
    )
    #expect(back.values == [2, 3, 4, 5, 6])
    #expect(Self.kinds(back).contains(.differenced))
  }

  @Test func `a series that never falls is noticed`() throws {
    let series = try Self.daily(20) { Double($0 * $0 + 1) }
    #expect(Self.kinds(series) == [.runningTotal])
    #expect(series.cleaning[0].changes == false)
  }

  /// The index of notebooks on GitHub was cut to 0.45 of itself from one day to the next.
  @Test func `a level break is told with its day and factor, and mended when asked`() throws {
    var random = Samples.Sequence(state: 4)
    let noise = (0..<60).map { _ in exp(0.02 * random.normal()) }
    let value = { (i: Int) in 1000 * pow(1.01, Double(i)) * (i < 40 ? 1 : 0.45) * noise[i] }
    let series = try Self.daily(60, value: value)
    let step = try #require(series.cleaning.first { $0.kind == .levelBreak })
    #expect(step.sentence.contains("on 2026-02-10 and stayed"))
    #expect(!step.changes)
    #expect(series.values[0] == value(0))
    var preparation = Preparation()
    preparation.levelBreaks = .shift
    let mended = try Self.daily(60, preparation: preparation, value: value)
    #expect(abs(mended.values[0] / value(0) / 0.45 - 1) < 0.1)
    #expect(mended.values[59] == value(59))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `noise and a spike are no level break`(seed: UInt64) throws {
    var random = Samples.Sequence(state: seed)
    let series = try Self.daily(60) { i in
      (100 + Double(i)) * exp(0.05 * random.normal()) * (i == 30 ? 4 : 1)
    }
    #expect(!Self.kinds(series).contains(.levelBreak))
  }

  @Test func `growth began at the launch that is given, the last zero, or a step before`() throws {
    let law = { (i: Int) in pow(Double(i) + 1, 1.5) }
    func exponent(_ preparation: Preparation, zeros: Int = 0) throws -> Double {
      let series = try Self.daily(40 + zeros, preparation: preparation) { i in
        i < zeros ? 0 : law(i - zeros)
      }
      let growth = try fit(series, curves: .only(.power), until: series.lastDate.adding(days: 10))
      return growth.chosen.fit.parameters[1].value
    }
    #expect(abs(try exponent(Preparation()) - 1.5) < 1e-6)
    #expect(abs(try exponent(Preparation(), zeros: 5) - 1.5) < 1e-6)
    var launched = Preparation()
    launched.launch = Self.day("2025-12-01")
    #expect(try exponent(launched) > 1.6)
  }
}

@Suite struct `Seasons` {
  private static func series(
    _ count: Int,
    every days: Int,
    season: Int? = nil,
    value: (Int) -> Double
  ) throws -> TimeSeries {
    var preparation = Preparation()
    preparation.season = season
    return try TimeSeries(
      name: "seasonal",
      dates: (0..<count).map { CalendarDate(dayNumber: 20_000 + days * $0) },
      values: (0..<count).map(value),
      preparation: preparation
    )
  }

  /// A fifth of season above a twentieth of noise.
  @Test(arguments: [5, 6, 9, 20])
  func `a season that no calendar has is found`(length: Int) throws {
    var random = Samples.Sequence(state: 3)
    let pattern = (0..<length).map { _ in 0.2 * random.normal() }
    let series = try Self.series(12 * length, every: 10) { i in
      exp(0.01 * Double(i) + pattern[i % length] + 0.05 * random.normal())
    }
    #expect(series.regular.season.length == length)
    #expect(series.regular.season.source == .found)
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `a random walk has no season`(seed: UInt64) throws {
    var random = Samples.Sequence(state: seed)
    var level = 5.0
    let series = try Self.series(120, every: 10) { _ in
      level += 0.05 * random.normal()
      return exp(level)
    }
    #expect(series.regular.season.source == .none)
  }

  @Test func `a season that is given counts, and the calendar's otherwise`() throws {
    let given = try Self.series(60, every: 1, season: 12) { Double($0 % 12 + 1) }
    #expect(given.regular.season.length == 12 && given.regular.season.source == .given)
    let calendar = try Self.series(60, every: 1) { Double($0 % 7 + 1) }
    #expect(calendar.regular.season.length == 7 && calendar.regular.season.source == .calendar)
  }

  @Test func `a season that the calendar does not have displaces one without evidence`() throws {
    var random = Samples.Sequence(state: 8)
    let series = try Self.series(100, every: 1) { i in
      100 + (i % 10 == 0 ? 30 : 0) + 2 * random.normal()
    }
    #expect(series.regular.season.length == 10 && series.regular.season.source == .found)
  }
}
