import Forecasting
import Quantities
import Testing

@Suite struct `Time series` {
  @Test func `rows are sorted, merged and cut, and every step is told`() throws {
    let months = [3, 2, 0, 1, 4, 4, 6, 5]
    let values = [30, 20, 0, 0, .nan, 40, 60, 50]
    let series = try TimeSeries(
      name: "users",
      dates: months.map(Samples.month) + [Samples.month(6)],
      values: values + [61]
    )
    #expect(series.dates == [2, 3, 4, 5, 6].map(Samples.month))
    #expect(series.values == [20, 30, 40, 50, 61])
    #expect(
      series.notes == [
        "dropped 1 row without a finite number",
        "sorted the rows by date, 3 of which came after a later day",
        "dropped 1 row of days that came again; the last one counts",
        "cut 2 zeros before growth begins on 2020-03-01",
      ]
    )
  }

  @Test func `a missing month is noted and not invented`() throws {
    let series = try TimeSeries(
      name: "users",
      dates: [0, 1, 2, 4, 5].map(Samples.month),
      values: [1, 2, 3, 5, 6]
    )
    #expect(series.count == 5)
    #expect(
      series.notes == [
        "1 observation missing between the first and the last day; curves do without, methods that "
          + "count steps get straight lines"
      ]
    )
    #expect(series.regular.values == [1, 2, 3, 4, 5, 6])
    #expect(series.regular.filled == 1)
  }

  @Test func `zeros and negative values are noted`() throws {
    let series = try TimeSeries(
      name: "balance",
      dates: (0..<5).map(Samples.month),
      values: [1, 0, -3, 5, 6]
    )
    #expect(series.notes.count == 2)
  }

  @Test func `three observations are no series`() {
    #expect(throws: FitError.tooFewObservations(have: 3, need: 4)) {
      try TimeSeries(name: "users", dates: (0..<3).map(Samples.month), values: [1, 2, 3])
    }
  }

  @Test func `months, weeks and years are told apart`() throws {
    func spacing(_ days: [Int]) throws -> Spacing {
      try TimeSeries(
        name: "users",
        dates: days.map { CalendarDate(dayNumber: $0) },
        values: days.map { Double($0 + 1) }
      ).spacing
    }
    #expect(try spacing([0, 31, 59, 90, 120]) == .months(1))
    #expect(try spacing([0, 7, 14, 21, 28]) == .days(7))
    #expect(try spacing([0, 365, 731, 1096]) == .months(12))
    #expect(try spacing([0, 1, 2, 3]) == .days(1))
  }
}
