/// A report as a Jupyter notebook (nbformat 4.5) that reloads its CSV files and redraws its charts.
public struct NotebookRenderer: Sendable {
  /// A renderer.
  public init() {}

  /// The notebook, ending with a newline.
  public func render(_ report: Report) -> String { value(of: report).pretty + "\n" }

  /// The notebook as a value.
  public func value(of report: Report) -> JSONValue {
    let first = words("title", title(of: report))
    let cells = [first, code("setup", NotebookPython.setup)]
    let body = report.sections.flatMap { section($0, of: report) }
    return [
      "cells": .array(cells + body + whatIf(report)),
      "metadata": [
        "kernelspec": [
          "display_name": "Python 3", "language": "python", "name": "python3",
        ],
        "language_info": ["name": "python"],
      ],
      "nbformat": 4,
      "nbformat_minor": 5,
    ]
  }

  private func title(of report: Report) -> String {
    """
    # \(report.title)

    \(report.subtitle)

    Made by `\(report.command.replacing("`", with: "'"))`.

    \(report.summary.joined(separator: " "))

    The cells below read the CSV files in `tables` beside this notebook, so run it in its folder. \
    They need pandas and altair.
    """
  }

  /// Cells that run the scenario again with other values; none for what no run has made.
  private func whatIf(_ report: Report) -> [JSONValue] {
    guard report.command.hasPrefix("headroom run ") else { return [] }
    let text = """
      ## What if

      Set values in the next cell, by the paths that `--set` takes, and run the two cells: the \
      scenario is simulated again and its tiers stand beside those of this report. The program \
      `headroom` must be in the `PATH`, or its path in the environment variable `HEADROOM`.
      """
    let command = JSONValue.string(report.command).compact
    return [
      words("what-if", text),
      code("parameters", NotebookPython.parameters, tags: ["parameters"]),
      code("what-if-run", NotebookPython.whatIf(command: command)),
    ]
  }

  private func section(_ section: Section, of report: Report) -> [JSONValue] {
    var cells = [
      words("section-\(section.id)", "## \(section.number). \(section.title)\n\n\(section.lead)")
    ]
    for chart in section.charts {
      let specification = VegaLite().specification(of: chart, in: report)
      let tables = chart.kind.references(in: chart.tableID).map(\.tableID)
      cells.append(words("finding-\(chart.id)", "**\(chart.title)** \(chart.key(in: report))"))
      cells.append(code("chart-\(chart.id)", NotebookPython.draw(specification, tables: tables)))
    }
    for table in section.tables {
      let remarks = [table.note, table.intervalNote].filter { !$0.isEmpty }
      let text = (["### \(table.title)"] + remarks).joined(separator: "\n\n")
      cells.append(words("heading-\(table.id)", text))
      cells.append(code("table-\(table.id)", NotebookPython.show(table.id)))
    }
    if !section.notes.isEmpty {
      let notes = section.notes.map { "- \($0)" }.joined(separator: "\n")
      cells.append(words("notes-\(section.id)", notes))
    }
    return cells
  }

  private func words(_ id: String, _ text: String) -> JSONValue {
    ["cell_type": "markdown", "id": .string(id), "metadata": [:], "source": lines(text)]
  }

  private func code(_ id: String, _ text: String, tags: [String] = []) -> JSONValue {
    let metadata: JSONValue = tags.isEmpty ? [:] : ["tags": .array(tags.map(JSONValue.string))]
    return [
      "cell_type": "code", "execution_count": .null, "id": .string(id), "metadata": metadata,
      "outputs": [], "source": lines(text),
    ]
  }

  private func lines(_ text: String) -> JSONValue {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(
      parts.enumerated().map { index, line in
        .string(index + 1 < parts.count ? line + "\n" : String(line))
      }
    )
  }
}
