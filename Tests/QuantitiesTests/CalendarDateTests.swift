import Quantities
import TestSupport
import Testing

@Suite struct `Calendar dates` {
  @Test func `known days have known numbers`() {
    #expect(CalendarDate("1970-01-01")?.dayNumber == 0)
    #expect(CalendarDate("2000-03-01")?.dayNumber == 11_017)
    #expect(CalendarDate("2026-11-24")?.dayNumber == 20_781)
    #expect(CalendarDate("1969-12-31")?.dayNumber == -1)
  }

  @Test func `every day of 800 years comes back as it went in`() throws {
    let first = try #require(CalendarDate("1600-01-01"))
    let last = try #require(CalendarDate("2400-12-31"))
    var previous = (year: 1599, month: 12, day: 31)
    // One expectation for all days: three hundred thousand of them would take minutes.
    var wrong: [Int] = []
    for number in first.dayNumber...last.dayNumber {
      let date = CalendarDate(dayNumber: number)
      let (year, month, day) = date.components
      let isLater = (year, month, day) > previous
      if !isLater || CalendarDate(year: year, month: month, day: day) != date {
        wrong.append(number)
      }
      previous = (year, month, day)
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "", "2026-11-",
  ])
  func `what is no day is refused`(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test func `a leap day exists in leap years only`() {
    #expect(CalendarDate("2024-02-29") != nil)
    #expect(CalendarDate("2000-02-29") != nil)
    #expect(CalendarDate("1900-02-29") == nil)
  }

  @Test func `a month or a year means its first day`() {
    #expect(CalendarDate("2026-11") == CalendarDate("2026-11-01"))
    #expect(CalendarDate("2026") == CalendarDate("2026-01-01"))
  }

  @Test func `dates print as they are read`() {
    #expect(CalendarDate("2026-01-05")?.description == "2026-01-05")
    #expect(CalendarDate("2026-01-05")?.yearAndMonth == "2026-01")
    #expect(CalendarDate("2026-12-31")?.adding(days: 1).description == "2027-01-01")
  }
}
