import Planning

/// Section 9: what to do, ranked.
struct RecommendationSection {
  let study: Study

  var section: Section {
    let advice = study.recommendations
    return Section(
      id: "recommendations",
      number: 9,
      title: "Recommendations",
      lead: lead(advice),
      tables: advice.isEmpty ? [] : [table(advice)],
      notes: advice.contains { $0.relief != nil }
        ? [
          "Ranked by priority, then by relief for each day of work; remedies of what is wrong on paper "
            + "stand behind the simulated changes of the same priority. A change has the priority of "
            + "the first tier that needs it. The roadmap has the order in which the changes were "
            + "proven: each was simulated on top of those before it.",
          "Relief is the sum of log10 (value / target) over all missed targets and limits, and ten times "
            + "the share of failures beyond the allowed: 1 is a target missed tenfold that is now met. "
            + "Relief near 0 with a change kept means that it moved the bottleneck to the next place.",
        ] : []
    )
  }

  private func lead(_ advice: [Recommendation]) -> String {
    guard let first = advice.first else {
      return "There is nothing to recommend: no change was needed and nothing is wrong on paper."
    }
    let days = first.effortDays.map { ", \(Phrase.number($0)) days of work" } ?? ""
    let title = first.title.hasSuffix(".") ? String(first.title.dropLast()) : first.title
    return "Start with: \(title)\(days)."
  }

  private func table(_ advice: [Recommendation]) -> Table {
    Table(
      id: "recommendations",
      title: "Recommendations",
      columns: [
        Column("rank", "Rank"), .words("recommendation", "Recommendation"),
        .words("impact", "Impact: what it mends"), Column("relief", "Relief"),
        Column("effort_days", "Effort", unit: "days"), .words("priority", "Priority"),
      ],
      rows: advice.enumerated().map { index, item in
        [
          .integer(index + 1), .text(item.title), .text(item.impact),
          item.relief.map { .number($0, digits: 2) } ?? .unknown(reason: "not simulated"),
          item.effortDays.map { .plain($0) } ?? .unknown(reason: "nobody has estimated it"),
          .status(item.priority.status, item.priority.rawValue),
        ]
      }
    )
  }
}
