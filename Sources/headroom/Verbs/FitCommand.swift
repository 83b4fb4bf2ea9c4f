import ArgumentParser
import Forecasting
import Quantities
import Reporting
import Scenarios

/// `fit`: fit and project dated series.
struct FitCommand: ParsableCommand {
  /// The curve to fit.
  enum CurveName: ExpressibleByArgument, CaseIterable {
    case auto
    case only(Curve)

    static let allCases = [CurveName.auto] + Curve.allCases.map(CurveName.only)

    init?(argument: String) {
      guard let name = CurveName.allCases.first(where: { $0.word == argument }) else { return nil }
      self = name
    }

    static var allValueStrings: [String] { allCases.map(\.word) }

    var defaultValueDescription: String { word }

    var word: String {
      switch self {
      case .auto: "auto"
      case .only(let curve): curve.rawValue
      }
    }

    var choice: CurveChoice {
      switch self {
      case .auto: .automatic
      case .only(let curve): .only(curve)
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit growth curves to dated series, choose one for each and project it.",
    discussion: """
      The file is CSV with a header, a column of dates (2026-11-24, 2026-11, 2026, 2026-Q4, 2026-W48 \
      or a time) and columns of numbers. Rows may be out of order, come again or have gaps: what was \
      done about it is listed.

      Example: headroom fit models/history/council.csv --column users --horizon 2y

      Every series also has the last parts of its history hidden and forecast: three origins, a \
      horizon of a fifth. With --backtest nothing else is shown. With --out the report is written \
      with its chart.
      """
  )

  @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    name: [.customLong("column"), .customLong("series")],
    help: "A column of values, as often as wanted; every column of numbers if left out."
  )
  var columns: [String] = []

  @Option(
    name: .customLong("by"),
    help: ArgumentHelp("A column whose words tell series apart.", valueName: "column")
  )
  var key: String?

  @Option(help: "The column of dates.")
  var dates = "date"

  @Option(help: "The curve to fit; auto tries all and takes the one that forecast best.")
  var curve = CurveName.auto

  @Option(help: ArgumentHelp("How far to project: 90, 26w, 18mo, 3y.", valueName: "time"))
  var horizon = ProjectionLength(days: 1095)

  @OptionGroup var preparation: PreparationOptions

  @Option(help: "The seed of the possible futures.")
  var seed: UInt64 = 1

  @Flag(help: "Hide the last parts of the series, forecast them and say how well it went.")
  var backtest = false

  @Option(
    help: ArgumentHelp("Write the report with its charts into this folder.", valueName: "folder"),
    completion: .directory
  )
  var out: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out names no folder.") }
  }

  func run() throws {
    let histories = try HistoryFile(path: file, dates: dates, columns: columns, key: key).read()
    let command = command(histories.map(\.name))
    var answers: [FittedSeries] = []
    var tested: [TimeSeries] = []
    var refused: [String] = []
    for (name, history) in histories {
      do throws(FitError) {
        let series = try TimeSeries(
          name: name,
          dates: history.dates,
          values: history.values,
          missing: history.missing,
          preparation: preparation.preparation
        )
        tested.append(series)
        if !backtest { answers.append(try answer(series)) }
      } catch {
        let words = "\(file): column \(name): \(error.description)"
        guard histories.count > 1 else { throw Failure(.badData, words) }
        refused.append(words)
      }
    }
    // One series that cannot be fitted does not take the others away.
    if let first = refused.first, tested.isEmpty || (answers.isEmpty && !backtest) {
      throw Failure(.badData, first)
    }
    for words in refused { output.tell("headroom: warning: \(words)") }
    if backtest { return try output.print(FittedSeries.backtest(of: tested, command: command)) }
    try publish(answers, command: command)
  }

  private func answer(_ series: TimeSeries) throws(FitError) -> FittedSeries {
    let fitted = try fit(
      series,
      curves: curve.choice,
      until: series.lastDate.adding(days: horizon.days)
    )
    return FittedSeries(fit: fitted, projection: fitted.project(seed: seed))
  }

  private func publish(_ answers: [FittedSeries], command: String) throws {
    let whole = FittedSeries.report(of: answers, command: command, everyStep: true)
    if let out {
      let written = try SignalWatch.whileWriting(into: out) {
        try ReportWriter().write(whole, to: out)
      }
      for warning in written.warnings { output.tell("headroom: warning: \(warning)") }
      for file in written.files { output.tell("wrote \(file)") }
    }
    let isWhole = output.format == .json || output.format == .csv
    let shown =
      isWhole ? whole : FittedSeries.report(of: answers, command: command, everyStep: false)
    if output.format == .table {
      let width = Terminal.width(of: .results)
      for answer in answers {
        try Terminal.print(TerminalPlot(answer, width: width).text.harmless(keepingColors: false))
      }
    }
    try output.print(shown)
  }

  private func command(_ names: [String]) -> String {
    var words = ["headroom", "fit", file]
    for column in columns.isEmpty && key == nil ? names : columns { words += ["--column", column] }
    if let key { words += ["--by", key] }
    if dates != "date" { words += ["--dates", dates] }
    if case .only = curve { words += ["--curve", curve.word] }
    words += ["--horizon", "\(horizon.days)"] + preparation.words
    if backtest { words.append("--backtest") }
    if seed != 1 { words += ["--seed", "\(seed)"] }
    return words.map(ScenarioRequest.quoted).joined(separator: " ")
  }
}

extension ProjectionLength: CustomStringConvertible {
  /// The length as it is written on the command line.
  var description: String { "\(days)" }
}
