import Planning
import Quantities
import Scenarios

// What inputs that nobody knows exactly do to the figures, apart from the chance of the simulation.
extension InputUncertainty {
  /// It as a section of its own.
  var section: Section {
    Section(
      id: "uncertain_inputs",
      number: 2,
      title: "What the uncertain inputs do, all together",
      lead: lead,
      tables: [table, inputTable],
      notes: refused.map { "A world was left out: \($0)." }
    )
  }

  private var lead: String {
    let place = tier.map { " at \($0)" } ?? ""
    let verdict =
      "The test \(test)\(place) holds in \(Phrase.percent(holding.value)) of "
      + "\(Phrase.count(worlds, "world"))."
    guard let widest = rows.max(by: { spread($0) < spread($1) }), widest.p10 > 0 else {
      return verdict
    }
    return verdict + " The \(widest.figure) spreads most, from \(amount(widest.p10, widest)) to "
      + "\(amount(widest.p90, widest)) between P10 and P90; \(Phrase.percent(widest.inputShare.value)) "
      + "of that variance comes from the inputs, the rest is chance."
  }

  private func spread(_ row: Row) -> Double { row.p10 > 0 ? row.p90 / row.p10 : 0 }

  private func amount(_ value: Double, _ row: Row) -> String {
    row.unit == "$" ? "$\(Phrase.number(value))" : "\(Phrase.number(value)) \(row.unit)"
  }

  /// The figures over all worlds.
  var table: Table {
    Table(
      id: "input_uncertainty",
      title: "Figures over \(Phrase.count(worlds, "world"))"
        + (tier.map { " at \($0)" } ?? "") + ", test \(test)",
      columns: [
        .words("figure", "Figure"), .words("unit", "Unit"), Column("p10", "P10"),
        Column("p50", "P50"), Column("p90", "P90"),
        Column("input_deviation", "Deviation from inputs"),
        Column("sampling_error", "Sampling error of one world"),
        Column("input_share_pct", "Variance from inputs", unit: "%"),
        .words("strongest", "Goes with"), Column("strongest_pct", "Explains", unit: "%"),
      ],
      rows: rows.map { row in
        [
          .text(row.figure), .text(row.unit), .plain(row.p10), .plain(row.p50), .plain(row.p90),
          .plain(row.inputDeviation), row.samplingError.map { .plain($0) } ?? .missing,
          .plain(row.inputShare.value * 100), .text(row.strongest),
          .plain(row.strongestShare.value * 100),
        ]
      },
      note:
        "Each world has \(Phrase.count(replications, "replication")) of its own and other values of "
        + "all uncertain inputs. More replications lessen the sampling error alone; only better "
        + "knowledge of the inputs lessens theirs."
    )
  }

  /// What is not known exactly.
  var inputTable: Table {
    Table(
      id: "uncertain_inputs",
      title: "Inputs that nobody knows exactly",
      columns: [.words("input", "Input"), .words("p10", "P10"), .words("p90", "P90")],
      rows: inputs.map { input in
        [
          .text(input.path), .text(input.text(input.p10.number)),
          .text(input.text(input.p90.number)),
        ]
      },
      note: "Log-normal between the two; one world in ten lies below P10 and one above P90."
    )
  }
}
