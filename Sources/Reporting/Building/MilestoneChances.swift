import Forecasting
import Planning
import Quantities

/// The chance that each tier and each limit is reached before each New Year within the horizon.
struct MilestoneChances {
  let study: Study
  let growth: GrowthStudy

  var table: Table {
    let years = newYears
    let ahead = growth.milestones.filter { item in
      item.date.alreadyReached == nil && (item.date.median.map { $0 > study.today } ?? true)
        && item.date.probability.value > 0
    }
    return Table(
      id: "milestone_chances",
      title: "The chance that it is reached before",
      columns: [.words("event", "What")]
        + years.map { Column("before_\($0.components.year)_pct", "\($0)") },
      rows: years.isEmpty
        ? []
        : ahead.map { item in
          [.text(item.title)]
            + years.map { .percent(share: item.date.probability(before: $0).value) }
        },
      note: "Shares of the sampled futures; what no future reaches within the horizon is left out."
    )
  }

  /// The first days of January after today, to the end of the shortest projection.
  private var newYears: [CalendarDate] {
    guard let end = growth.series.map(\.projection.end).min() else { return [] }
    let first = study.today.components.year + 1
    return (first..<(first + 11)).compactMap { CalendarDate(year: $0, month: 1, day: 1) }
      .filter { $0 <= end }
  }
}

extension ReachingDate {
  /// The chance that it is reached before the New Year after the expected day: `before 2028 with 96 %`.
  var chanceInWords: String? {
    beforeNewYear.map { day, probability in
      // 100 % of the sampled futures are not certainty.
      let percent = Phrase.of(.percent(probability.value * 100, digits: 0))
      let share = probability.value > 0.995 ? "over 99 %" : percent
      return "before \(day.components.year) with \(share)"
    }
  }
}
