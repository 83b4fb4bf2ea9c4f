import Forecasting
import Quantities
import Scenarios

extension Preparation {
  /// What a scenario asks to be done to a series.
  init(_ rules: History.Rules) {
    self.init()
    target = Target(rawValue: rules.target) ?? target
    combination = Combination(rawValue: rules.combine) ?? combination
    levelBreaks = LevelBreaks(rawValue: rules.levelBreaks) ?? levelBreaks
    period = Spacing.periods.first { $0.name == rules.period }?.spacing
    launch = rules.launch
    season = rules.season
  }
}

extension TimeSeries {
  /// A history of a scenario, made ready as it asks.
  init(name: String, _ history: History) throws(FitError) {
    try self.init(
      name: name,
      dates: history.dates,
      values: history.values,
      missing: history.missing,
      preparation: Preparation(history.rules)
    )
  }
}
