import Forecasting
import Foundation
import Quantities
import Testing

@Suite struct `One quantity that follows another` {
  private static func users(noise: Double = 0.03) throws -> TimeSeries {
    try Samples.monthly(36, noise: noise, seed: 4) { 100 * exp(0.8 * $0) }
  }

  private static func follower(_ leader: TimeSeries, spread: Double) throws -> TimeSeries {
    var random = Samples.Sequence(state: 9)
    return try TimeSeries(
      name: "queries",
      dates: leader.dates,
      values: leader.values.map { 2 * pow($0, 1.25) * exp(spread * random.normal()) }
    )
  }

  @Test func `a law without noise is found to nine digits`() throws {
    let users = try Self.users()
    let law = try ScalingLaw(Self.follower(users, spread: 0), after: users)
    #expect(worstDigits([law.elasticity, law.value(for: 500)], [1.25, 2 * pow(500, 1.25)]) >= 9)
  }

  /// The estimate lies within four standard errors of the truth, and the error is of the right size.
  @Test func `an elasticity is recovered from noisy histories`() throws {
    let users = try Self.users()
    let law = try ScalingLaw(Self.follower(users, spread: 0.05), after: users)
    #expect(abs(law.elasticity - 1.25) <= 4 * law.elasticityError)
    #expect(law.elasticityError > 0.002 && law.elasticityError < 0.05)
    #expect(law.count == 36)
  }

  @Test func `every future of a follower is that of its leader, by the ratio`() throws {
    let users = try Self.users()
    let leader = try fit(users, until: users.lastDate.adding(days: 730)).project(seed: 3)
    let law = ScalingLaw(ratio: 5)
    let history = try law.derived(from: users, name: "queries")
    let queries = law.following(leader, history: history, seed: 3)
    for (a, b) in zip(leader.points, queries.points) {
      #expect(
        worstDigits(
          [b.median, b.interval95.upperBound],
          [
            5 * a.median, 5 * a.interval95.upperBound,
          ]
        ) >= 12
      )
    }
    // The same worlds: a value and five times it are reached on one day.
    let value = 3 * users.lastValue
    #expect(queries.dateReaching(5 * value).median == leader.dateReaching(value).median)
    #expect(queries.dateReaching(5 * value).interval80 == leader.dateReaching(value).interval80)
  }

  @Test func `an uncertain ratio widens the futures and keeps their middle`() throws {
    let users = try Self.users()
    let leader = try fit(users, until: users.lastDate.adding(days: 730)).project(seed: 3)
    let law = ScalingLaw(ratio: 5, p10: 3, p90: 9)
    let history = try law.derived(from: users, name: "queries")
    let queries = law.following(leader, history: history, seed: 3)
    let (a, b) = (try #require(leader.points.first), try #require(queries.points.first))
    #expect(abs(b.median / a.median / 5 - 1) < 0.1)
    let low = b.interval80.lowerBound / b.median
    let high = b.interval80.upperBound / b.median
    // P10 and P90 of the ratio, and a little of the leader's own spread.
    #expect(low < 0.65 && low > 0.5)
    #expect(high > 1.7 && high < 2.1)
  }

  @Test func `a follower with a history starts from its last observation`() throws {
    let users = try Self.users()
    let leader = try fit(users, until: users.lastDate.adding(days: 730)).project(seed: 3)
    let history = try Self.follower(users, spread: 0.05)
    let law = try ScalingLaw(history, after: users)
    let queries = law.following(leader, history: history, seed: 3)
    let now = queries.value(on: queries.start)
    #expect(
      worstDigits(
        [now.median, now.interval95.upperBound],
        [
          history.lastValue, history.lastValue,
        ]
      ) >= 9
    )
    let last = try #require(queries.points.last)
    #expect(last.interval80.lowerBound < last.median && last.median < last.interval80.upperBound)
  }

  @Test func `histories with fewer than six common days are refused`() throws {
    let users = try Self.users()
    let other = try TimeSeries(
      name: "queries",
      dates: users.dates.prefix(5).map { $0 },
      values: [1, 2, 3, 4, 5]
    )
    #expect(throws: FitError.tooFewObservations(have: 5, need: 6)) {
      try ScalingLaw(other, after: users)
    }
  }
}

@Suite struct `The chance before a day` {
  private static func reaching(_ factor: Double) throws -> ReachingDate {
    let series = try Samples.monthly(36, noise: 0.08, seed: 3) { 100 * exp(0.9 * $0) }
    let growth = try fit(series, until: series.lastDate.adding(days: 1095))
    return growth.project(seed: 1).dateReaching(factor * series.lastValue)
  }

  @Test func `it is a half on the expected day, a tenth and nine tenths at the ends`() throws {
    let date = try Self.reaching(1.5)
    for (day, share) in [
      (date.median, 0.5), (date.interval80.earliest, 0.1), (date.interval80.latest, 0.9),
    ] {
      let day = try #require(day)
      // A date is a whole day, on which many paths may arrive: 2,000 paths over some months.
      #expect(date.probability(before: day.adding(days: 1)).value >= share)
      #expect(date.probability(before: day).value < share + 0.0005)
    }
    #expect(date.probability(before: date.horizon.adding(days: 1)) == date.probability)
  }

  @Test func `it rises from day to day, and the New Year is the one after the expected day`() throws
  {
    let date = try Self.reaching(2)
    let days = stride(from: 0, through: 1000, by: 50).map { date.horizon.adding(days: $0 - 1094) }
    let chances = days.map { date.probability(before: $0) }
    #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 <= $1 })
    let (newYear, chance) = try #require(date.beforeNewYear)
    let median = try #require(date.median)
    #expect(newYear.components.year == median.components.year + 1)
    #expect(newYear.description.hasSuffix("-01-01"))
    #expect(chance.value >= 0.5)
  }

  @Test func `what is passed already is certain`() throws {
    let date = try Self.reaching(0.5)
    #expect(date.probability(before: date.horizon) == .one)
    #expect(date.beforeNewYear == nil)
  }
}
