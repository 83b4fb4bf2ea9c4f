import Scenarios
import Statistics

/// Something that the platform lacks for its next size.
public struct Gap: Hashable, Sendable {
  /// Where it was seen.
  public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// On paper, in the model alone.
    case model
    /// In the demand of a simulated tier.
    case limit
    /// In the simulation of the platform without one of its parts.
    case outage
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
  /// By how much the roadmap's steps with that change lessen what targets and limits are missed by;
  /// nil where the change is not in the roadmap.
  public var relief: Double?

  /// Relief for each person-day; nil when one of them is not known.
  public var worth: Double? {
    guard let relief, let effortDays, effortDays > 0 else { return nil }
    return relief / effortDays
  }
}

extension Study {
  /// What the platform lacks, gravest first: findings, limits that a tier passes, parts that it does
  /// not stand without, and the answers "no" of the checklist that none of these covers.
  ///
  /// Within a priority those come first whose change relieves most for each day of work, as far as the
  /// roadmap has simulated it; the others keep the order in which they were found.
  public var gaps: [Gap] {
    let reliefs = Dictionary(
      recommendations.compactMap { advice in advice.relief.map { (advice.title, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
    let found = (findings.map(gap) + limitGaps + outageGaps + auditGaps).map { gap in
      var gap = gap
      gap.relief = reliefs[gap.remedy]
      return gap
    }
    return found.enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.priority != right.priority { return left.priority < right.priority }
      let (more, less) = (left.worth ?? -1, right.worth ?? -1)
      return more != less ? more > less : a.offset < b.offset
    }.map(\.element)
  }

  /// Parts whose loss stops an endpoint, or makes targets fall: each once, where that is gravest first.
  private var outageGaps: [Gap] {
    let grave = knockOuts.filter { $0.outcome == .stops || $0.outcome == .suffers }
    return grave.enumerated().filter { index, item in
      let alike = grave.enumerated().filter { $0.element.part == item.part }
      let first = alike.first { $0.element.isSinglePointOfFailure } ?? alike.first
      return first?.offset == index
    }.map { _, item in
      let share = item.succeeded.estimate.map { percent($0.value) } ?? "?"
      let tier = item.tier.map { " at \($0)\(item.isPlanned ? " with the roadmap" : "")" } ?? ""
      let others = grave.filter {
        $0.part == item.part && $0.outcome == item.outcome && $0.tier != item.tier
      }.compactMap(\.tier)
      let still = others.isEmpty ? "" : "; the same at \(others.joined(separator: ", "))"
      return Gap(
        origin: .outage,
        title: item.isSinglePointOfFailure
          ? "\(item.part) is a single point of failure" : "targets fall without \(item.part)",
        impact:
          "\(share) of all requests succeed without it\(tier) (\(item.fault)): \(item.evidence)\(still)",
        priority: item.isSinglePointOfFailure ? .high : .medium,
        remedy: item.remedy,
        effortDays: nil
      )
    }
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
      } + coveredByOutages
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

  /// The questions that the loss of a part has answered.
  private var coveredByOutages: [String] {
    let fatal = knockOuts.ofToday.filter(\.isSinglePointOfFailure)
    let own = fatal.compactMap { part -> String? in
      switch part.layer {
      case .api: "api.redundant"
      case .model: "llm.fallback"
      default: nil
      }
    }
    return fatal.isEmpty ? [] : own + ["architecture.redundant"]
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
    "unbounded": ["architecture.bounded_queues"], "idle": ["realtime.heartbeat"],
  ]

  /// Areas whose gaps users feel; the others make an answer less sure.
  private static let grave: Set<AuditArea> = [
    .database, .api, .llm, .realtime, .caching, .architecture,
  ]
}
