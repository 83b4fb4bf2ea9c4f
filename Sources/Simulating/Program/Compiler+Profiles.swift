import Kernel
import Quantities
import Scenarios

extension Compiler {
  /// The load of a test that follows the calendar, as a multiple of its mean.
  ///
  /// The hours of the day profile, from midnight on, are joined by straight lines at their middles. In
  /// a test that follows the week each is multiplied by the weight of its day, and a trend by what it
  /// has grown by then.
  func dayCurve(_ test: LoadTest) -> RateCurve {
    let hour: Int64 = 3_600_000_000_000
    var points: [(time: Int64, value: Double)] = [
      (0, (level(atHour: -1, test) + level(atHour: 0, test)) / 2)
    ]
    var time = hour / 2
    var i = 0
    while time < test.duration.nanoseconds {
      points.append((time, level(atHour: i, test)))
      i += 1
      time += hour
    }
    let end = test.duration.nanoseconds
    if let last = points.last, last.time < end {
      let next = level(atHour: i, test)
      let share = Double(end - last.time) / Double(hour)
      points.append((end, last.value + (next - last.value) * share))
    }
    return RateCurve(points: points)
  }

  /// The level in the middle of an hour of the test; the hour before the first is that of the evening.
  private func level(atHour hour: Int, _ test: LoadTest) -> Double {
    let platform = scenario.platform
    var level = platform.dayProfile.hourly[(hour + 24) % 24]
    if test.followsWeek {
      let day = test.starts.weekday + (hour < 0 ? 6 : hour / 24)
      level *= platform.weekProfile.daily[day % 7]
    }
    guard test.monthlyGrowth != 0 else { return level }
    return level * Elementary.pow(1 + test.monthlyGrowth, (Double(max(hour, 0)) + 0.5) / 720)
  }
}
