import Planning
import Reporting
import Scenarios
import Statistics

extension RoadmapValidation {
  /// The validation as a report of one section.
  func report(of scenario: Scenario, command: String) -> Report {
    Report(
      name: scenario.name,
      title: "\(scenario.title): the roadmap, step by step",
      command: command,
      Section(
        id: "roadmap_validation",
        number: 1,
        title: "Roadmap validation",
        lead: lead,
        tables: [table, limits],
        notes: [
          "Each state is simulated in the busiest hour of its tier, all with the same random numbers. A "
            + "step that names a tier passes when every target and limit holds there. A step on the "
            + "way passes when what is missed at that tier falls by 2 % or more, or a fifth less waits "
            + "and fails, and the tier that was reached last still holds.",
          "The bills are brought up from the busiest hour, good for comparing.",
        ]
      )
    )
  }

  private var lead: String {
    guard let step = rejected else {
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
      step.effortDays.map { .figure($0, 3) } ?? .unknown(reason: "nobody has estimated it"),
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
            old.map { .figure($0.value, 3) } ?? .missing, .figure(check.value, 3),
            .figure(check.limit, 3),
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
