import ArgumentParser
import Forecasting
import Quantities
import Reporting
import Scenarios

/// `fit`: fit and project one series.
struct FitCommand: ParsableCommand {
  /// The curve to fit.
  enum CurveName: String, ExpressibleByArgument, CaseIterable {
    case auto, linear, exponential, logistic, gompertz

    var choice: CurveChoice { Curve(rawValue: rawValue).map(CurveChoice.only) ?? .automatic }
  }

  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit growth curves to a dated series, choose one and project it.",
    discussion: """
      The file is CSV with a header, a column of dates in rising order (2026-11-24, 2026-11 or \
      2026) and columns of numbers.

      Example: headroom fit models/history/council.csv --column users --horizon 2y

      With --backtest the last parts of the series are hidden and forecast instead: three origins, \
      a horizon of a fifth.
      """
  )

  @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"]))
  var file: String

  @Option(help: "The column of values; the only one beside the dates if left out.")
  var column: String?

  @Option(help: "The column of dates.")
  var dates = "date"

  @Option(help: "The curve to fit; auto tries all and takes the one that forecast best.")
  var curve = CurveName.auto

  @Option(help: ArgumentHelp("How far to project: 90, 26w, 18mo, 3y.", valueName: "time"))
  var horizon = ProjectionLength(days: 1095)

  @Option(help: "The seed of the possible futures.")
  var seed: UInt64 = 1

  @Flag(help: "Hide the last parts of the series, forecast them and say how well it went.")
  var backtest = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let history = try HistoryFile(path: file, dates: dates, column: column).read()
    let answer: FittedSeries
    let series: TimeSeries
    do throws(FitError) {
      series = try TimeSeries(
        name: history.column,
        dates: history.history.dates,
        values: history.history.values
      )
    } catch {
      throw Failure(.badData, "\(file): column \(history.column): \(error.description)")
    }
    if backtest {
      let report = FittedSeries.backtest(of: series, command: command(history.column))
      return try output.print(report)
    }
    do throws(FitError) {
      let end = series.lastDate.adding(days: horizon.days)
      let fitted = try fit(series, curves: curve.choice, until: end)
      answer = FittedSeries(fit: fitted, projection: fitted.project(seed: seed))
    } catch {
      throw Failure(.badData, "\(file): column \(history.column): \(error.description)")
    }
    let isWhole = output.format == .json || output.format == .csv
    try output.print(answer.report(command: command(history.column), everyStep: isWhole))
  }

  private func command(_ column: String) -> String {
    var words = ["headroom", "fit", file, "--column", column]
    if dates != "date" { words += ["--dates", dates] }
    if curve != .auto { words += ["--curve", curve.rawValue] }
    words += ["--horizon", "\(horizon.days)"]
    if backtest { words.append("--backtest") }
    if seed != 1 { words += ["--seed", "\(seed)"] }
    return words.map(ScenarioRequest.quoted).joined(separator: " ")
  }
}

extension ProjectionLength: CustomStringConvertible {
  /// The length as it is written on the command line.
  var description: String { "\(days)" }
}
