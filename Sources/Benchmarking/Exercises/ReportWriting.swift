import Foundation
import Planning
import Quantities
import Reporting
import Scenarios

extension Exercise {
  /// From a finished study to the files of its report: what a user waits for after the simulation.
  static let report = Exercise(
    "report",
    unit: "report",
    "the report of a study of four tiers in all its forms, charts drawn"
  ) { _ throws(ScenarioError) in ReportWriting(document: try EmbeddedScenario.report.document()) }
}

/// The study is made again for each round, outside of the time that is taken.
struct ReportWriting: PreparedExercise {
  let document: ScenarioDocument

  /// Every section of the study is in the file that programs read.
  func check() async -> Check {
    let report = await report()
    let sections = ReportWriting.inFolder { folder in
      _ = try? ReportWriter().write(report, to: folder.path)
      let data = (try? Data(contentsOf: folder.appendingPathComponent("report.json"))) ?? Data()
      let written = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
      return Double((written?["sections"] as? [String: Any])?.count ?? 0)
    }
    return Check(
      quantity: "sections written",
      unit: "",
      expected: Double(report.sections.count),
      measured: sections,
      low: sections,
      high: sections,
      confidence: .one
    )
  }

  func round() async -> Round {
    let study = await study()
    return ReportWriting.inFolder { folder in
      let watch = Stopwatch()
      _ = try? ReportWriter().write(ReportWriting.report(study), to: folder.path)
      return Round(units: 1, events: 0, watch)
    }
  }

  private func report() async -> Report { ReportWriting.report(await study()) }

  private static func report(_ study: Study) -> Report {
    Report(study, command: "headroom bench report")
  }

  private func study() async -> Study {
    do {
      // Any day: the scenario has no prices that could be stale.
      let laboratory = Laboratory(threads: 1)
      return try await Study.run(document, in: laboratory, today: CalendarDate(dayNumber: 0))
    } catch {
      preconditionFailure("the scenario has no change that could fail: \(error)")
    }
  }

  /// Does something with a path where a folder may be made, and removes that afterwards.
  private static func inFolder<Result>(_ body: (URL) -> Result) -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("headroom-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return body(folder)
  }
}
