import Costing
import Planning
import Quantities
import Scenarios

/// Section 8: the steps from tier to tier, each simulated before it is listed.
struct RoadmapSection {
  let study: Study

  var section: Section {
    guard !study.phases.isEmpty else {
      let why =
        study.scenario.changes.isEmpty
        ? "no change is listed that could be tried"
        : "the scenario has no tiers to plan for"
      return Section(
        id: "roadmap",
        number: 8,
        title: "Scaling roadmap",
        lead: validated?.lead ?? "There is no roadmap: \(why).",
        tables: validated?.tables ?? [],
        notes: validated?.notes ?? []
      )
    }
    return Section(
      id: "roadmap",
      number: 8,
      title: "Scaling roadmap",
      lead: lead,
      tables: [phases, steps.isEmpty ? nil : order, steps.isEmpty ? nil : proof, changedLines]
        .compactMap(\.self) + rejectedTables + (validated?.tables ?? []),
      notes: notes + (validated.map { [$0.lead] + $0.notes } ?? [])
    )
  }

  /// The scenario's own roadmap, where it has one.
  private var validated: RoadmapValidationTables? {
    study.validation.map(RoadmapValidationTables.init)
  }

  private struct Numbered {
    var number: Int
    var horizon: String
    var phase: RoadmapPhase
    var step: RoadmapStep
  }

  private var steps: [Numbered] {
    let all = study.phases.enumerated().flatMap { index, phase in
      phase.steps.map { (Self.horizon(index, phase), phase, $0) }
    }
    return all.enumerated().map {
      Numbered(
        number: $0.offset + 1,
        horizon: $0.element.0,
        phase: $0.element.1,
        step: $0.element.2
      )
    }
  }

  /// When the phases of growth are usually due; the first is the platform of today.
  private static let horizons = ["now", "immediate", "this quarter", "this year"]

  private static func horizon(_ index: Int, _ phase: RoadmapPhase) -> String {
    let when = index < horizons.count ? horizons[index] : "later"
    return "\(Phrase.sentence(when)) (\(phase.tier.name))"
  }

  private var lead: String {
    let held = study.phases.filter(\.holds).map(\.tier.name)
    let failed = study.phases.first { !$0.holds }
    var words =
      held.isEmpty
      ? "No tier holds, whatever is changed."
      : "With \(Phrase.count(steps.count, "simulated step")) the platform holds at "
        + "\(Phrase.list(held))."
    if let failed {
      words += " At \(failed.tier.name) it does not: \(failed.end.trouble ?? "a target is missed")."
    }
    return words
  }

  private var phases: Table {
    Table(
      id: "phases",
      title: "Phases",
      columns: [
        .words("phase", "Phase"), .words("before", "Before"), Column("steps", "Steps"),
        Column("effort_days", "Effort", unit: "days"), .words("after", "After"),
        .words("status", "Status"), Column("added_usd", "Added a month"),
      ],
      rows: study.phases.enumerated().map { index, phase in
        [
          .text(Self.horizon(index, phase)), .text(phase.start.trouble ?? "all targets met"),
          .integer(phase.steps.count), .plain(phase.effortDays),
          .text(phase.end.trouble ?? "all targets met"),
          .status(phase.holds ? .pass : .fail, phase.holds ? "holds" : "does not hold"),
          .money(phase.steps.reduce(into: .zero) { $0 += $1.addedCost }),
        ]
      },
      note:
        "Each phase starts from the platform of the one before. What is added is that of its steps, from "
        + "bills brought up from the busiest hour; those of section 6 come from whole days."
    )
  }

  private var order: Table {
    Table(
      id: "roadmap",
      title: "Steps, in order",
      columns: [
        Column("step", "Step"), .words("phase", "Phase"), .words("change", "Change"),
        .words("settings", "Settings"), .words("reason", "Reason"),
        Column("added_usd", "Added a month"), Column("effort_days", "Effort", unit: "days"),
        Column("lead_days", "Lead time", unit: "days"), Column("needed_by", "Decide by"),
      ],
      rows: steps.map { item in
        let settings = item.step.settings.map { "\($0.path) = \($0.value)" }
        return [
          .integer(item.number), .text(item.horizon), .text(item.step.title),
          .text(settings.joined(separator: ", ")), .text(item.step.reason),
          .money(item.step.addedCost), .plain(item.step.effortDays),
          .plain(item.step.change.leadTimeDays), deadline(item),
        ]
      },
      note:
        "Decide by: the day on which the tier is expected, or before it a limit that the step lifts, less "
        + "the lead time of the change.",
      headline: Table.Headline(
        question: "Which change, in which order?",
        turn: 4,
        columns: ["step", "phase", "change", "added_usd", "effort_days", "needed_by"]
      )
    )
  }

