public import Planning
import Quantities
public import Scenarios
import Statistics

extension Report {
  /// A sensitivity analysis as a report of one section.
  ///
  /// - Parameters:
  ///   - sensitivity: What was found.
  ///   - uncertainty: What uncertain inputs do, where the scenario has any.
  ///   - scenario: The scenario.
  ///   - command: The command that made it.
  public init(
    _ sensitivity: Sensitivity,
    _ uncertainty: InputUncertainty? = nil,
    of scenario: Scenario,
    command: String
  ) {
    self.init(
      name: scenario.name,
      title: "\(scenario.title): which inputs matter",
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: [sensitivity.section, uncertainty?.section].compactMap(\.self),
      provenance: []
    )
  }
}

extension Sensitivity {
  fileprivate var section: Section {
    Section(
      id: "sensitivity",
      number: 1,
      title: "What one per cent more of each input does",
      lead: lead,
      tables: [table],
      charts: rows.isEmpty ? [] : [tornado],
      notes: refused.map { "\($0.path) was not moved: \($0.reason)." }
    )
  }

  private var lead: String { p95Words + (breakpointWords ?? "") + (costWords ?? "") }

  private var p95Words: String {
    let place = tier.map { " at \($0)" } ?? ""
    guard let first = rows.first, let value = first.elasticityOfP95.estimate?.value else {
      return "No input was moved in the test \(test)\(place)."
    }
    return "In the test \(test)\(place), the p95 of \(route) depends most on \(first.input.path): "
      + "1 % more of it moves the p95 by \(Phrase.number(value)) %."
  }

  private var breakpointWords: String? {
    guard let breakpoint else { return nil }
    guard let load = breakpoint.estimate else { return " No breakpoint was found." }
    let words = " The first target falls at \(Phrase.number(load.value)) requests/s"
    guard let (path, value) = strongest(\.elasticityOfBreakpoint) else { return words + "." }
    return words + "; it depends most on \(path): 1 % more moves it by \(Phrase.number(value)) %."
  }

  private var costWords: String? {
    strongest(\.elasticityOfCost).map { path, value in
      " The bill depends most on \(path): 1 % more moves it by \(Phrase.number(value)) %."
    }
  }

  /// The input that moves a figure most; nil when none does.
  private func strongest(_ figure: (Row) -> Estimated?) -> (path: String, value: Double)? {
    let moved = rows.compactMap { row in
      figure(row)?.estimate.map { (path: row.input.path, value: $0.value) }
    }
    return moved.max { abs($0.value) < abs($1.value) }.flatMap { $0.value == 0 ? nil : $0 }
  }

  private var table: Table {
    let widest = rows.compactMap { $0.elasticityOfP95.estimate.map { abs($0.value) } }.max() ?? 0
    let breaks: [Column] = [
      Column("breakpoint_low_per_s", "Breaks from", unit: "1/s"),
      Column("breakpoint_high_per_s", "Breaks to", unit: "1/s"),
      Column("breakpoint_elasticity", "Breakpoint moves", unit: "%"),
    ]
    return Table(
      id: "sensitivity",
      title: "Elasticities, the largest first",
      columns: [
        .words("input", "Input"), .words("low", "From"), .words("high", "To"),
        Column("p95_low_ms", "p95 from", unit: "ms"), Column("p95_high_ms", "p95 to", unit: "ms"),
        Column("p95_elasticity", "p95 moves", unit: "%"), .words("tornado", "− | +"),
      ] + (breakpoint == nil ? [] : breaks) + [Column("cost_elasticity", "Cost moves", unit: "%")],
      rows: rows.map { cells($0, widest) },
      note:
        "Moves: per cent for one per cent more of the input, between the two values that were tried."
    )
  }

  private func cells(_ row: Row, _ widest: Double) -> [Cell] {
    var cells: [Cell] = [
      .text(row.input.path), .text(row.low), .text(row.high),
      .plain(row.p95.map { $0.low * 1000 }), .plain(row.p95.map { $0.high * 1000 }),
      .estimated(row.elasticityOfP95),
      .text(bar(row.elasticityOfP95.estimate?.value ?? 0, widest)),
    ]
    if breakpoint != nil {
      cells += [
        .plain(row.breakpoint?.low), .plain(row.breakpoint?.high),
        row.elasticityOfBreakpoint.map { .estimated($0) } ?? .missing,
      ]
    }
    return cells + [row.elasticityOfCost.map { .estimated($0) } ?? .missing]
  }

  /// A bar to the left or right of a line, the longest six signs long.
  private func bar(_ value: Double, _ widest: Double) -> String {
    let length = widest > 0 ? Int((abs(value) / widest * 6).rounded()) : 0
    let signs = String(repeating: "█", count: length)
    let space = String(repeating: "·", count: 6 - length)
    let empty = String(repeating: "·", count: 6)
    return value < 0 ? "\(space)\(signs)|\(empty)" : "\(empty)|\(signs)\(space)"
  }

  private var tornado: Chart {
    let figures =
      ["p95_elasticity"] + (breakpoint == nil ? [] : ["breakpoint_elasticity"])
      + (rows.contains { $0.elasticityOfCost != nil } ? ["cost_elasticity"] : [])
    return Chart(
      id: "tornado",
      title: p95Words,
      alt: "Bars of the elasticities by input, with intervals, the largest of the p95 first.",
      tableID: "sensitivity",
      kind: .groupedBars(
        GroupedBars(category: "input", measures: figures.map { Measure($0) }, isLying: true)
      )
    )
  }
}
