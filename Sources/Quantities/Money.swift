/// An amount of US dollars, in whole millionths of a dollar.
///
/// 128 bits: a year of enterprise tokens times a price per million overflows 64 bits before the division.
public struct Money: Hashable, Comparable, Sendable {
  /// Millionths of a dollar; negative for a credit.
  public var microUSD: Int128

  /// Nothing.
  public static let zero = Money(microUSD: 0)

  /// An amount in millionths of a dollar.
  public init(microUSD: Int128) {
    self.microUSD = microUSD
  }

  /// An amount of dollars, rounded to the nearest millionth.
  ///
  /// - Precondition: `usd` is finite and below 10³⁰ in size.
  public init(usd: Double) {
    precondition(usd.isFinite && abs(usd) < 1e30, "an amount of money is finite")
    self.init(microUSD: Int128((usd * 1e6).rounded()))
  }

  /// The amount in dollars, for output.
  public var usd: Double { Double(microUSD) / 1e6 }

  /// Whether the left amount is smaller.
  public static func < (a: Money, b: Money) -> Bool { a.microUSD < b.microUSD }

  /// The sum of two amounts.
  public static func + (a: Money, b: Money) -> Money { Money(microUSD: a.microUSD + b.microUSD) }

  /// The difference of two amounts.
  public static func - (a: Money, b: Money) -> Money { Money(microUSD: a.microUSD - b.microUSD) }

  /// Adds an amount.
  public static func += (a: inout Money, b: Money) { a.microUSD += b.microUSD }

  /// A share or multiple of the amount, rounded to the nearest millionth, halves away from zero.
  ///
  /// Goes through floating point: amounts of more than 9 billion dollars lose their last digits.
  ///
  /// - Precondition: `factor` is finite, and the product is below 10³⁰ dollars.
  public func scaled(by factor: Double) -> Money {
    Money(usd: usd * factor)
  }
}

/// The price of a million tokens, in millionths of a US dollar.
public struct TokenPrice: Hashable, Sendable {
  /// Millionths of a dollar for one million tokens.
  public let microUSDPerMillion: Int64

  /// A price in millionths of a dollar per million tokens.
  public init(microUSDPerMillion: Int64) {
    self.microUSDPerMillion = microUSDPerMillion
  }

  /// A price in dollars per million tokens.
  ///
  /// - Precondition: `usdPerMillion` is finite, not negative and under a billion.
  public init(usdPerMillion: Double) {
    precondition(usdPerMillion >= 0 && usdPerMillion < 1e9, "a token price is not negative")
    self.init(microUSDPerMillion: Int64((usdPerMillion * 1e6).rounded()))
  }

  /// What a million tokens cost.
  public var perMillion: Money { Money(microUSD: Int128(microUSDPerMillion)) }

  /// The cost of a number of tokens, rounded once, half up.
  ///
  /// - Precondition: `tokens` is not negative.
  public func cost(of tokens: TokenCount) -> Money {
    precondition(tokens.value >= 0, "tokens are counted, never taken back")
    let exact = Int128(tokens.value) * Int128(microUSDPerMillion)
    return Money(microUSD: (exact + 500_000) / 1_000_000)
  }
}
