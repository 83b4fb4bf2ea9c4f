import Planning
import Scenarios

/// What still succeeds while a part of the platform is out.
enum KnockOutTable {
  /// The table; nil where no part was taken out.
  static func table(_ study: Study) -> Table? {
    guard !study.knockOuts.isEmpty else { return nil }
    return Table(
      id: "single_points",
      title: "Without each part, for the whole of the busiest hour",
      columns: [
        .words("tier", "Tier"), .words("platform", "Platform"),
        .words("layer", "Layer"), .words("part", "Part"), .words("fault", "What is done to it"),
        Column("succeeded_pct", "Requests that succeed", unit: "%"),
        .words("worst_endpoint", "Worst endpoint"),
        Column("worst_succeeded_pct", "Of it succeed"), .words("verdict", "Verdict"),
        .words("evidence", "Evidence"), .words("remedy", "Remedy"),
      ],
      rows: study.knockOuts.map { item in
        [
          item.tier.map { .text($0) } ?? .missing,
          .text(item.isPlanned ? "with the roadmap" : "as it is"),
          .text(item.layer.rawValue), .text(item.part), .text(item.fault),
          .percentage(item.succeeded), item.worst.map { .text($0.route) } ?? .missing,
          item.worst.map { .percent(share: $0.share) } ?? .missing,
          .status(item.outcome.status, item.outcome.words), .text(item.evidence),
          item.remedy.isEmpty ? .missing : .text(item.remedy),
        ]
      },
      note: "A part is a single point of failure when some endpoint answers less than half of its "
        + "requests without it. A database that is out refuses at once; of a service one instance is "
        + "out, of replicas and of the workers of a queue too; a cache that is out is one where every "
        + "lookup misses. Targets count that hold with everything in place."
    )
  }
}

extension KnockOut.Outcome {
  /// The sign for it.
  fileprivate var status: Status {
    switch self {
    case .stops: .fail
    case .suffers: .warn
    case .carriesOn: .pass
    case .unknown: .unknown
    }
  }

  /// The verdict in a few words.
  fileprivate var words: String {
    switch self {
    case .stops: "single point of failure"
    case .suffers: "targets fall"
    case .carriesOn: "carries on"
    case .unknown: "not modelled"
    }
  }
}
