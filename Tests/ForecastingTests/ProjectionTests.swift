import Forecasting
import Foundation
import Quantities
import Testing

@Suite struct `Projection` {
  private func noisy() throws -> GrowthFit {
    let series = try Samples.monthly(36, noise: 0.08, seed: 3) { 100 * exp(0.9 * $0) }
    return try fit(series, until: series.lastDate.adding(days: 1095))
  }

  @Test func `the same seed gives the same bytes, another seed others`() throws {
    let growth = try noisy()
    let first = growth.project(paths: 200, seed: 42)
    let second = growth.project(paths: 200, seed: 42)
    let other = growth.project(paths: 200, seed: 43)
    #expect(first.points.map(\.bits) == second.points.map(\.bits))
    #expect(first.points.map(\.bits) != other.points.map(\.bits))
    #expect(first.dateReaching(1500) == second.dateReaching(1500))
  }

  @Test func `intervals are nested, positive and widen with the horizon`() throws {
    let points = try noisy().project(paths: 400, seed: 1).points
    for point in points {
      #expect(point.interval95.lowerBound <= point.interval80.lowerBound)
      #expect(point.interval80.contains(point.median))
      #expect(point.interval80.upperBound <= point.interval95.upperBound)
      #expect(point.interval95.lowerBound >= 0)
    }
    let first = try #require(points.first)
    let last = try #require(points.last)
    #expect(first.relativeWidth < last.relativeWidth)
  }

  @Test func `a day between two steps lies between their values`() throws {
    let projection = try noisy().project(paths: 200, seed: 1)
    let (a, b) = (projection.points[4], projection.points[5])
    let middle = projection.value(on: a.date.adding(days: 15))
    #expect(middle.median > min(a.median, b.median))
    #expect(middle.median < max(a.median, b.median))
    #expect(projection.value(on: a.date) == a)
  }

  /// Without noise every path is the law, so every quantile is the day on which the law passes the
  /// value; the value is set half a day before that day.
  @Test(arguments: [10, 200, 555, 1000])
  func `a value of a noise-free exponential is reached on the known day`(days: Int) throws {
    let law = { (years: Double) in 100 * exp(0.9 * years) }
    let series = try Samples.monthly(30, law: law)
    let growth = try fit(
      series,
      curves: .only(.exponential),
      until: series.lastDate.adding(days: 1095)
    )
    let day = series.lastDate.adding(days: days)
    let value = law(Samples.years(day) - 0.5 / 365.25)
    let reaching = growth.project(paths: 200, seed: 9).dateReaching(value)
    #expect(reaching.alreadyReached == nil)
    #expect(reaching.median == day)
    #expect(reaching.interval80 == DateSpan(earliest: day, latest: day))
    #expect(reaching.interval95 == DateSpan(earliest: day, latest: day))
    #expect(reaching.probability == .one)
  }

  @Test func `a value that was passed is already reached, since the first day that stayed`() throws
  {
    let series = try Samples.monthly(30) { 100 * exp(0.9 * $0) }
    let growth = try fit(series, until: series.lastDate.adding(days: 365))
    let reaching = growth.project(paths: 100, seed: 1).dateReaching(series.values[12])
    #expect(reaching.alreadyReached == series.dates[12])
    #expect(reaching.probability == .one)
  }

  @Test func `a value beyond every path has no date and no probability`() throws {
    let reaching = try noisy().project(paths: 200, seed: 1).dateReaching(1e12)
    #expect(reaching.median == nil)
    #expect(reaching.interval95 == DateSpan(earliest: nil, latest: nil))
    #expect(reaching.probability == .zero)
  }

  @Test func `higher values are reached later and less surely`() throws {
    let projection = try noisy().project(paths: 400, seed: 5)
    let reached = [2000.0, 4000, 8000, 16_000].map(projection.dateReaching)
    for (low, high) in zip(reached, reached.dropFirst()) {
      #expect(low.probability >= high.probability)
      #expect((low.median?.dayNumber ?? .max) <= (high.median?.dayNumber ?? .max))
    }
  }

  @Test func `a yearly history is projected in years, and to the very day of the horizon`() throws {
    let yearly = try TimeSeries(
      name: "yearly",
      dates: (0..<12).compactMap { CalendarDate(year: 2010 + $0, month: 1, day: 1) },
      values: (0..<12).map { 50 * pow(1.4, Double($0)) }
    )
    let end = yearly.lastDate.adding(days: 1000)
    let projection = try fit(yearly, until: end).project(paths: 100, seed: 1)
    #expect(
      projection.points.map(\.date.description) == ["2022-01-01", "2023-01-01", "2023-09-28"]
    )
    #expect(projection.end >= end)
  }

  @Test func `a projection over two centuries stays a number`() throws {
    let series = try Samples.monthly(24, noise: 0.2, seed: 8) { 10 * exp(2.5 * $0) }
    let growth = try fit(series, until: series.lastDate.adding(days: 73_000))
    let projection = growth.project(paths: 100, seed: 1)
    #expect(projection.points.allSatisfy { $0.interval95.upperBound.isFinite })
    #expect(growth.candidates.allSatisfy { $0.weight.isFinite })
  }

  @Test func `values of a series that never was below zero stay so`() throws {
    let series = try Samples.monthly(24, noise: 0.5, seed: 2) { 100 - 30 * $0 }
    let growth = try fit(series, curves: .only(.linear), until: series.lastDate.adding(days: 1095))
    let points = growth.project(paths: 200, seed: 1).points
    #expect(points.allSatisfy { $0.interval95.lowerBound >= 0 })
  }

  @Test func `too few paths are a bug, not an error`() async {
    await #expect(processExitsWith: .failure) {
      let series = try Samples.monthly(12) { 100 + $0 }
      _ = try fit(series, until: series.lastDate.adding(days: 100)).project(paths: 5, seed: 1)
    }
  }
}

extension ProjectedValue {
  fileprivate var bits: [UInt64] {
    [
      median, interval80.lowerBound, interval80.upperBound, interval95.lowerBound,
      interval95.upperBound,
    ].map(\.bitPattern)
  }

  fileprivate var relativeWidth: Double {
    (interval80.upperBound - interval80.lowerBound) / median
  }
}
