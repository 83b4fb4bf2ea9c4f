public import Scenarios

/// A question of the checklist with its answer and what the answer rests on.
public struct AuditItem: Hashable, Sendable {
  /// What is known of a question.
  public enum Answer: String, Hashable, Sendable, CaseIterable {
    /// So it is.
    case yes
    /// So it is not.
    case no
    /// Nothing says so or otherwise.
    case unknown
  }

  /// Where an answer comes from.
  public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// It follows from the model.
    case derived
    /// The model's `audit:` says so.
    case stated
    /// There is no answer.
    case unknown
  }

  /// The question.
  public var question: AuditQuestion
  /// The answer.
  public var answer: Answer
  /// Where the answer comes from.
  public var origin: Origin
  /// What the answer rests on; what would answer the question where nothing does.
  public var evidence: String

  /// A question with its answer.
  public init(question: AuditQuestion, answer: Answer, origin: Origin, evidence: String) {
    self.question = question
    self.answer = answer
    self.origin = origin
    self.evidence = evidence
  }
}

/// Answers the whole checklist for a scenario, in the order of the checklist.
///
/// What follows from the model is derived; else the model's own `audit:` answer stands; else the
/// answer is unknown. A stated answer that the model contradicts loses, and the evidence says so.
/// Prices are held against the newest date in the price books: a scenario has no today.
public func audit(_ scenario: Scenario) -> [AuditItem] {
  let facts = AuditFacts(scenario)
  let stated = Dictionary(
    scenario.platform.audit.map { ($0.question, $0) },
    uniquingKeysWith: { _, last in last }
  )
  return AuditChecklist.questions.map { question in
    let derived = AuditDerivation.all[question.key]?(facts)
    return item(question, derived: derived, stated: stated[question.key])
  }
}

private func item(
  _ question: AuditQuestion,
  derived: AuditDerivation?,
  stated: AuditAnswer?
) -> AuditItem {
  guard let derived else { return item(question, stated: stated) }
  var evidence = derived.evidence
  if let answer = stated?.answer, answer != derived.answer {
    let words = stated?.evidence ?? ""
    evidence += "; the audit answer \(answer ? "yes" : "no")"
    evidence += words.isEmpty ? " contradicts this" : " (\"\(words)\") contradicts this"
  }
  return AuditItem(
    question: question,
    answer: derived.answer ? .yes : .no,
    origin: .derived,
    evidence: evidence
  )
}

private func item(_ question: AuditQuestion, stated: AuditAnswer?) -> AuditItem {
  guard let stated, let answer = stated.answer else {
    let words = stated?.evidence ?? ""
    return AuditItem(
      question: question,
      answer: .unknown,
      origin: .unknown,
      evidence: (words.isEmpty ? "" : "\(words); ") + "would be answered by: \(question.help)"
    )
  }
  return AuditItem(
    question: question,
    answer: answer ? .yes : .no,
    origin: .stated,
    evidence: stated.evidence.isEmpty ? "stated without evidence" : stated.evidence
  )
}
