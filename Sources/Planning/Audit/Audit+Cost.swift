import Quantities
import Scenarios

extension AuditFacts {
  /// A price older than that, held against the newest in the books, is stale.
  static let staleAfterDays = 365

  /// What the platform is billed for: the part and the key of its price, if it names one.
  private var billed: [(part: String, key: String?)] {
    platform.services.map { ($0.name, $0.plan) }
      + platform.databases.map { ($0.name, $0.plan) }
      + platform.caches.map { ($0.name, $0.plan) }
      + platform.bill.map { ($0.item, $0.price) }
  }

  var pricedChecks: [AuditCheck] {
    billed.map { part, key in
      guard let key else { return AuditCheck(false, "\(part) names no plan") }
      return scenario.prices[key] == nil
        ? AuditCheck(false, "\(part): no price \(key)") : AuditCheck(true, "\(part): \(key)")
    }
  }

  /// The models that a call may reach, fallbacks included, each once.
  private var reachableModels: [LanguageModel] {
    AuditText.distinct(calls.flatMap { [$0.call.model] + $0.call.fallbacks }).compactMap(model)
  }

  var modelPriceChecks: [AuditCheck] {
    reachableModels.map { model in
      guard let key = model.price else { return AuditCheck(false, "\(model.name) names no price") }
      return scenario.prices[key]?.tokens == nil
        ? AuditCheck(false, "\(model.name): no token price \(key)")
        : AuditCheck(true, "\(model.name): \(key)")
    }
  }

  var datedChecks: [AuditCheck] {
    let keys = AuditText.distinct(billed.compactMap(\.key) + reachableModels.compactMap(\.price))
    let used = keys.compactMap { scenario.prices[$0] }
    let dates = scenario.prices.values.compactMap { CalendarDate($0.provenance.asOf) }
    let newest = dates.max()
    return used.map { price in
      let from = price.provenance
      guard let date = CalendarDate(from.asOf) else {
        return AuditCheck(false, "\(price.key) is not dated")
      }
      if from.source.isEmpty { return AuditCheck(false, "\(price.key) has no source") }
      let age = (newest ?? date).dayNumber - date.dayNumber
      if age > AuditFacts.staleAfterDays {
        return AuditCheck(
          false,
          "\(price.key) is of \(from.asOf), \(AuditText.count(age)) days older than the newest price"
        )
      }
      return AuditCheck(true, "\(price.key): \(from.asOf), grade \(from.grade)")
    }
  }

  var egressChecks: [AuditCheck] {
    guard !platform.services.isEmpty else { return [] }
    guard let line = platform.bill.first(where: { $0.meter == .egress_gb }) else {
      return [AuditCheck(false, "no line of the bill meters egress_gb")]
    }
    return [AuditCheck(true, "\(line.item): \(line.price)")]
  }

  var growthChecks: [AuditCheck] {
    let series = scenario.growth?.series ?? []
    guard !series.isEmpty else { return [AuditCheck(false, "the scenario has no growth series")] }
    return series.map { driver, history in
      guard let first = history.dates.first, let last = history.dates.last else {
        return AuditCheck(false, "\(driver.rawValue): no values")
      }
      return AuditCheck(
        true,
        "\(driver.rawValue): \(AuditFacts.count(history.values.count, "value")), \(first) to \(last)"
      )
    }
  }
}
