import Scenarios
import Statistics

extension AuditItem {
  /// The item in the light of what was seen when parts were taken out.
  ///
  /// It answers whether the platform survives the loss of any one part, and better than the model
  /// alone: a fallback that is written down need not carry the load.
  func considering(_ knockOuts: [KnockOut]) -> AuditItem {
    guard question.key == "architecture.redundant" else { return self }
    let seen = knockOuts.filter { $0.outcome != .unknown }
    guard !seen.isEmpty else { return self }
    let fatal = seen.filter(\.isSinglePointOfFailure)
    var item = self
    item.origin = .derived
    if fatal.isEmpty {
      // What was not taken out is not known to be survived.
      guard seen.count == knockOuts.count else { return self }
      item.answer = .yes
      item.evidence =
        "simulated: at least half of every endpoint's requests succeed without any of "
        + AuditText.list(seen.map(\.part), most: 8)
      return item
    }
    item.answer = .no
    let words = fatal.map { part in
      let share = part.succeeded.estimate.map { percent($0.value) } ?? "?"
      return "without \(part.part) \(share) of the requests succeed"
    }
    item.evidence = "simulated: \(AuditText.list(words, most: 6))"
    return item
  }
}