  private func deadline(_ item: Numbered) -> Cell {
    if let day = study.neededBy(item.step, for: item.phase) { return .date(day) }
    let why =
      study.growth?.reaching(item.phase.tier.name) == nil
      ? "no history of growth leads to the tier"
      : "the tier lies after the horizon, \(study.growthEnd)"
    return .unknown(reason: why)
  }

  /// The lines in which the bills before and after each step differ: what is added, line by line.
  private var changedLines: Table? {
    lines(
      "roadmap_cost_lines",
      "What each step adds, line by line",
      steps.map { ($0.number, $0.step.before.bill, $0.step.after.bill) }
    )
  }

  private func lines(
    _ id: String,
    _ title: String,
    _ steps: [(number: Int, before: Bill, after: Bill)]
  ) -> Table? {
    let rows = steps.flatMap { step -> [(place: [Cell], line: Bill.Line)] in
      func lines(_ bill: Bill, without other: Bill, _ side: String) -> [(place: [Cell], Bill.Line)]
      {
        bill.lines.filter { !other.lines.contains($0) }
          .map { ([.integer(step.number), .text(side)], $0) }
      }
      return lines(step.before, without: step.after, "before")
        + lines(step.after, without: step.before, "after")
    }
    guard !rows.isEmpty else { return nil }
    return BillLines.table(
      id,
      title,
      places: [Column("step", "Step"), .words("bill", "Bill")],
      rows: rows
    )
  }

  /// What was tried and taken back, numbered on its own.
  private var rejected: [(tier: String, step: RejectedStep)] {
    study.phases.flatMap { phase in phase.rejected.map { (phase.tier.name, $0) } }
  }

  /// What it would have cost, and the lines of that.
  private var rejectedTables: [Table] {
    guard !rejected.isEmpty else { return [] }
    let table = Table(
      id: "roadmap_rejected",
      title: "Changes that were tried and taken back",
      columns: [
        Column("step", "No."), .words("tier", "Tier"), .words("change", "Change"),
        Column("level", "Level"), Column("added_usd", "Added a month"),
      ],
      rows: rejected.enumerated().map { index, item in
        [
          .integer(index + 1), .text(item.tier), .text(item.step.change.title),
          .integer(item.step.level), .money(item.step.addedCost),
        ]
      },
      note: "The bill with the change less the bill without it, at the place where it was tried.",
      isData: true
    )
    let lines = lines(
      "rejected_cost_lines",
      "What changes that were taken back would add, line by line",
      rejected.enumerated().map { ($0 + 1, $1.step.before, $1.step.after) }
    )
    return [table] + [lines].compactMap(\.self)
  }

  private var proof: Table {
    Table(
      id: "roadmap_proof",
      title: "What the simulation says before and after each step",
      columns: [
        Column("step", "Step"), .words("change", "Change"), .words("before", "Trouble before"),
        .words("after", "Trouble after"), .words("endpoint", "Endpoint that stood worst"),
        Column("before_ms", "p95 before", unit: "ms"), Column("after_ms", "p95 after", unit: "ms"),
        Column("target_ms", "Target", unit: "ms"),
        Column("failures_before_pct", "Failures before", unit: "%"),
        Column("failures_after_pct", "Failures after", unit: "%"),
        .words("resource", "Scarcest after it"), Column("headroom_pct", "Its headroom"),
      ],
      rows: steps.map(proofCells)
    )
  }

  private func proofCells(_ item: Numbered) -> [Cell] {
    let (before, after) = (item.step.before, item.step.after)
    let worst = before.result.worstTarget(percentile: 0.95)
    let same = after.result.endpoints.first { $0.name == worst?.endpoint.name }?.percentile(0.95)
    let scarce = after.headroom.first { $0.headroom != nil }
    return [
      .integer(item.number), .text(item.step.title), .text(before.trouble ?? "none"),
      .text(after.trouble ?? "none"),
      worst.map { .text($0.endpoint.route) } ?? .missing,
      worst.map { .milliseconds($0.item.value) } ?? .missing,
      same.map { .milliseconds($0.value) } ?? .missing,
      worst.map { .milliseconds($0.item.target) } ?? .missing,
      .percentage(before.result.failureRatio), .percentage(after.result.failureRatio),
      scarce.map { .text($0.resource) } ?? .missing,
      scarce?.headroom.map { .percent(share: $0) } ?? .missing,
    ]
  }

  private var notes: [String] {
    let settings = study.phases.last?.settings.map { "\($0.path) = \($0.value)" } ?? []
    let end =
      settings.isEmpty
      ? [] : ["All settings in force at the end: \(settings.joined(separator: ", "))."]
    return end
      + study.phases.flatMap { phase in
        phase.rejected.map { "Tried for \(phase.tier.name) and taken back: \($0.words)." }
      }
  }
}

extension RoadmapStep {
  /// The change and how far it goes.
  var title: String {
    let levels = change.levels.count
    return levels > 1 ? "\(change.title) (level \(level) of \(levels))" : change.title
  }
}
