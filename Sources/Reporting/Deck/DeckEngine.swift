public import Foundation

/// Makes the presentation of a report, with the Python package `python-pptx`.
///
/// Where it is missing nothing fails: there is no presentation, and a warning says so.
public struct DeckEngine: Sendable {
  /// A presentation, or what kept it from being made.
  public struct Outcome: Hashable, Sendable {
    /// The bytes of `report.pptx`; nil when there is none.
    public let deck: Data?
    /// A sentence for each thing that went wrong.
    public let warnings: [String]
  }

  /// The Python interpreter: a path, or a name looked up in `PATH`.
  public let python: String
  /// How long it may take, in seconds.
  public let timeout: Double

  /// An engine.
  public init(python: String = "python3", timeout: Double = 120) {
    self.python = python
    self.timeout = timeout
  }

  /// Makes the presentation of a report.
  public func make(_ report: Report) -> Outcome {
    let plan = DeckPlan(report)
    guard !plan.slides.isEmpty else { return Outcome(deck: nil, warnings: []) }
    let script = PythonScript(python: python, timeout: timeout, activity: "the presentation")
    do throws(PythonScript.Failure) {
      let data = try script.run(DeckScript.text, on: plan.json.compact)
      // A presentation is a ZIP archive; anything else is the reason why there is none.
      if data.starts(with: [0x50, 0x4B]) { return Outcome(deck: data, warnings: []) }
      let reason = String(decoding: data.prefix(300), as: UTF8.self)
      return Outcome(deck: nil, warnings: [missing(reason.isEmpty ? "\(python) failed" : reason)])
    } catch {
      return Outcome(deck: nil, warnings: [missing(error.why)])
    }
  }

  private func missing(_ why: String) -> String { "There is no report.pptx: \(why)." }
}
