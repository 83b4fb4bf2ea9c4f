extension Report {
  /// Traps when the parts do not fit together: a report is made by code, so that is a bug.
  func checkInvariant() {
    let faults = ReportParts(self).faults
    precondition(faults.isEmpty, faults.joined(separator: "; "))
  }
}

extension ReportParts {
  private var tables: [Table] { sections.flatMap(\.tables) }
  private var charts: [Chart] { sections.flatMap(\.charts) }

  /// What does not fit together; empty when all does.
  var faults: [String] {
    idFaults(sections.map(\.id), of: "section") + idFaults(tables.map(\.id), of: "table")
      + idFaults(charts.map(\.id), of: "chart") + idFaults(cards.map(\.id), of: "card")
      + idFaults(outlook.map(\.key), of: "outlook")
      + idFaults(provenance.map(\.key), of: "provenance")
      + cards.flatMap { idFaults($0.values.map(\.key), of: "card value") }
      + tables.flatMap(\.faults) + charts.flatMap { faults(of: $0) }
  }

  private func idFaults(_ ids: [String], of what: String) -> [String] {
    // A notebook cell id is 64 letters at most (nbformat 4.5), and ours carry a word in front.
    let faults = ids.filter { !$0.isSnakeCase || $0.utf8.count > 48 }.map {
      "a \(what) id is snake_case and at most 48 letters long: \($0)"
    }
    return Set(ids).count == ids.count ? faults : faults + ["each \(what) id is used once: \(ids)"]
  }

  private func faults(of chart: Chart) -> [String] {
    chart.kind.references(in: chart.tableID).flatMap { reference -> [String] in
      guard let table = tables.first(where: { $0.id == reference.tableID }) else {
        return ["the chart \(chart.id) names the table \(reference.tableID), which is not there"]
      }
      let names = FlatTable(table).names
      return reference.columns.filter { !names.contains($0) }.map {
        "the chart \(chart.id) names the column \($0), which the table \(reference.tableID) has not"
      }
    }
  }
}

extension Table {
  /// What does not fit together; empty when all does.
  var faults: [String] {
    let keys = columns.map(\.key)
    guard rows.allSatisfy({ $0.count == columns.count }) else {
      return ["a row of \(id) is not as long as the table is wide"]
    }
    var faults: [String] = []
    if Set(keys).count != keys.count { faults.append("each column key of \(id) is used once") }
    if !keys.allSatisfy(\.isSnakeCase) {
      faults.append("the column keys of \(id) are snake_case: \(keys)")
    }
    if !Set(headline?.columns ?? []).isSubset(of: keys) {
      faults.append("the headline of \(id) shows columns that it has not")
    }
    let names = FlatTable(self).names
    if Set(names).count != names.count {
      faults.append("the CSV columns of \(id) have names of their own")
    }
    return faults
  }
}

extension String {
  /// Whether it is lower-case letters, digits and underscores, and starts with a letter.
  var isSnakeCase: Bool {
    guard let first = utf8.first, (97...122).contains(first) else { return false }
    return utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
