import Quantities
import Scenarios

extension BillWriter {
  /// The tokens of a model: a line for each kind that was used, and the wasted part beside it.
  ///
  /// Where the vendor has no price for cached or written prompt tokens they cost what prompt tokens
  /// cost. Requests with a price of their own have lines of their own; where the book does not price
  /// what set them apart, they are ordinary.
  mutating func add(_ model: LanguageModel, _ usage: MonthlyUsage) {
    guard let used = usage.models[model.name] else { return }
    guard let price = findEntry(model.price, for: model.name, group: .llm, in: model.region)
    else { return }
    guard var rates = price.tokens else {
      leaveOut(model.name, .llm, .noAmount(key: price.key))
      return
    }
    // What is kept for longer than five minutes is written at the price of an hour.
    if let cache = model.promptCache, cache.lifetime > .seconds(300),
      let hour = price.limits["cache_write_1h_usd"]
    {
      rates.cacheWrite = TokenPrice(usdPerMillion: hour)
    }
    add(used.ordinary, of: model.name, "", rates, price)
    for special in ModelUsage.Special.allCases {
      guard let share = used.special[special] else { continue }
      let (name, rates) = rates.rates(of: special)
      add(share, of: model.name, name, rates, price)
    }
  }

  private mutating func add(
    _ share: ModelUsage.Share,
    of model: String,
    _ special: String,
    _ rates: Price.Tokens,
    _ price: Price
  ) {
    let tokens = share.tokens
    let wasted = share.wasted
    let kinds = [
      ("prompt tokens", rates.input, tokens.plainInput, wasted.plainInput),
      (
        "prompt tokens written to the cache", rates.cacheWrite ?? rates.input, tokens.cacheWrites,
        wasted.cacheWrites
      ),
      (
        "cached prompt tokens", rates.cachedInput ?? rates.input, tokens.cachedInput,
        wasted.cachedInput
      ),
      ("answer tokens", rates.output, tokens.output, wasted.output),
    ]
    for (kind, rate, count, lost) in kinds where count.value > 0 {
      addTokens("\(model), \(kind)\(special)", count, wasted: lost, rate, price, model: model)
      waste += rate.cost(of: lost)
    }
  }
}

extension Price.Tokens {
  /// What special requests cost, and what sets their lines apart; the ordinary prices where the book
  /// has no others.
  func rates(of special: ModelUsage.Special) -> (name: String, rates: Price.Tokens) {
    switch special {
    case .longContext:
      guard let long = longContext else { return ("", self) }
      var rates = self
      rates.input = long.input
      // Without a price of their own, cached and written tokens keep their share of the prompt price.
      let ratio =
        Double(long.input.microUSDPerMillion) / Double(max(input.microUSDPerMillion, 1))
      rates.cachedInput = long.cachedInput ?? scaled(by: ratio).cachedInput
      rates.cacheWrite = scaled(by: ratio).cacheWrite
      rates.output = long.output
      return (" of long requests", rates)
    case .peakHours:
      guard let peak = peakHours else { return ("", self) }
      return (" in peak hours", scaled(by: peak.factor))
    case .batch:
      guard let discount = batchDiscount else { return ("", self) }
      return (" in batches", scaled(by: 1 - discount.value))
    }
  }
}
