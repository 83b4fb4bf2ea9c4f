public import Planning
import Scenarios

/// A validated roadmap: which step passes, and what that rests on.
public struct RoadmapValidationTables: Sendable {
  let validation: RoadmapValidation

  /// Tables of a validation.
  public init(_ validation: RoadmapValidation) {
    self.validation = validation
  }

  /// The tables, in reading order.
  public var tables: [Table] { [table, limits] }

  /// How steps are judged.
  public var notes: [String] {
    [
      "Each state is simulated in the busiest hour of its tier, all with the same random numbers. A "
        + "step that names a tier passes when every target and limit holds there. A step on the "
        + "way passes when what is missed at that tier falls by 2 % or more, or a fifth less waits "
        + "and fails at what its change mends, and the tier that was reached last still holds.",
      "The bills are brought up from the busiest hour, good for comparing.",
    ]
  }

  private typealias Judged = RoadmapValidation.Judged
  private var steps: [Judged] { validation.steps }
  private var notJudged: [String] { validation.notJudged }

  /// What came out, in a sentence or two.
  public var lead: String {
    guard let step = validation.rejected else {
      let tiers = steps.filter(\.mustReach).map(\.tier.name)
      let distinct = tiers.enumerated().filter { !tiers[..<$0.offset].contains($0.element) }
      return "All \(steps.count) steps pass; the roadmap reaches "
        + distinct.map(\.element).joined(separator: ", ") + "."
    }
    let rest = notJudged.isEmpty ? "" : " \(notJudged.count) further not simulated."
    return "The roadmap is rejected at step \(step.number), \(step.title): \(step.evidence).\(rest)"
  }

  private var table: Table {
    let judged = steps.map(cells)
    let missing = Cell.missing
    let further = notJudged.enumerated().map { index, title -> [Cell] in
      [
        .integer(steps.count + index + 1), .text(title), missing, missing,
        .status(.unknown, "not simulated"), .text("a step before it is rejected"), missing, missing,
      ]
    }
    return Table(
      id: "roadmap_validation",
      title: "The steps",
      columns: [
        Column("step", "Step"), .words("change", "Change"), .words("tier", "Tier"),
        .words("must", "Must"), .words("verdict", "Verdict"), .words("evidence", "Evidence"),
        Column("added_usd", "Added a month"), Column("effort_days", "Effort", unit: "days"),
      ],
      rows: judged + further
    )
  }

  private func cells(_ step: Judged) -> [Cell] {
    [
      .integer(step.number), .text(step.title), .text(step.tier.name),
      .text(step.mustReach ? "reach it" : "help towards it"),
      .status(step.outcome.passes ? .pass : .fail, step.outcome.words), .text(step.evidence),
      .money(step.addedCost),
      step.effortDays.map { .plain($0) } ?? .unknown(reason: "nobody has estimated it"),
    ]
  }

  /// The three tightest targets and limits after each step.
  private var limits: Table {
    Table(
      id: "roadmap_margins",
      title: "The tightest targets and limits before and after each step",
      columns: [
        Column("step", "Step"), .words("tier", "Tier"), .words("subject", "Target or limit"),
        .words("unit", "Unit"), Column("before", "Before"), Column("after", "After"),
        Column("limit", "Limit"), .words("verdict", "Verdict"),
      ],
      rows: steps.flatMap { step in
        let before = step.before.checks
        return step.after.checks.prefix(3).map { check -> [Cell] in
          let old = before.first { $0.subject == check.subject }
          return [
            .integer(step.number), .text(step.tier.name), .text(check.subject), .text(check.unit),
            old.map { .plain($0.value) } ?? .missing, .plain(check.value),
            .plain(check.limit),
            .status(check.isMissed ? .fail : .pass, check.isMissed ? "missed" : "holds"),
          ]
        }
      }
    )
  }
}

extension RoadmapValidation.Outcome {
  /// The verdict in a few words.
  fileprivate var words: String {
    switch self {
    case .reaches: "reaches it"
    case .helps: "helps"
    case .misses: "does not reach it"
    case .idle: "brings nothing"
    case .breaks: "breaks the tier before"
    }
  }
}
