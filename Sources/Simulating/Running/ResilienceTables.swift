import Stations

/// What clients and services do about failures and overload: a state machine for each process or key.
struct ResilienceTables {
  /// What limits the retries of client processes.
  let budgets: RawTable<RetryBudget>
  /// Whether deployments behind routers rest.
  let cooldowns: RawTable<Cooldown>
  /// Circuit breakers in front of models.
  let breakers: RawTable<CircuitBreaker>
  /// Throttles of clients in front of models.
  let throttles: RawTable<ClientThrottle>
  /// Prefixes that the prompt caches of models hold.
  let prefixes: RawTable<CachedPrefix>
  /// What protects the workers of services.
  let adaptiveLimits: RawTable<AdaptiveLimit>
  let delays: RawTable<ControlledDelay>

  init(_ program: Program) {
    budgets = RawTable(program.budgets)
    cooldowns = RawTable(program.cooldowns)
    breakers = RawTable(program.breakers)
    throttles = RawTable(program.throttles)
    prefixes = RawTable(repeating: CachedPrefix(), count: program.prefixCount)
    adaptiveLimits = RawTable(program.adaptiveLimits)
    delays = RawTable(program.delays)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    budgets.free()
    cooldowns.free()
    breakers.free()
    throttles.free()
    prefixes.free()
    adaptiveLimits.free()
    delays.free()
  }
}
