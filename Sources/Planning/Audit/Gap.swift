import Scenarios

/// Something that the platform lacks for its next size.
public struct Gap: Hashable, Sendable {
  /// Where it was seen.
  public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// On paper, in the model alone.
    case model
    /// In the demand of a simulated tier.
    case limit
    /// In the answers of the checklist.
    case audit
  }

  /// Where it was seen.
  public var origin: Origin
  /// What is lacking.
  public var title: String
  /// What it does at scale, with numbers.
  public var impact: String
  /// How much depends on it.
  public var priority: Finding.Severity
  /// What would close it; empty when nobody says.
  public var remedy: String
  /// Person-days of the candidate change that closes it; nil when none is listed.
  public var effortDays: Double?
}

extension Study {
  /// What the platform lacks, gravest first: findings, limits that a tier passes, and the answers
  /// "no" of the checklist that none of these covers.
  public var gaps: [Gap] {
    let found = findings.map(gap) + limitGaps + auditGaps
    return found.enumerated()
      .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
      .map(\.element)
  }

  private func gap(_ finding: Finding) -> Gap {
    Gap(
      origin: .model,
      title: finding.title,
      impact: finding.evidence,
      priority: finding.severity,
      remedy: finding.remedy,
      effortDays: nil
    )
  }

  /// Each limit once, at the first tier that passes it.
  private var limitGaps: [Gap] {
    var seen: Set<String> = []
    var found: [Gap] = []
    for (index, tier) in tiers.enumerated() {
      for row in tier.headroom where row.isSaturated && seen.insert(row.resource).inserted {
        let change = scenario.changes.first { $0.causes.contains(Cause(of: row)) }
        found.append(
          Gap(
            origin: .limit,
            title: "\(row.resource) is full at \(tier.name)",
            impact: "\(number(row.demand)) of \(number(row.limit ?? 0)) \(row.unit) are needed",
            priority: Study.priority(ofTier: index),
            remedy: change?.title ?? "",
            effortDays: change?.effortDays
          )
        )
      }
    }
    return found
  }

  private var auditGaps: [Gap] {
    let covered = Set(
      findings.flatMap { finding in
        Study.covered[String(finding.id.prefix { $0 != "." })] ?? []
      }
    )
    return audit.filter { $0.answer == .no && !covered.contains($0.question.key) }.map { item in
      Gap(
        origin: .audit,
        title: "\(item.question.text) No",
        impact: item.evidence,
        priority: Study.grave.contains(item.question.area) ? .medium : .low,
        remedy: "",
        effortDays: nil
      )
    }
  }

  /// A limit that is passed today is critical, at the next tier high, and so on.
  static func priority(ofTier index: Int) -> Finding.Severity {
    let all = Finding.Severity.allCases
    return all[min(index, all.count - 1)]
  }

  /// The questions that a kind of finding answers as well.
  private static let covered = [
    "pools": ["database.pools_fit"], "pooler": ["database.pools_fit"],
    "timeouts": ["llm.timeouts"], "drain": ["api.drain"],
    "closed_test": ["load_testing.reaches_goal"], "spend_cap": ["llm.spend_cap"],
    "rate_limit": ["llm.rate_limits"],
    "single": ["api.redundant", "architecture.redundant", "llm.fallback"],
    "unbounded": ["architecture.bounded_queues"],
  ]

  /// Areas whose gaps users feel; the others make an answer less sure.
  private static let grave: Set<AuditArea> = [
    .database, .api, .llm, .realtime, .caching, .architecture,
  ]
}
