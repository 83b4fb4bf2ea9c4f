import Costing
import Quantities
import Scenarios

extension Scenario {
  /// The next cheaper plan of the same vendor, kind and unit; nil for the cheapest.
  ///
  /// Plans of a kind share their key up to the first hyphen behind the vendor, and say what they hold.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - region: The region of the part that has it; plans that the books do not know there are no choice.
  /// - Returns: The plan's key.
  func nextCheaper(_ plan: String, in region: String?) -> String? {
    guard let price = price(plan, for: region), let unitPrice = price.unitPrice,
      let slash = plan.firstIndex(of: "/")
    else { return nil }
    let kind = plan[...(plan[slash...].firstIndex(of: "-") ?? slash)]
    let sizes: Set<String> = ["cpu", "vcpu", "ram_gb", "max_connections", "max_commands_s"]
    return prices.keys.compactMap { self.price($0, for: region) }.filter { other in
      guard let cost = other.unitPrice, other.key.hasPrefix(kind) else { return false }
      return other.unit == price.unit && cost > .zero && cost < unitPrice
        && !sizes.isDisjoint(with: other.limits.keys)
    }
    .max { ($0.unitPrice ?? .zero, $1.key) < ($1.unitPrice ?? .zero, $0.key) }?.key
  }

  /// The prices of instances of a plan that are paid for all month, the cheapest first.
  func termPrices(of plan: String, besides known: String?, in region: String?) -> [Price] {
    let named = [price(known, for: region)].compactMap(\.self)
    let listed = prices.keys.filter { $0.hasPrefix("\(plan)-reserved") && $0 != known }
      .compactMap { price($0, for: region) }
    return named
      + listed.sorted { ($0.unitPrice ?? .zero, $0.key) < ($1.unitPrice ?? .zero, $1.key) }
  }

  /// What tokens of a model would cost at the price of another; nil without a price.
  func cost(of usage: ModelUsage, with model: LanguageModel) -> Money? {
    var alone = Platform()
    alone.models = [model]
    alone.regions = platform.regions
    var month = MonthlyUsage()
    month.models[model.name] = usage
    let bill = Bill(
      platform: alone,
      prices: prices,
      usage: month,
      tier: "",
      daysPerMonth: daysPerMonth,
      on: CalendarDate(dayNumber: 0)
    )
    return bill.lines.isEmpty ? nil : bill.total
  }
}

extension Endpoint {
  /// Whether one of its steps, however deep, may call a model.
  func calls(_ model: String) -> Bool { steps.contains { $0.calls(model) } }
}

extension Step {
  fileprivate func calls(_ model: String) -> Bool {
    if case .call(let call) = action {
      return ([call.model] + call.group + call.fallbacks).contains(model)
    }
    return action.inner.joined().contains { $0.calls(model) }
  }
}
