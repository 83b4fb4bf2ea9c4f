public import Planning
import Quantities
import Scenarios

extension Report {
  /// The report of a study: eleven sections, always the same, in reading order.
  ///
  /// Nothing is computed here; every number stands in the study.
  ///
  /// - Parameters:
  ///   - study: What was found out.
  ///   - command: The command that made it, as typed.
  ///   - version: The version of the program; nil when it is not known.
  public init(_ study: Study, command: String, version: String? = nil) {
    let scenario = study.scenario
    let sizes = study.tiers.compactMap(\.tier?.name)
    let subject =
      scenario.description.isEmpty ? scenario.platform.description : scenario.description
    let scope =
      sizes.isEmpty
      ? "no tiers, seed \(scenario.experiment.seed)"
      : "\(Phrase.list(sizes)), seed \(scenario.experiment.seed)"
    self.init(
      name: scenario.name,
      title: scenario.title,
      subtitle: subject.isEmpty ? Phrase.sentence(scope) : "\(subject) \(Phrase.sentence(scope))",
      command: command,
      summary: Executive(study: study).sentences,
      cards: Executive(study: study).cards,
      outlook: Outlook(study: study).entries,
      nextSteps: Outlook(study: study).steps,
      sections: [
        ScoresSection(study: study).section, CapacitySection(study: study).section,
        BottleneckSection(study: study).section, ResponseTimeSection(study: study).section,
        LoadTestSection(study: study).section, CostSection(study: study).section,
        GapSection(study: study).section, RoadmapSection(study: study).section,
        RecommendationSection(study: study).section, AuditSection(study: study).section,
        AssumptionSection(study: study).section,
      ],
      provenance: [
        Entry(
          "version",
          "Headroom",
          version.map { .text($0) } ?? .unknown(reason: "the version was not given")
        ),
        Entry("scenario", "Scenario", .text(scenario.name)),
        Entry("today", "Judged on", .date(study.today)),
        Entry("seed", "Seed", .text(String(scenario.experiment.seed))),
        Entry("events", "Simulated events", .integer(Int(study.events))),
        Entry("files", "Input files", .integer(study.files.count)),
      ]
    )
  }
}
