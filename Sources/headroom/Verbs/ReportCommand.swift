import ArgumentParser
import Reporting

/// `report`: the report of a run that is over, in all its forms once more.
struct ReportCommand: ParsableCommand {
  /// The ground of the page, as the command line writes it.
  enum Theme: String, ExpressibleByArgument, CaseIterable {
    case light, dark, auto

    var page: PageTheme {
      switch self {
      case .light: .light
      case .dark: .dark
      case .auto: .auto
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Build a report again from its report.json, in parts or in other colors.",
    discussion: """
      Nothing is simulated and nothing computed: report.json holds every number with the digits that \
      are shown. With --sections the page, the Markdown, the notebook and the presentation show \
      those sections alone; report.json and the tables stay whole.

      Example: headroom report notebooks-out/council --sections costs,roadmap --theme light --open
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The folder of the report, its report.json, or its name under notebooks-out.",
      valueName: "run"
    ),
    completion: .directory
  )
  var place: String

  @Option(
    help: ArgumentHelp(
      "The sections that are shown, by their ids; all of them if left out.",
      valueName: "id,id"
    )
  )
  var sections: String?

  @Option(help: "The ground of the page: as the reader's system wishes, or one for all.")
  var theme = Theme.auto

  @Option(
    help: ArgumentHelp(
      "The folder to write into; that of the report if left out.",
      valueName: "path"
    ),
    completion: .directory
  )
  var out: String?

  @Flag(help: "Print every section, not only the main questions.")
  var full = false

  @Flag(help: "Open the page in the browser.")
  var open = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out names no folder.") }
    if sections?.isEmpty == true { throw ValidationError("--sections names no section.") }
  }

  func run() throws {
    let file = try ReportFile(place)
    guard let folder = out ?? file.folder else {
      throw Failure(.usage, "\(file.path) stands alone; name a folder with --out")
    }
    let report = try file.read()
    let chosen = try chosen(from: report)
    let written = try SignalWatch.whileWriting(into: folder) {
      try ReportWriter().write(report, to: folder, showing: chosen, theme: theme.page)
    }
    for warning in written.warnings { output.tell("headroom: warning: \(warning)") }
    let shown = chosen.map(report.showing) ?? report
    try output.print(shown, extent: full || chosen != nil ? .full : .executive)
    for path in written.files { output.tell("wrote \(path)") }
    if open { PageOpener.open("\(folder)/report.html", output) }
  }

  /// The ids that are asked for; nil for all.
  private func chosen(from report: Report) throws -> Set<String>? {
    guard let sections else { return nil }
    let ids = sections.split(separator: ",").map(String.init)
    let known = report.sections.map(\.id)
    let unknown = ids.filter { !known.contains($0) }
    guard unknown.isEmpty else {
      throw Failure(
        .usage,
        "the report has no section \(unknown.joined(separator: ", ")); its sections: "
          + known.joined(separator: ", ")
      )
    }
    return Set(ids)
  }
}
