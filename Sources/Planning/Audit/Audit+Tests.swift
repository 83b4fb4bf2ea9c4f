import Quantities
import Scenarios

extension AuditFacts {
  var purposeChecks: [AuditCheck] {
    let wanted = LoadTest.Purpose.allCases.filter { $0 != .custom }
    let present = Set(scenario.tests.map(\.purpose))
    let missing = wanted.filter { !present.contains($0) }.map(\.rawValue)
    guard missing.isEmpty else {
      return [AuditCheck(false, "missing: \(missing.joined(separator: ", "))")]
    }
    return [AuditCheck(true, "all six kinds are there")]
  }

  var reachesGoal: AuditDerivation? {
    guard let goal = scenario.goals.requests else { return nil }
    guard !scenario.tests.isEmpty else { return AuditDerivation(false, "there are no tests") }
    let rates = scenario.tests.compactMap { test in highestRate(test).map { (test.name, $0) } }
    guard let best = rates.max(by: { $0.1 < $1.1 }) else { return nil }
    return AuditDerivation(
      best.1 >= goal.perSecond,
      "test \(best.0) offers at most \(AuditText.number(best.1)) requests/s, the goal is "
        + AuditText.number(goal.perSecond)
    )
  }

  var thresholdChecks: [AuditCheck] {
    guard !scenario.tests.isEmpty else { return [AuditCheck(false, "there are no tests")] }
    let targets = platform.endpoints.count { !$0.targets.all.isEmpty }
    return scenario.tests.map { test in
      if let p95 = test.maxP95 {
        return AuditCheck(true, "\(test.name): p95 within \(AuditText.seconds(p95.seconds))")
      }
      return AuditCheck(
        targets > 0,
        targets > 0
          ? "\(test.name): targets of \(AuditFacts.count(targets, "endpoint"))"
          : "\(test.name): no latency target"
      )
    }
  }

  var soakChecks: [AuditCheck] {
    let soaks = scenario.tests.filter { $0.purpose == .soak }
    guard let longest = soaks.map(AuditFacts.length).max() else {
      return [AuditCheck(false, "there is no soak test")]
    }
    return [
      AuditCheck(
        longest >= 3600,
        "the longest soak test takes \(AuditText.number(longest / 60)) min"
      )
    ]
  }

  /// How long a test offers load, in seconds: its stages where it has any.
  private static func length(_ test: LoadTest) -> Double {
    let stages = test.stages.reduce(0) { $0 + $1.over.seconds }
    return max(stages, test.duration.seconds)
  }

  var recordedChecks: [AuditCheck] {
    let replays = scenario.tests.filter { $0.driver == .trace }
    guard !replays.isEmpty else { return [AuditCheck(false, "no test is driven by a trace")] }
    return replays.map { AuditCheck(true, "\($0.name) replays a trace") }
  }

  var tierChecks: [AuditCheck] {
    guard let first = scenario.tiers.first, let last = scenario.tiers.last else {
      return [AuditCheck(false, "the scenario has no tiers")]
    }
    guard first.queriesPerDay > 0 else { return [] }
    let factor = last.queriesPerDay / first.queriesPerDay
    return [
      AuditCheck(
        factor >= 100,
        "\(AuditFacts.count(scenario.tiers.count, "tier")) up to \(AuditText.number(factor)) times "
          + "\(first.name)"
      )
    ]
  }

  var nextStepChecks: [AuditCheck] {
    guard !scenario.changes.isEmpty else { return [AuditCheck(false, "no changes are listed")] }
    return scenario.changes.map {
      AuditCheck(
        $0.effortDays > 0,
        "\($0.name): "
          + ($0.effortDays > 0 ? "\(AuditText.number($0.effortDays)) days" : "no effort given")
      )
    }
  }
}
