public import Quantities

/// What the cost path over the coming months is made from, besides growth and prices.
public struct MoneyPlan: Sendable {
  /// A factor that nobody knows exactly: 1 is what the model says.
  public struct Factor: Hashable, Sendable {
    /// One in ten worlds has less.
    public var p10: Double
    /// One in ten worlds has more.
    public var p90: Double

    /// No uncertainty.
    public static let certain = Factor(p10: 1, p90: 1)

    /// A factor.
    ///
    /// - Precondition: 0 < p10 ≤ 1 ≤ p90.
    public init(p10: Double, p90: Double) {
      precondition(p10 > 0 && p10 <= 1 && p90 >= 1, "the model's value lies between P10 and P90")
      self.p10 = p10
      self.p90 = p90
    }
  }

  /// What a share of the users pays.
  public struct Plan: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The share of the users that has it.
    public var share: Fraction
    /// What each of them pays a month.
    public var price: Money
    /// How much one of its users asks, against one of another plan whose usage is 1.
    public var usage: Double

    /// A plan.
    public init(name: String, share: Fraction, price: Money, usage: Double = 1) {
      self.name = name
      self.share = share
      self.price = price
      self.usage = usage
    }
  }

  /// How many months to bill.
  public var months = 36
  /// In how many input worlds.
  public var worlds = 1000
  /// What a user or query uses, against what was simulated.
  public var usage = Factor.certain
  /// How long prompts and answers are, against what was simulated.
  public var tokens = Factor.certain
  /// Prices of language models at the end of the path, against those of the books; in between in
  /// proportion.
  public var modelPrices = Factor.certain
  /// What users pay.
  public var plans: [Plan] = []

  /// Money in the bank when the path begins; nil when that is nobody's business here.
  public var cash: Money?
  /// What is spent every month besides the bill: salaries, rent.
  public var otherCosts = Money.zero

  /// Three years, a thousand worlds, no uncertainty but that of growth, and no revenue.
  public init() {}
}
