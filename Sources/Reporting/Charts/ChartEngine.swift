import Foundation

/// Draws the charts of a report by Vega-Lite, all in one call of Python.
///
/// The drawing is done by the package `vl-convert-python`. Where it is missing nothing fails: the
/// charts are left out, and a warning says so.
public struct ChartEngine: Sendable {
  /// The charts that could be drawn, and what kept the others from it.
  public struct Drawings: Hashable, Sendable {
    /// An SVG element for each chart id, ready to stand in an HTML page.
    public let svg: [String: String]
    /// A sentence for each thing that went wrong.
    public let warnings: [String]

    /// Drawings by chart id.
    public init(svg: [String: String] = [:], warnings: [String] = []) {
      self.svg = svg
      self.warnings = warnings
    }
  }

  /// The Python interpreter: a path, or a name looked up in `PATH`.
  public let python: String
  /// How long all drawings together may take, in seconds.
  public let timeout: Double

  /// An engine.
  public init(python: String = "python3", timeout: Double = 120) {
    self.python = python
    self.timeout = timeout
  }

  /// Draws every chart of a report.
  public func draw(_ report: Report) -> Drawings {
    guard !report.charts.isEmpty else { return Drawings() }
    let builder = VegaLite()
    let request = JSONValue.array(
      report.charts.map { chart in
        let specification = builder.specification(of: chart, in: report)
          .adding("datasets", builder.datasets(of: chart, in: report))
        return ["id": .string(chart.id), "specification": specification]
      }
    )
    do throws(PythonScript.Failure) {
      let answer = try run(request.compact)
      if let missing = answer.missing { throw PythonScript.Failure(why: missing) }
      return drawings(answer.drawings ?? [], of: report)
    } catch {
      return Drawings(warnings: ["The charts are left out: \(error.why)."])
    }
  }

  private func drawings(_ drawings: [Answer.Drawing], of report: Report) -> Drawings {
    var svg: [String: String] = [:]
    var warnings: [String] = []
    for chart in report.charts {
      let drawing = drawings.first { $0.id == chart.id }
      if let text = drawing?.svg {
        svg[chart.id] = DrawnChart(text, id: chart.id, label: chart.alt).svg
      } else {
        let why = drawing?.error ?? "no drawing came back"
        warnings.append("The chart \(chart.id) is left out: \(why).")
      }
    }
    return Drawings(svg: svg, warnings: warnings)
  }

  private struct Answer: Decodable {
    struct Drawing: Decodable {
      let id: String
      let svg: String?
      let error: String?
    }

    let missing: String?
    let drawings: [Drawing]?
  }

  private func run(_ input: String) throws(PythonScript.Failure) -> Answer {
    let script = PythonScript(python: python, timeout: timeout, activity: "drawing")
    let data = try script.run(ChartScript.text, on: input)
    guard let answer = try? JSONDecoder().decode(Answer.self, from: data) else {
      throw PythonScript.Failure(why: "\(python) gave no drawings")
    }
    return answer
  }
}
