public import Planning
import Quantities
public import Scenarios
import Statistics

extension Report {
  /// A comparison as a report of one section.
  ///
  /// - Parameters:
  ///   - comparison: What was found.
  ///   - scenario: The first scenario.
  ///   - command: The command that made it.
  public init(_ comparison: Comparison, of scenario: Scenario, command: String) {
    self.init(
      name: scenario.name,
      title: "\(scenario.title): what changes",
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: [comparison.section],
      provenance: []
    )
  }
}

extension Comparison {
  /// The comparison as a section.
  fileprivate var section: Section {
    Section(
      id: "comparison",
      number: 1,
      title: "The same requests, the same luck",
      lead: lead,
      tables: [changes, figures, objectives].compactMap(\.self),
      notes: sentences + notes
    )
  }

  private var lead: String {
    let words = variants.map { variant in
      let found = variant.loads.flatMap(\.figures).filter { $0.direction != .none }.count
      let all = variant.loads.flatMap(\.figures).count
      return "\(variant.name): \(found) of \(all) figures differ by more than chance"
    }
    return "Compared with \(baseline). " + words.joined(separator: "; ") + "."
  }

  /// What differs, a sentence a figure.
  private var sentences: [String] {
    variants.flatMap { variant in
      variant.loads.flatMap { load -> [String] in
        let place = load.tier.map { "At \($0), with" } ?? "With"
        let words = load.figures.filter(\.deservesSentence).compactMap(\.sentence)
        guard !words.isEmpty else { return [] }
        return ["\(place) \(variant.name): \(words.joined(separator: "; "))."]
      }
    }
  }

  private var notes: [String] {
    var notes = [
      "Variance reduction: the variance that the difference of independent runs would have, over that "
        + "of the paired runs. It is what the same luck saves; it is large for small changes."
    ]
    if variants.count > 1 {
      let percent = Int((level.value * 1000).rounded())
      notes.append(
        "Each interval is at \(Double(percent) / 10) %, so that all comparisons of a figure hold at "
          + "once (Bonferroni)."
      )
    }
    let unpriced = Set(variants.flatMap(\.loads).flatMap(\.unpriced)).sorted()
    if !unpriced.isEmpty, variants.flatMap(\.loads).flatMap(\.figures).contains(where: \.isCost) {
      notes.append("Bills leave out what has no price: \(unpriced.joined(separator: ", ")).")
    }
    return notes
  }

  private var changes: Table? {
    let rows = variants.flatMap { variant in
      variant.differences.map { item -> [Cell] in
        [
          .text(variant.name), .text(item.path), item.before.map { .text($0) } ?? .missing,
          item.after.map { .text($0) } ?? .missing,
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "changes",
      title: "What the files say otherwise",
      columns: [
        .words("variant", "Variant"), .words("path", "Path"), .words("before", baseline),
        .words("after", "Variant says"),
      ],
      rows: rows
    )
  }

  private var figures: Table {
    Table(
      id: "differences",
      title: "Differences",
      columns: [
        .words("variant", "Variant"), .words("tier", "Tier"), .words("figure", "Figure"),
        Column("before", "Before"), Column("after", "After"), Column("difference", "Difference"),
        .words("finding", "Finding"), Column("variance_reduction", "Variance reduction", unit: "×"),
      ],
      rows: variants.flatMap { variant in
        variant.loads.flatMap { load in
          load.figures.map { figure -> [Cell] in
            [
              .text(variant.name), .text(load.tier ?? "as given"), .text(figure.title),
              .significant(figure.before * figure.scale, 4),
              .significant(figure.after * figure.scale, 4),
              .estimated(figure.paired.difference, times: figure.scale),
              .text(figure.direction.word),
              figure.paired.varianceReduction.map { .significant($0, 2) } ?? .missing,
            ]
          }
        }
      }
    )
  }

  private var objectives: Table? {
    let rows = variants.flatMap { variant in
      variant.loads.flatMap { load in
        load.objectives.map { item -> [Cell] in
          [
            .text(variant.name), .text(load.tier ?? "as given"), .text(item.title),
            .text(item.limitWords), .verdict(item.before), .verdict(item.after),
            .text(item.change),
          ]
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "objectives",
      title: "Targets before and after",
      columns: [
        .words("variant", "Variant"), .words("tier", "Tier"), .words("target", "Target"),
        .words("limit", "Limit"), .words("before", "Before"), .words("after", "After"),
        .words("change", "Change"),
      ],
      rows: rows
    )
  }
}
