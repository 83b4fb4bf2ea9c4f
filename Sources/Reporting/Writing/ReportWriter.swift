import Dispatch
import Foundation
import Synchronization

/// What was written.
public struct WrittenReport: Hashable, Sendable {
  /// The files, as paths from the folder that was named.
  public let files: [String]
  /// What is worse than it could be: a chart that could not be drawn.
  public let warnings: [String]
}

/// Writes a report in all its forms into a folder, whole or not at all.
///
/// ```
/// NAME/report.html  report.md  report.json  report.ipynb  report.pptx  tables/*.csv
/// ```
/// The data are always whole: of a report that is shown in part, `report.json` and the tables hold
/// everything all the same.
/// Everything is written into a hidden folder beside it, which then takes its place in one step. A
/// run that is interrupted leaves the old report or the new one, never half of either.
public struct ReportWriter: Sendable {
  /// What draws the charts.
  public let engine: ChartEngine
  /// What makes the presentation.
  public let deck: DeckEngine
  /// Called before each file is written; a test interrupts here.
  let beforeFile: @Sendable (String) throws -> Void

  /// A writer.
  public init(engine: ChartEngine = ChartEngine()) {
    self.init(engine: engine) { _ in }
  }

  init(
    engine: ChartEngine = ChartEngine(),
    beforeFile: @escaping @Sendable (String) throws -> Void
  ) {
    self.engine = engine
    // The same Python, which lacks the one package or the other, or both.
    deck = DeckEngine(python: engine.python, timeout: engine.timeout)
    self.beforeFile = beforeFile
  }

  /// Writes a report into a folder, which is made if need be; an older report there is replaced.
  ///
  /// - Parameters:
  ///   - report: What is written.
  ///   - directory: The path of the folder.
  ///   - sections: The ids of the sections that are shown; nil shows all.
  ///   - theme: The ground that the page is set on.
  /// - Throws: `ReportWriteError`; nothing has changed then.
  /// - Returns: The files, and warnings for the user.
  @discardableResult
  public func write(
    _ report: Report,
    to directory: String,
    showing sections: Set<String>? = nil,
    theme: PageTheme = .auto
  ) throws(ReportWriteError) -> WrittenReport {
    let target = URL(fileURLWithPath: directory).standardizedFileURL
    try refuseOtherFiles(in: target)
    let shown = sections.map(report.showing) ?? report
    let (drawings, presentation) = drawn(shown)
    var files = [
      ("report.html", HTMLRenderer(theme: theme).render(shown, drawings: drawings)),
      ("report.md", MarkdownRenderer().render(shown)),
      ("report.json", JSONRenderer().render(report)),
      ("report.ipynb", NotebookRenderer().render(shown)),
    ].map { (name: $0, bytes: Data($1.utf8)) }
    if let bytes = presentation.deck { files.append((name: "report.pptx", bytes: bytes)) }
    files += CSVRenderer().render(report).map { ("tables/\($0.name)", Data($0.text.utf8)) }
    let draft = try makeDraft(beside: target)
    defer { try? FileManager.default.removeItem(at: draft) }
    for (name, bytes) in files { try write(bytes, name, into: draft) }
    try put(draft, inPlaceOf: target)
    let paths = files.map { (directory as NSString).appendingPathComponent($0.name) }
    return WrittenReport(files: paths, warnings: drawings.warnings + presentation.warnings)
  }

  /// The charts and the presentation, made at the same time: each waits for a Python of its own.
  private func drawn(_ report: Report) -> (ChartEngine.Drawings, DeckEngine.Outcome) {
    let drawings = Mutex(ChartEngine.Drawings())
    let presentation = Mutex(DeckEngine.Outcome(deck: nil, warnings: []))
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      if part == 0 {
        let made = engine.draw(report)
        drawings.withLock { $0 = made }
      } else {
        let made = deck.make(report)
        presentation.withLock { $0 = made }
      }
    }
    return (drawings.withLock(\.self), presentation.withLock(\.self))
  }

  /// A folder is replaced as a whole, so it may hold nothing but a report and hidden files.
  private func refuseOtherFiles(in target: URL) throws(ReportWriteError) {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: target.path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw .cannotCreate(path: target.path, reason: "a file of that name exists")
    }
    let own: Set = [
      "report.html", "report.md", "report.json", "report.ipynb", "report.pptx", "tables",
    ]
    let found = (try? manager.contentsOfDirectory(atPath: target.path)) ?? []
    let tables = target.appendingPathComponent("tables").path
    let inTables = (try? manager.contentsOfDirectory(atPath: tables)) ?? []
    let others =
      found.filter { !own.contains($0) && !$0.hasPrefix(".") }
      + inTables.filter { !$0.hasSuffix(".csv") && !$0.hasPrefix(".") }.map { "tables/\($0)" }
    if let other = others.min() { throw .holdsOtherFiles(path: target.path, found: other) }
  }

  private func makeDraft(beside target: URL) throws(ReportWriteError) -> URL {
    let name = ".\(target.lastPathComponent).writing-\(UUID().uuidString.prefix(8))"
    let draft = target.deletingLastPathComponent().appendingPathComponent(name)
    do {
      let tables = draft.appendingPathComponent("tables")
      try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
      return draft
    } catch {
      let why = ReportWriter.reason(error)
      throw .cannotCreate(path: target.path, reason: why)
    }
  }

  private func write(_ bytes: Data, _ name: String, into draft: URL) throws(ReportWriteError) {
    do {
      try beforeFile(name)
      try bytes.write(to: draft.appendingPathComponent(name))
    } catch {
      throw .cannotWrite(path: name, reason: ReportWriter.reason(error))
    }
  }

  private func put(_ draft: URL, inPlaceOf target: URL) throws(ReportWriteError) {
    let manager = FileManager.default
    do {
      guard manager.fileExists(atPath: target.path) else {
        return try manager.moveItem(at: draft, to: target)
      }
      if FolderSwap.exchange(draft.path, target.path) {
        return keepHiddenFiles(of: draft, in: target)
      }
      let old = draft.appendingPathExtension("old")
      try manager.moveItem(at: target, to: old)
      do {
        try manager.moveItem(at: draft, to: target)
      } catch {
        try? manager.moveItem(at: old, to: target)
        throw error
      }
      keepHiddenFiles(of: old, in: target)
      try? manager.removeItem(at: old)
    } catch {
      throw .cannotWrite(path: target.path, reason: ReportWriter.reason(error))
    }
  }

  /// Hidden files (of a version control, of Jupyter) move from the old folder into the new one.
  private func keepHiddenFiles(of old: URL, in new: URL) {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: old.path)) ?? []
    for name in names where name.hasPrefix(".") {
      try? manager.moveItem(
        at: old.appendingPathComponent(name),
        to: new.appendingPathComponent(name)
      )
    }
  }

  private static func reason(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return (cause ?? error as NSError).localizedDescription
  }
}
