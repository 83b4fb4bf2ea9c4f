import Costing
import Quantities
import Scenarios

/// What a month costs at each provider account against its spend cap.
///
/// Spend caps bind before rate limits do for small accounts, and a retry never helps against them.
func spendRows(_ scenario: Scenario, _ bill: Bill) -> [Headroom] {
  scenario.platform.providers.compactMap { provider in
    guard let cap = provider.spendCap else { return nil }
    let names = scenario.platform.models.filter { $0.provider == provider.name }.map(\.name)
    let spend = bill.lines.filter { $0.model.map(names.contains) ?? false }
      .reduce(0.0) { $0 + $1.amount.usd }
    guard spend > 0 else { return nil }
    return Headroom(
      resource: "\(provider.name) spend in a month",
      layer: .model,
      demand: spend,
      limit: cap.usd,
      unit: "USD/month",
      basis: .simulated,
      kind: nil
    )
  }
}

extension [Headroom] {
  /// The scarcest first; what has no limit last.
  var scarcestFirst: [Headroom] {
    sorted { a, b in (a.headroom ?? 2, a.resource) < (b.headroom ?? 2, b.resource) }
  }
}
