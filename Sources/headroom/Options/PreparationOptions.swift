import ArgumentParser
import Forecasting

/// What is to be done to a series before it is fitted.
struct PreparationOptions: ParsableArguments {
  /// What is fitted.
  enum Target: String, ExpressibleByArgument, CaseIterable {
    case given, total, added
  }

  /// How several observations become one.
  enum Combination: String, ExpressibleByArgument, CaseIterable {
    case last, mean, sum, max
  }

  /// What is done about a level that jumped.
  enum LevelBreaks: String, ExpressibleByArgument, CaseIterable {
    case keep, shift
  }

  /// A period by name.
  enum Period: String, ExpressibleByArgument, CaseIterable {
    case day, week, month, quarter, year

    var spacing: Spacing? { Spacing.periods.first { $0.name == rawValue }?.spacing }
  }

  @Option(
    name: .customLong("fit"),
    help: "What is fitted: the values as given, their running total, or what each step added."
  )
  var target = Target.given

  @Option(help: "The period that observations are put into; their own days if left out.")
  var period: Period?

  @Option(help: "How several observations of one day or period become one.")
  var combine = Combination.last

  @Option(
    help: "A level that jumped and stayed: keep tells of it, shift also mends what came before."
  )
  var levelBreaks = LevelBreaks.keep

  @Option(help: "The day on which growth began; a step before the first value if left out.")
  var launch: Day?

  @Option(help: "The observations of a season, 1 for none; searched for if left out.")
  var season: Int?

  func validate() throws {
    if let season, !(1...400).contains(season) {
      throw ValidationError("--season is \(season); a season has 1 to 400 observations.")
    }
  }

  /// The preparation.
  var preparation: Preparation {
    var result = Preparation()
    result.target = .init(rawValue: target.rawValue) ?? result.target
    result.period = period?.spacing
    result.combination = .init(rawValue: combine.rawValue) ?? result.combination
    result.levelBreaks = .init(rawValue: levelBreaks.rawValue) ?? result.levelBreaks
    result.launch = launch?.date
    result.season = season
    return result
  }

  /// The words of the command line that say so.
  var words: [String] {
    var words: [String] = []
    if target != .given { words += ["--fit", target.rawValue] }
    if let period { words += ["--period", period.rawValue] }
    if combine != .last { words += ["--combine", combine.rawValue] }
    if levelBreaks != .keep { words += ["--level-breaks", levelBreaks.rawValue] }
    if let launch { words += ["--launch", "\(launch.date)"] }
    if let season { words += ["--season", "\(season)"] }
    return words
  }
}
