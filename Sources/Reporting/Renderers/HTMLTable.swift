/// A table as HTML, in a box of its own that scrolls sideways when the page is narrow.
struct HTMLTable {
  /// The markup.
  let html: String

  init(_ table: Table, isCaptioned: Bool) {
    var notes = Footnotes()
    let heads = table.columns.map { column in
      let unit = column.unit.isEmpty ? "" : " <span class=\"unit\">\(escaped(column.unit))</span>"
      return "<th scope=\"col\"\(HTMLTable.side(column))>\(escaped(column.title))\(unit)</th>"
    }
    var last: Cell?
    let rows = table.rows.map { row in
      defer { last = row.first }
      let isAgain = row.first == last && table.columns.first?.alignment == .leading
      let cells = zip(table.columns, row).enumerated().map { index, pair in
        let (column, cell) = pair
        let text = CellText(cell)
        let mark = text.reason.map { "<sup>\(notes.number(of: $0))</sup>" } ?? ""
        let words = HTMLTable.value(text) + mark
        if index == 0, column.alignment == .leading {
          let isShort = text.plain.count <= 26
          let kind = isShort ? " class=\"short\"" : HTMLTable.length(of: text)
          return "<th scope=\"row\"\(kind)>\(words)</th>"
        }
        let kind =
          column.alignment == .trailing ? HTMLTable.side(column) : HTMLTable.length(of: text)
        return "<td\(kind)>\(words)</td>"
      }
      return "<tr\(isAgain ? " class=\"again\"" : "")>\(cells.joined())</tr>"
    }
    let caption = isCaptioned ? "<caption>\(escaped(table.title))</caption>\n" : ""
    let box = """
      <div class="scroll\(HTMLTable.length(of: table))" tabindex="0" role="group" aria-label="\(escaped(table.title))">
      <table class="\(HTMLTable.density(of: table))">
      \(caption)<thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
    let remarks = [table.note, table.intervalNote].filter { !$0.isEmpty }.joined(separator: " ")
    let under = remarks.isEmpty ? "" : "\n<p class=\"under\">\(escaped(remarks))</p>"
    html = box + under + HTMLTable.footnotes(notes)
  }

  /// A value with a quiet interval, or a verdict.
  static func value(_ text: CellText) -> String {
    if let status = text.status { return badge(status, String(text.main.dropFirst(2))) }
    guard !text.interval.isEmpty else { return escaped(text.main) }
    return "\(escaped(text.main)) <span class=\"interval\">\(escaped(text.interval))</span>"
  }

  /// A verdict: a sign, words, and a colour that only repeats them.
  static func badge(_ status: Status, _ words: String) -> String {
    let text = words.isEmpty ? status.word : words
    return "<span class=\"badge \(status.rawValue)\">"
      + "<span aria-hidden=\"true\">\(status.symbol)</span> \(escaped(text))</span>"
  }

  private static func footnotes(_ notes: Footnotes) -> String {
    guard !notes.reasons.isEmpty else { return "" }
    let items = notes.reasons.enumerated().map {
      "<li><sup>\($0.offset + 1)</sup> \(escaped($0.element))</li>"
    }
    return "\n<ul class=\"footnotes\">\n\(items.joined(separator: "\n"))\n</ul>"
  }

  private static func side(_ column: Column) -> String {
    column.alignment == .trailing ? " class=\"figure\"" : ""
  }

  /// Words without a space for a long way, such as paths, are broken in print wherever need be.
  private static func length(of text: CellText) -> String {
    let longest = text.plain.split(separator: " ").map(\.count).max() ?? 0
    return longest > 22 ? " class=\"long\"" : ""
  }

  /// Long tables scroll in their box, short ones stay on one page of print.
  private static func length(of table: Table) -> String {
    switch table.rows.count {
    case ...12: " whole"
    case ...24: ""
    default: " tall"
    }
  }

  /// Tables of many columns are set a little smaller.
  private static func density(of table: Table) -> String {
    switch table.columns.count {
    case ...7: "plain"
    case ...9: "wide"
    default: "wide widest"
    }
  }
}

private func escaped(_ words: String) -> String { HTMLText.escaped(words) }
