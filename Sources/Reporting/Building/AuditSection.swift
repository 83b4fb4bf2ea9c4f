import Planning

/// Section 10: the checklist of the ten areas.
struct AuditSection {
  let study: Study

  var section: Section {
    Section(
      id: "audit",
      number: 10,
      title: "Audit checklist",
      lead: lead,
      tables: [areas, questions],
      notes: [
        "Derived answers follow from the model; stated ones are the team's own, under `audit:`. A stated "
          + "answer that the model contradicts loses. Where there is no answer, the last column says what "
          + "would give one."
      ]
    )
  }

  private func count(_ answer: AuditItem.Answer, in area: AuditArea? = nil) -> Int {
    study.audit.filter { $0.answer == answer && (area == nil || $0.question.area == area) }.count
  }

  private var lead: String {
    "Of \(study.audit.count) questions \(count(.yes)) are answered yes, \(count(.no)) no, and "
      + "\(count(.unknown)) have no answer yet."
  }

  private var areas: Table {
    Table(
      id: "audit_areas",
      title: "The ten areas",
      columns: [
        .words("area", "Area"), Column("yes", "Yes"), Column("no", "No"),
        Column("unknown", "Unknown"), .words("status", "Status"),
      ],
      rows: AuditArea.allCases.map { area in
        let (no, unknown) = (count(.no, in: area), count(.unknown, in: area))
        let status: Status = no > 0 ? .fail : unknown > 0 ? .unknown : .pass
        let words = no > 0 ? "gaps" : unknown > 0 ? "not all known" : "ready"
        return [
          .text(area.title), .integer(count(.yes, in: area)), .integer(no), .integer(unknown),
          .status(status, words),
        ]
      }
    )
  }

  private var questions: Table {
    Table(
      id: "audit",
      title: "The questions",
      columns: [
        .words("area", "Area"), .words("question", "Question"), .words("answer", "Answer"),
        .words("origin", "Origin"), .words("evidence", "Evidence, or what would answer it"),
      ],
      rows: study.audit.map { item in
        [
          .text(item.question.area.title), .text(item.question.text),
          .status(item.answer.status, item.answer.rawValue),
          item.origin == .unknown ? .missing : .text(item.origin.rawValue),
          .words(item.evidence),
        ]
      }
    )
  }
}

extension AuditItem.Answer {
  /// The sign for it.
  var status: Status {
    switch self {
    case .yes: .pass
    case .no: .fail
    case .unknown: .unknown
    }
  }
}
