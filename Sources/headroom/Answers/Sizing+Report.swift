import Costing
import Planning
import Quantities
import Reporting
import Scenarios
import Statistics

extension Sizing {
  /// The answer as a report of one section.
  func report(of scenario: Scenario, _ regret: SizingRegret?, command: String) -> Report {
    Report(
      name: scenario.name,
      title: "\(scenario.title): the cheapest that holds",
      command: command,
      Section(
        id: "size",
        number: 1,
        title: "Size",
        lead: lead,
        tables: [levels] + (answerState.map { [bill($0.bill)] } ?? []) + [certificate]
          + (regret.map { [$0.table] } ?? []),
        notes: notes(confidence: scenario.experiment.confidence) + (regret?.notes ?? [])
      )
    )
  }

  private var lead: String {
    guard let answer else {
      let reason = trials.first?.glance.failure
      return "No combination holds at \(tier.name): with every change at its highest level "
        + "\(reason ?? "a target") is still missed."
    }
    let made = answer.levels.count { $0 > 0 }
    return "The cheapest of \(configurations) configurations that holds at \(tier.name) costs "
      + "\(money(answer.cost)) a month and makes \(made) of \(changes.count) changes; \(trials.count) were "
      + "looked at, \(trials.count { $0.glance.proof == .whole }) of them in full."
  }

  private func money(_ amount: Money) -> String {
    let cents = (amount.microUSD + 5000) / 10_000
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  private var levels: Table {
    Table(
      id: "size_levels",
      title: "What to choose",
      columns: [
        .words("change", "Change"), .words("title", "What it does"), Column("level", "Level"),
        Column("levels", "Of"), Column("lowest", "Lowest that can hold"),
        .words("settings", "Settings"),
      ],
      rows: changes.indices.map { i in
        let change = changes[i]
        let level = answer?.levels[i]
        let settings = level.map { $0 > 0 ? change.levels[$0 - 1] : [] } ?? []
        return [
          .text(change.name), .text(change.title),
          level.map(Cell.integer) ?? .unknown(reason: "no configuration holds"),
          .integer(change.levels.count), .integer(lowest[i]),
          .text(settings.map { "\($0.path)=\($0.value)" }.joined(separator: ", ")),
        ]
      },
      note: "Level 0 is the platform as it is."
    )
  }

  private func bill(_ bill: Bill) -> Table {
    Table(
      id: "size_bill",
      title: "What a month of it costs",
      columns: [.words("item", "Item"), .words("part", "Part"), Column("amount_usd", "Amount")],
      rows: bill.lines.map { [.text($0.item), .text($0.group.rawValue), .money($0.amount)] }
    )
  }

  private var certificate: Table {
    Table(
      id: "size_trials",
      title: "What was looked at",
      columns: [
        Column("turn", "Turn"), .words("levels", "Levels"), Column("cost_usd", "Cost a month"),
        .words("verdict", "Verdict"), .words("proof", "Seen in"),
        .words("reason", "What falls first"),
      ],
      rows: trials.enumerated().map { turn, trial in
        [
          .integer(turn + 1), .text(trial.levels.map(String.init).joined(separator: "-")),
          .money(trial.cost), .status(trial.holds ? .pass : .fail, words(trial)),
          .text(trial.glance.proof.rawValue), .text(trial.glance.failure ?? ""),
        ]
      },
      note: "Levels in the order of the changes above. All trials meet the same random numbers. A "
        + "short run only tells what plainly fails, by all of its interval and a tenth beyond; what may "
        + "hold is simulated in full before it is the answer."
    )
  }

  private func words(_ trial: Trial) -> String {
    if !trial.holds { return "fails" }
    return trial.glance.proof == .whole ? "holds" : "may hold"
  }

  private func notes(confidence: Fraction) -> [String] {
    guard let answerState else { return [] }
    let tightest = answerState.checks.first.map { "; the tightest: \($0.words)" } ?? ""
    let surely = answerState.result.verdict == .held
    let percent = "\(Int((confidence.value * 100).rounded())) %"
    return [
      surely
        ? "Every target of the answer is met by the whole \(percent) interval of its value\(tightest)."
        : "Every target of the answer is met by its value, not all of them by the whole \(percent) "
          + "interval\(tightest).",
      "Of the others \(belowLowest) have a level below the lowest that can hold, \(belowFailure) are nowhere "
        + "above one that failed, and \(dearer) cost at least as much as the answer.",
      "The answer has been simulated. That nothing cheaper holds rests on the rule that what holds at some "
        + "levels holds at higher ones; costs are compared for the usage of a platform that holds.",
    ]
  }
}
