import Forecasting
import Kernel
import Quantities
import Scenarios
import Statistics

/// How large the business is in a month, at a quantile of its growth.
struct LoadForecaster {
  private let users: GrowthStudy.Series?
  private let queries: GrowthStudy.Series?
  private let data: GrowthStudy.Series?
  private let bases: [BillingBasis]

  /// The last day that every series answers for.
  let end: CalendarDate

  /// A forecaster; nil where neither users nor queries have a history, or no tier has queries.
  init?(_ growth: GrowthStudy, _ bases: [BillingBasis]) {
    users = growth.series(of: .users)
    queries = growth.series(of: .queries_per_day)
    data = growth.series(of: .database_gb)
    self.bases = bases.filter { $0.tier.queriesPerDay > 0 && $0.tier.users > 0 }
    guard !self.bases.isEmpty, users != nil || queries != nil else { return nil }
    end =
      [users, queries, data].compactMap { $0?.projection.end }.min() ?? CalendarDate(dayNumber: 0)
  }

  /// What the growth of a month may be, by quantile: read once for all worlds.
  struct Day {
    fileprivate var users: QuantileLine?
    fileprivate var queries: QuantileLine?
    fileprivate var data: QuantileLine?
  }

  /// The possible loads of a day.
  func day(_ date: CalendarDate) -> Day {
    func line(_ series: GrowthStudy.Series?) -> QuantileLine? {
      series.map { QuantileLine($0.projection.value(on: max(date, $0.projection.start))) }
    }
    return Day(users: line(users), queries: line(queries), data: line(data))
  }

  /// The load of a day at a quantile of growth; what has no history keeps its share of the other.
  func load(_ day: Day, quantile: Double, usage: Double, tokens: Double) -> MonthlyLoad {
    let knownUsers = day.users?.value(quantile)
    let knownQueries = day.queries?.value(quantile)
    let tier = bases[0].tier
    let perUser = tier.queriesPerDay / Double(tier.users)
    let users = knownUsers ?? (knownQueries ?? 0) / perUser
    return MonthlyLoad(
      users: users,
      queriesPerDay: knownQueries ?? users * perUser,
      databaseBytes: day.data.map { $0.value(quantile) * 1e9 },
      usage: usage,
      tokens: tokens
    )
  }
}

/// The quantiles of a projected value: straight between those that are known, on the scale of the
/// logarithm and of the normal quantile, and no further out than one in a hundred.
struct QuantileLine {
  private let heights: [Double]
  private static let places = [
    -1.959_963_984_540_054, -1.281_551_565_544_6, 0, 1.281_551_565_544_6, 1.959_963_984_540_054,
  ]

  init(_ value: ProjectedValue) {
    let floor = max(value.median * 1e-3, 1e-9)
    heights = [
      value.interval95.lowerBound, value.interval80.lowerBound, value.median,
      value.interval80.upperBound, value.interval95.upperBound,
    ]
    .map { Elementary.log(max($0, floor)) }
  }

  /// The value at a quantile between 0 and 1.
  func value(_ quantile: Double) -> Double {
    let z = StandardNormal.quantile(Fraction(min(max(quantile, 0.01), 0.99)))
    let places = QuantileLine.places
    let upper = min(max(places.firstIndex { $0 >= z } ?? places.count - 1, 1), places.count - 1)
    let share = (z - places[upper - 1]) / (places[upper] - places[upper - 1])
    return Elementary.exp(heights[upper - 1] + share * (heights[upper] - heights[upper - 1]))
  }
}
