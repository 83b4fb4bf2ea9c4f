/// One thing that the model was asked: whether it is as it should be, if the model can tell.
struct AuditCheck {
  /// nil where the model cannot tell.
  var holds: Bool?
  /// What was found, with its numbers.
  var words: String

  init(_ holds: Bool?, _ words: String) {
    self.holds = holds
    self.words = words
  }
}

/// An answer that follows from the model, with the numbers that it follows from.
struct AuditDerivation: Hashable {
  var answer: Bool
  var evidence: String

  init(_ answer: Bool, _ evidence: String) {
    self.answer = answer
    self.evidence = evidence
  }

  /// No when one check fails, yes when all hold, nil when nothing was checked or one cannot tell.
  init?(_ checks: [AuditCheck]) {
    let failed = checks.filter { $0.holds == false }
    if !failed.isEmpty {
      self.init(false, AuditText.list(AuditText.distinct(failed.map(\.words))))
    } else if !checks.isEmpty, checks.allSatisfy({ $0.holds == true }) {
      self.init(true, AuditText.list(AuditText.distinct(checks.map(\.words))))
    } else {
      return nil
    }
  }

  typealias Rule = @Sendable (AuditFacts) -> AuditDerivation?

  /// How the questions are answered that a model can answer, by key.
  static let all: [String: Rule] = [
    "database.pooler": { AuditDerivation($0.poolerChecks) },
    "database.pools_fit": { AuditDerivation($0.poolsFitChecks) },
    "database.transaction_mode": { AuditDerivation($0.transactionModeChecks) },
    "database.pool_timeout": { AuditDerivation($0.poolTimeoutChecks) },
    "database.disk_headroom": { AuditDerivation($0.diskHeadroomChecks) },
    "api.redundant": { AuditDerivation($0.redundantServiceChecks) },
    "api.timeouts": { AuditDerivation($0.serviceTimeoutChecks) },
    "api.bounded": { AuditDerivation($0.boundedServiceChecks) },
    "api.memory": { AuditDerivation($0.instanceMemoryChecks) },
    "api.drain": { AuditDerivation($0.drainChecks) },
    "api.cancellation": { AuditDerivation($0.cancellationChecks) },
    "llm.backoff": { AuditDerivation($0.backoffChecks) },
    "llm.timeouts": { AuditDerivation($0.callTimeoutChecks) },
    "llm.fallback": { AuditDerivation($0.fallbackChecks) },
    "llm.max_tokens": { AuditDerivation($0.maxTokensChecks) },
    "llm.rate_limits": { AuditDerivation($0.rateLimitChecks) },
    "llm.spend_cap": { AuditDerivation($0.spendCapChecks) },
    "llm.prompt_cache": { AuditDerivation($0.promptCacheChecks) },
    "llm.partial": { AuditDerivation($0.partialChecks) },
    "frontend.streaming": { AuditDerivation($0.streamingChecks) },
    "realtime.limit": { AuditDerivation($0.connectionLimitChecks) },
    "realtime.fits": { AuditDerivation($0.connectionsFitChecks) },
    "realtime.slots": { AuditDerivation($0.streamSlotChecks) },
    "realtime.memory": { AuditDerivation($0.connectionMemoryChecks) },
    "realtime.heartbeat": { AuditDerivation($0.heartbeatChecks) },
    "realtime.reconnect": { AuditDerivation($0.reconnectChecks) },
    "realtime.resume": { AuditDerivation($0.resumeChecks) },
    "caching.present": { AuditDerivation($0.cachePresentChecks) },
    "caching.used": { AuditDerivation($0.cacheUsedChecks) },
    "caching.connections": { AuditDerivation($0.cacheConnectionChecks) },
    "load_testing.purposes": { AuditDerivation($0.purposeChecks) },
    "load_testing.reaches_goal": { $0.reachesGoal },
    "load_testing.thresholds": { AuditDerivation($0.thresholdChecks) },
    "load_testing.soak": { AuditDerivation($0.soakChecks) },
    "load_testing.recorded": { AuditDerivation($0.recordedChecks) },
    "cost.priced": { AuditDerivation($0.pricedChecks) },
    "cost.models_priced": { AuditDerivation($0.modelPriceChecks) },
    "cost.dated": { AuditDerivation($0.datedChecks) },
    "cost.egress": { AuditDerivation($0.egressChecks) },
    "cost.growth_history": { AuditDerivation($0.growthChecks) },
    "monitoring.targets": { AuditDerivation($0.targetChecks) },
    "architecture.redundant": { $0.redundancy },
    "architecture.bounded_queues": { AuditDerivation($0.boundedQueueChecks) },
    "architecture.tiers": { AuditDerivation($0.tierChecks) },
    "architecture.next_steps": { AuditDerivation($0.nextStepChecks) },
  ]
}
