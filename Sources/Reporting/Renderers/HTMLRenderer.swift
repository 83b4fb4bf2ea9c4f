/// A report as one HTML file that needs nothing else: no network, no script, no font.
///
/// Charts are SVG in the page; where one could not be drawn, the data of its table stands for it.
public struct HTMLRenderer: Sendable {
  /// The ground that the page is set on.
  public let theme: PageTheme

  /// A renderer.
  public init(theme: PageTheme = .auto) {
    self.theme = theme
  }

  /// The page, ending with a newline.
  public func render(_ report: Report, drawings: ChartEngine.Drawings) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="\(theme.colorScheme)">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(HTMLText.escaped(report.title))</title>
    <style>
    \(HTMLStyle.sheet(theme))
    </style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the report</a>
    <div class="page">
    \(head(report))
    \(contents(report))
    <main id="main">
    \(report.sections.map { section($0, of: report, drawings) }.joined(separator: "\n"))
    \(foot(report))
    </main>
    </div>
    </body>
    </html>

    """
  }

  private func contents(_ report: Report) -> String {
    let items = report.sections.map {
      "<li><a href=\"#\($0.id)\"><span class=\"number\">\($0.number)</span> "
        + "\(HTMLText.escaped($0.title))</a></li>"
    }
    return """
      <nav class="contents" aria-label="Contents">
      <p class="over">Contents</p>
      <ol>
      \(items.joined(separator: "\n"))
      </ol>
      </nav>
      """
  }

  private func head(_ report: Report) -> String {
    let sentences = report.summary.map { "<p>\(HTMLText.escaped($0))</p>" }
    return """
      <header>
      <h1>\(HTMLText.escaped(report.title))</h1>
      <p class="subtitle">\(HTMLText.escaped(report.subtitle))</p>
      <div class="summary">
      \(sentences.joined(separator: "\n"))
      </div>
      <div class="cards">
      \(report.cards.map(card).joined(separator: "\n"))
      </div>
      \(outlook(report))
      </header>
      """
  }

  /// The first limit, the next tier and the next steps, side by side.
  private func outlook(_ report: Report) -> String {
    guard !report.outlook.isEmpty || !report.nextSteps.isEmpty else { return "" }
    let entries = report.outlook.map { entry in
      "<div><dt>\(HTMLText.escaped(entry.title))</dt><dd>\(value(entry.value))</dd></div>"
    }
    let steps = report.nextSteps.map { "<li>\(HTMLText.escaped($0))</li>" }
    let list = """
      <div>
      <p class="over">Next steps</p>
      <ol>
      \(steps.joined(separator: "\n"))
      </ol>
      </div>
      """
    return """
      <div class="outlook">
      <div>
      <p class="over">What comes next</p>
      <dl>
      \(entries.joined(separator: "\n"))
      </dl>
      </div>
      \(steps.isEmpty ? "" : list)
      </div>
      """
  }

  private func card(_ card: Card) -> String {
    let values = card.values.map { entry in
      "<div><dt>\(HTMLText.escaped(entry.title))</dt><dd>\(value(entry.value))</dd></div>"
    }
    return """
      <div class="card \(card.verdict.rawValue)">
      <p class="tier">\(HTMLText.escaped(card.title))</p>
      \(HTMLTable.badge(card.verdict, card.verdictText))
      <dl>
      \(values.joined(separator: "\n"))
      </dl>
      </div>
      """
  }

  /// A value with its reason beside it, for places that have no footnotes.
  private func value(_ cell: Cell) -> String {
    let text = CellText(cell)
    let reason = text.reason.map { " <small>\(HTMLText.escaped($0))</small>" } ?? ""
    return HTMLTable.value(text) + reason
  }

  private func section(
    _ section: Section,
    of report: Report,
    _ drawings: ChartEngine.Drawings
  ) -> String {
    let charts = section.charts.map { figure($0, of: report, drawings) }
    let tables = section.tables.map { table in
      let html = HTMLTable(table, isCaptioned: true).html
      return table.isData ? folded(html, table) : html
    }
    let notes = section.notes.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
    let list = section.notes.isEmpty ? "" : "<ul class=\"notes\">\n\(notes)\n</ul>"
    return """
      <section id="\(section.id)" aria-labelledby="\(section.id)-title">
      <h2 id="\(section.id)-title"><span class="number">\(section.number)</span> \
      \(HTMLText.escaped(section.title))</h2>
      <p class="lead">\(HTMLText.escaped(section.lead))</p>
      \((charts + tables + [list]).filter { !$0.isEmpty }.joined(separator: "\n"))
      </section>
      """
  }

  /// A table to be looked up: a line that opens it; print leaves it out.
  private func folded(_ html: String, _ table: Table) -> String {
    """
    <details class="data">
    <summary>\(HTMLText.escaped(table.title)) <span>tables/\(table.id).csv</span></summary>
    \(html)
    </details>
    """
  }

  private func figure(
    _ chart: Chart,
    of report: Report,
    _ drawings: ChartEngine.Drawings
  ) -> String {
    guard let svg = drawings.svg[chart.id] else { return undrawn(chart, of: report) }
    return """
      <figure>
      <figcaption>\(HTMLText.escaped(chart.title))</figcaption>
      <div class="scroll" tabindex="0" role="group" aria-label="Chart, scrolls sideways">\(svg)</div>
      <p class="key">\(HTMLText.escaped(chart.key(in: report)))</p>
      </figure>
      """
  }

  private func undrawn(_ chart: Chart, of report: Report) -> String {
    let ids = chart.kind.references(in: chart.tableID).map(\.tableID)
    let tables = ids.compactMap(report.table).map { HTMLTable($0, isCaptioned: false).html }
    return """
      <figure class="undrawn">
      <figcaption>\(HTMLText.escaped(chart.title))</figcaption>
      <p class="key">This chart could not be drawn when the report was made; these are its data.</p>
      \(tables.joined(separator: "\n"))
      </figure>
      """
  }

  private func foot(_ report: Report) -> String {
    let entries = report.provenance.map { entry in
      "<div><dt>\(HTMLText.escaped(entry.title))</dt><dd>\(value(entry.value))</dd></div>"
    }
    return """
      <footer>
      <p class="over">How this report was made</p>
      <p><code>\(HTMLText.escaped(report.command))</code></p>
      <dl class="provenance">
      \(entries.joined(separator: "\n"))
      </dl>
      <p>The same numbers are in report.json, and each table in a CSV file under tables.</p>
      </footer>
      """
  }
}
