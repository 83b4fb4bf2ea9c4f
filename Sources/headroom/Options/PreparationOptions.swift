import ArgumentParser
import Forecasting

/// What is to be done to a series before it is fitted.
struct PreparationOptions: ParsableArguments {
  /// A period by name.
  enum Period: String, ExpressibleByArgument, CaseIterable {
    case day, week, month, quarter, year

    var spacing: Spacing? { Spacing.periods.first { $0.name == rawValue }?.spacing }
  }

  @Option(
    name: .customLong("fit"),
    help: "What is fitted: the values as given, their running total, or what each step added."
  )
  var target = Preparation.Target.given

  @Option(help: "The period that observations are put into; their own days if left out.")
  var period: Period?

  @Option(help: "How several observations of one day or period become one.")
  var combine = Preparation.Combination.last

  @Option(
    help: "A level that jumped and stayed: keep tells of it, shift also mends what came before."
  )
  var levelBreaks = Preparation.LevelBreaks.keep

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
    result.target = target
    result.period = period?.spacing
    result.combination = combine
    result.levelBreaks = levelBreaks
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

extension Preparation.Target: ExpressibleByArgument {}
extension Preparation.Combination: ExpressibleByArgument {}
extension Preparation.LevelBreaks: ExpressibleByArgument {}
