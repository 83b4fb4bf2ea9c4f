import Quantities
import Scenarios

extension BillWriter {
  /// The tokens of a model: a line for each kind that was used, and the wasted part beside it.
  ///
  /// Where the vendor has no price for cached prompt tokens they cost what prompt tokens cost.
  mutating func add(_ model: LanguageModel, _ usage: MonthlyUsage) {
    guard let used = usage.models[model.name] else { return }
    guard let price = findEntry(model.price, for: model.name, group: .llm) else { return }
    guard let rates = price.tokens else {
      leaveOut(model.name, .llm, .noAmount(key: price.key))
      return
    }
    let cachedRate = rates.cachedInput ?? rates.input
    let tokens = used.tokens
    let wasted = used.wasted
    let kinds = [
      ("prompt tokens", rates.input, tokens.uncachedInput, wasted.uncachedInput),
      ("cached prompt tokens", cachedRate, tokens.cachedInput, wasted.cachedInput),
      ("answer tokens", rates.output, tokens.output, wasted.output),
    ]
    for (kind, rate, count, lost) in kinds where count.value > 0 {
      append(
        "\(model.name), \(kind)",
        .llm,
        Double(count.value) / 1e6,
        0,
        UnitPrice(Money(microUSD: Int128(rate.microUSDPerMillion))),
        rate.cost(of: count),
        price,
        model: model.name
      )
      waste += rate.cost(of: lost)
    }
  }
}
