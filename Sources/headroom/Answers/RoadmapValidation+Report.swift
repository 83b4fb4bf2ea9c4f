import Planning
import Reporting
import Scenarios

extension RoadmapValidation {
  /// The validation as a report of one section.
  func report(of scenario: Scenario, command: String) -> Report {
    let tables = RoadmapValidationTables(self)
    return Report(
      name: scenario.name,
      title: "\(scenario.title): the roadmap, step by step",
      command: command,
      Section(
        id: "roadmap_validation",
        number: 1,
        title: "Roadmap validation",
        lead: tables.lead,
        tables: tables.tables,
        notes: tables.notes
      )
    )
  }
}
