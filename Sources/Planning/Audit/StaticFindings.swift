import Quantities
public import Scenarios

/// What is wrong with a scenario on paper, gravest first, else in the order of the model.
///
/// Nothing is simulated: each finding is arithmetic on values of the model, shown in its evidence.
public func staticFindings(_ scenario: Scenario) -> [Finding] {
  let facts = AuditFacts(scenario)
  let found =
    facts.poolFindings + facts.timeoutFindings + facts.drainFindings + facts.closedTestFindings
    + facts.spendFindings + facts.limitFindings + facts.singlePointFindings + facts.queueFindings
    + facts.idleTimerFindings + facts.statementFindings + facts.auditKeyFindings
  // Several calls of one endpoint may share a mistake; it is told once.
  var told: Set<String> = []
  let distinct = found.filter { told.insert($0.title + $0.evidence).inserted }
  // The index keeps findings of one severity in order: `sorted` promises no stability.
  return distinct.enumerated()
    .sorted { ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset) }
    .map(\.element)
}

extension AuditFacts {
  var poolFindings: [Finding] {
    platform.databases.flatMap { database -> [Finding] in
      var found: [Finding] = []
      if let arithmetic = poolArithmetic(database), !arithmetic.fits {
        found.append(
          Finding(
            id: "pools.\(database.name)",
            severity: .critical,
            title: "The workers' pools can open more connections than \(database.name) accepts",
            evidence: arithmetic.words,
            remedy: database.pooler == nil
              ? "Put a transaction pooler in front, or make the pools smaller."
              : "Make the pools smaller, or let the pooler accept more clients."
          )
        )
      }
      if let check = poolerFits(database), check.holds == false {
        found.append(
          Finding(
            id: "pooler.\(database.name)",
            severity: .critical,
            title: "The pooler may open more connections than \(database.name) has",
            evidence: check.words,
            remedy: "Set the pooler's size below the free connections."
          )
        )
      }
      return found
    }
  }

  var timeoutFindings: [Finding] {
    calls.compactMap { site in
      guard let service = service(site.endpoint.service), let timeout = service.timeout else {
        return nil
      }
      let gives = "\(service.name) gives up after \(AuditText.seconds(timeout.seconds))"
      guard let worst = AuditFacts.worstTime(site.call) else {
        return Finding(
          id: "timeouts.\(site.path)",
          severity: .high,
          title: "A call of \(AuditFacts.route(site.endpoint)) has no timeout of its own",
          evidence: "no timeout for an attempt; \(gives)",
          remedy: "Set the client's timeout so that all attempts end before the service's does."
        )
      }
      guard worst.seconds > timeout.seconds else { return nil }
      return Finding(
        id: "timeouts.\(site.path)",
        severity: .high,
        title: "A call of \(AuditFacts.route(site.endpoint)) may outlive its request",
        evidence: "\(worst.words); \(gives)",
        remedy:
          "Lower the client's timeout or attempts until they end before the service's timeout."
      )
    }
  }

  var drainFindings: [Finding] {
    platform.services.compactMap { service in
      let answers = endpoints(of: service).filter { AuditFacts.callsModel($0.steps) }
        .map { ($0, typicalTime($0.steps)) }
      guard let longest = answers.max(by: { $0.1 < $1.1 }), longest.1 > service.drain.seconds else {
        return nil
      }
      return Finding(
        id: "drain.\(service.name)",
        severity: .medium,
        title: "Every deploy of \(service.name) cuts answers short",
        evidence: "\(AuditText.seconds(service.drain.seconds)) to drain; "
          + "\(AuditFacts.route(longest.0)) typically takes \(AuditText.seconds(longest.1))",
        remedy: "Raise the shutdown grace above the longest answer, or let streams resume."
      )
    }
  }

  var closedTestFindings: [Finding] {
    guard let goal = scenario.goals.requests else { return [] }
    return scenario.tests.filter { $0.driver == .closed }.compactMap { test in
      guard let rate = highestRate(test), rate < goal.perSecond else { return nil }
      let users = AuditText.number(AuditFacts.mostUsers(test))
      let think = AuditText.number(AuditFacts.mean(test.thinkTime))
      let response = AuditText.number(typicalResponse(test))
      return Finding(
        id: "closed_test.\(test.name)",
        severity: .medium,
        title: "Test \(test.name) cannot reach the throughput goal",
        evidence: "\(users) users / (\(think) s think time + \(response) s typical response) = "
          + "\(AuditText.number(rate)) requests/s; the goal is \(AuditText.number(goal.perSecond))",
        remedy: "Drive the test by an arrival rate, or use enough users."
      )
    }
  }

  var spendFindings: [Finding] {
    calledProviders.compactMap { provider in
      for (index, tier) in scenario.tiers.enumerated() {
        let check = spendCap(provider, at: tier)
        guard check.holds == false else { continue }
        return Finding(
          id: "spend_cap.\(provider.name)",
          severity: index == 0 ? .critical : .high,
          title: "\(provider.name) stops serving when the spend cap is reached",
          evidence: check.words,
          remedy: "Raise the cap before \(tier.name), and alert at half of it."
        )
      }
      return nil
    }
  }

  /// The first tier at which an account's rate limit is too low, one finding an account.
  var limitFindings: [Finding] {
    calledProviders.compactMap { provider in
      for (index, tier) in scenario.tiers.enumerated() {
        let failed = rateLimits(provider, at: tier).filter { $0.holds == false }
        guard !failed.isEmpty else { continue }
        return Finding(
          id: "rate_limit.\(provider.name)",
          severity: index == 0 ? .critical : .high,
          title: "The rate limits of \(provider.name) do not hold the busy hour of \(tier.name)",
          evidence: AuditText.list(failed.map(\.words)),
          remedy: "Ask for a higher tier, spread calls over accounts, or cache answers."
        )
      }
      return nil
    }
  }

  var singlePointFindings: [Finding] {
    singleServices.map {
      Finding(
        id: "single.\($0.name)",
        severity: .high,
        title: "\($0.name) is a single point of failure",
        evidence: "1 instance; a new one takes \(AuditText.seconds($0.boot.seconds)) to boot",
        remedy: "Run at least two instances."
      )
    }
      + singleProviders.map { provider, paths in
        Finding(
          id: "single.\(provider)",
          severity: .medium,
          title: "The account \(provider) is a single point of failure",
          evidence: "no fallback on another account: \(AuditText.list(paths))",
          remedy: "Add a fallback model behind another provider account."
        )
      }
  }

  var queueFindings: [Finding] {
    let found = unboundedQueues
    guard !found.isEmpty else { return [] }
    return [
      Finding(
        id: "unbounded",
        severity: .medium,
        title: "\(AuditFacts.count(found.count, "queue")) without a bound",
        evidence: AuditText.list(found),
        remedy: "Bound each queue, and refuse early what would wait too long."
      )
    ]
  }

  /// Answers to questions that the checklist does not ask: mostly a misspelt key.
  var auditKeyFindings: [Finding] {
    platform.audit.filter { AuditChecklist.question($0.question) == nil }.map {
      Finding(
        id: "audit.\($0.question)",
        severity: .low,
        title: "The audit answer \($0.question) belongs to no question",
        evidence: "the checklist has \(AuditChecklist.questions.count) questions, not this one",
        remedy: "Correct the key; keys read area.question, such as database.backups."
      )
    }
  }
}
