import Planning
import Quantities
import Reporting
import Scenarios
import Statistics

extension MetastabilityProbe {
  /// The probe as a report of one section.
  func report(of scenario: Scenario, command: String) -> Report {
    Report(
      name: scenario.name,
      title: "\(scenario.title): the probe",
      command: command,
      Section(
        id: "metastability",
        number: 1,
        title: "Metastability",
        lead: lead,
        tables: [table],
        notes: [
          "The faults last from \(seconds(from)) to \(seconds(to)) of the test \(test); "
            + "\(tier.map { "the load is that of tier \($0)" } ?? "the load is as given").",
          "It counts as recovered when more than \(Int((criterion.share.value * 100).rounded())) % of "
            + "the requests are answered over the \(seconds(criterion.window.seconds)) that end "
            + "\(seconds(criterion.settling.seconds)) after the faults.",
          "Each replication is bisected by itself, to steps of 2 % in the length of the faults.",
        ]
      )
    )
  }

  private var lead: String {
    let length = seconds(to - from)
    guard !recovers else {
      let time = meanRecovery.map { " after \(seconds($0)) on average" } ?? ""
      return "It recovers\(time) from faults of \(length)\(tipping)."
    }
    let count = recovered == 0 ? "" : " in \(answered.count - recovered) of \(answered.count) runs"
    return "It does not recover\(count) from faults of \(length), although they are over\(tipping)."
  }

  private var tipping: String {
    guard let trigger = smallestTrigger.estimate?.value else { return "" }
    return isBeyondSearch
      ? "; none up to \(seconds(trigger)) tips it over"
      : "; \(seconds(trigger)) of them are enough to tip it over"
  }

  private var table: Table {
    Table(
      id: "metastability",
      title: "When the faults are over",
      columns: [
        .words("test", "Test"), .words("tier", "Tier"), .words("outcome", "Outcome"),
        Column("faults_s", "Faults last", unit: "s"), Column("recovered", "Runs that recover"),
        Column("runs", "Runs"), Column("recovery_s", "Recovery takes", unit: "s"),
        Column("smallest_trigger_s", "Smallest trigger", unit: "s"),
      ],
      rows: [
        [
          .text(test), .text(tier ?? "as given"),
          .text(recovers ? "recovers" : "does not recover"), .figure(to - from, 3),
          .integer(recovered), .integer(answered.count),
          meanRecovery.map { .figure($0, 3) } ?? .missing, .simulated(smallestTrigger),
        ]
      ],
      note: isBeyondSearch ? "The smallest trigger is a lower bound: the search ended there." : ""
    )
  }

  private func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) s" }
}
