import Planning

/// Section 1: three scores, each with its rule.
struct ScoresSection {
  let study: Study

  var section: Section {
    Section(
      id: "scores",
      number: 1,
      title: "Scores",
      lead: lead,
      tables: [
        Table(
          id: "scores",
          title: "Scores from 1 to 10",
          columns: [
            .words("score", "Score"), Column("value", "Value", unit: "of 10"),
            .words("rule", "Rule, with its numbers"),
          ],
          rows: study.scores.map(row),
          headline: Table.Headline(
            question: "How does it score?",
            turn: 5,
            columns: ["score", "value"]
          )
        )
      ]
    )
  }

  private func row(_ score: Score) -> [Cell] {
    [
      .text(score.title),
      score.value.map { .number($0, digits: 1) } ?? .unknown(reason: score.rule),
      .text(score.rule),
    ]
  }

  private var lead: String {
    let known = study.scores.compactMap { score in
      score.value.map { "\(score.title) scores \(Phrase.of(.number($0, digits: 1)))" }
    }
    let unknown = study.scores.filter { $0.value == nil }.map(\.title)
    var sentences: [String] = []
    if !known.isEmpty { sentences.append("\(Phrase.list(known)) of 10.") }
    if !unknown.isEmpty { sentences.append("\(Phrase.list(unknown)) cannot be scored.") }
    return sentences.joined(separator: " ")
  }
}
