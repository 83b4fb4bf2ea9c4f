extension Report {
  /// Traps when the parts do not fit together: a report is made by code, so that is a bug.
  func checkInvariant() {
    checkIDs(sections.map(\.id), of: "section")
    checkIDs(tables.map(\.id), of: "table")
    checkIDs(charts.map(\.id), of: "chart")
    checkIDs(cards.map(\.id), of: "card")
    checkIDs(provenance.map(\.key), of: "provenance")
    for card in cards { checkIDs(card.values.map(\.key), of: "card value") }
    for table in tables { table.checkInvariant() }
    for chart in charts { check(chart) }
  }

  private func checkIDs(_ ids: [String], of what: String) {
    precondition(Set(ids).count == ids.count, "each \(what) id is used once: \(ids)")
    for id in ids {
      precondition(id.isSnakeCase, "a \(what) id is snake_case: \(id)")
      // A notebook cell id is 64 letters at most (nbformat 4.5), and ours carry a word in front.
      precondition(id.utf8.count <= 48, "a \(what) id is at most 48 letters long: \(id)")
    }
  }

  private func check(_ chart: Chart) {
    for reference in chart.kind.references(in: chart.tableID) {
      guard let table = table(reference.tableID) else {
        preconditionFailure("chart \(chart.id) names the table \(reference.tableID)")
      }
      let names = FlatTable(table).names
      for column in reference.columns {
        precondition(
          names.contains(column),
          "chart \(chart.id) names the column \(column) of the table \(reference.tableID)"
        )
      }
    }
  }
}

extension Table {
  func checkInvariant() {
    let keys = columns.map(\.key)
    precondition(Set(keys).count == keys.count, "each column key of \(id) is used once")
    precondition(keys.allSatisfy(\.isSnakeCase), "the column keys of \(id) are snake_case: \(keys)")
    precondition(
      rows.allSatisfy { $0.count == columns.count },
      "a row of \(id) is as long as the table is wide"
    )
    let shown = headline?.columns ?? []
    precondition(Set(shown).isSubset(of: keys), "the headline of \(id) shows columns it has")
    let names = FlatTable(self).names
    precondition(
      Set(names).count == names.count,
      "the CSV columns of \(id) have names of their own"
    )
  }
}

extension String {
  /// Whether it is lower-case letters, digits and underscores, and starts with a letter.
  var isSnakeCase: Bool {
    guard let first = utf8.first, (97...122).contains(first) else { return false }
    return utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
