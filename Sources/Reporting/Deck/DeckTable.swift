/// A table of a slide: some columns and the first rows of a table of the report.
struct DeckTable {
  let table: Table
  let keys: [String]
  let rows: Int

  /// Columns by their keys, none for all; what the table does not have is left out.
  init(_ table: Table, keys: [String], rows: Int = .max) {
    self.table = table
    self.keys = keys
    self.rows = rows
  }

  private var shown: [Int] {
    table.columns.indices.filter { keys.isEmpty || keys.contains(table.columns[$0].key) }
  }

  var json: JSONValue {
    var notes = Footnotes()
    let kept = table.rows.prefix(rows)
    let cells = kept.map { row in
      JSONValue.array(
        shown.map { index in
          let text = CellText(row[index])
          let status = text.status.map { JSONValue.string($0.rawValue) } ?? .null
          return ["text": .string(notes.marked(text)), "status": status]
        }
      )
    }
    return [
      "id": .string(table.id),
      "title": .string(table.title),
      "columns": .array(
        shown.map { index in
          let column = table.columns[index]
          return [
            "key": .string(column.key), "heading": .string(column.heading),
            "isRight": .bool(column.alignment == .trailing),
          ]
        }
      ),
      "rows": .array(cells),
      "isCut": .bool(kept.count < table.rows.count),
      "notes": .array(notes.lines.map(JSONValue.string)),
    ]
  }
}

extension Table {
  /// What comes next, a row each.
  init(outlook: [Entry]) {
    self.init(
      id: "outlook",
      title: "What comes next",
      columns: [.words("what", "What"), .words("value", "Value")],
      rows: outlook.map { [.text($0.title), $0.value] }
    )
  }
}
