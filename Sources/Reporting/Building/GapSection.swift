import Planning

/// Section 7: what the platform lacks.
struct GapSection {
  let study: Study

  var section: Section {
    let gaps = study.gaps
    return Section(
      id: "architecture_gaps",
      number: 7,
      title: "Architecture gaps",
      lead: lead(gaps),
      tables: [gaps.isEmpty ? nil : table(gaps), KnockOutTable.table(study)].compactMap(\.self),
      notes: gaps.isEmpty
        ? []
        : [
          "Seen in: the model alone, on paper; a limit that the demand of a tier reaches; an outage, the "
            + "simulation without a part; or the audit checklist of section 10.",
          "A limit that is passed at the first tier is critical, at the next one high, and so on; a "
            + "single point of failure is high; a no of the checklist is medium where users would feel "
            + "it, else low. Within a priority the relief for each day of work decides, where the "
            + "roadmap has simulated the change (section 9 says what relief is).",
        ]
    )
  }

  private func lead(_ gaps: [Gap]) -> String {
    guard !gaps.isEmpty else { return "There is no table of gaps: none was seen." }
    let counts = Finding.Severity.allCases.compactMap { severity -> String? in
      let count = gaps.filter { $0.priority == severity }.count
      return count == 0 ? nil : "\(count) \(severity.rawValue)"
    }
    return "\(Phrase.sentence(Phrase.count(gaps.count, "gap"))): \(Phrase.list(counts))."
  }

  private func table(_ gaps: [Gap]) -> Table {
    Table(
      id: "gaps",
      title: "Gaps, gravest first",
      columns: [
        .words("priority", "Priority"), .words("origin", "Seen in"), .words("gap", "Gap"),
        .words("scale_impact", "Impact at scale"),
        .words("remedy", "Remedy"), Column("relief", "Relief"),
        Column("effort_days", "Effort", unit: "days"),
      ],
      rows: gaps.map { gap in
        [
          .status(gap.priority.status, gap.priority.rawValue), .text(gap.origin.rawValue),
          .text(gap.title),
          .words(gap.impact),
          gap.remedy.isEmpty ? .unknown(reason: "no change is listed") : .text(gap.remedy),
          gap.relief.map { .number($0, digits: 2) }
            ?? .unknown(reason: "the roadmap has not simulated a change for it"),
          gap.effortDays.map { .plain($0) }
            ?? .unknown(reason: "no change with an effort is listed for it"),
        ]
      }
    )
  }
}
