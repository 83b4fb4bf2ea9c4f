public import Quantities
public import Scenarios

/// What a month brings in and costs: revenue, gross margin, and the margin of each plan.
///
/// Cost is the whole bill: infrastructure and language models. Models are shared out by what the users
/// of each plan ask, everything else evenly over all users.
public struct UnitEconomics: Hashable, Sendable {
  /// The users of one plan.
  public struct PlanMargin: Hashable, Sendable {
    /// The plan.
    public var plan: MoneyPlan.Plan
    /// How many users have it.
    public var users: Double
    /// What one of them costs.
    public var cost: Money
    /// What one of them pays less what one costs.
    public var margin: Money { plan.price - cost }
  }

  /// Users.
  public var users: Int
  /// What all users pay.
  public var revenue: Money
  /// Everything but language models.
  public var infrastructure: Money
  /// Language models.
  public var languageModels: Money
  /// The plans.
  public var plans: [PlanMargin]

  /// Infrastructure and language models.
  public var cost: Money { infrastructure + languageModels }
  /// Revenue less cost.
  public var grossMargin: Money { revenue - cost }
  /// The margin as a share of revenue; nil without revenue.
  public var grossMarginShare: Double? { share(grossMargin) }
  /// What models cost as a share of revenue; nil without revenue.
  public var languageModelShare: Double? { share(languageModels) }

  private func share(_ part: Money) -> Double? {
    revenue > .zero ? part.usd / revenue.usd : nil
  }

  /// The economics of a month; nil without plans or users.
  ///
  /// Users whom no plan names pay nothing and ask as much as those of a plan with usage 1.
  public init?(_ bill: Bill, plans: [MoneyPlan.Plan]) {
    guard !plans.isEmpty, bill.users > 0 else { return nil }
    users = bill.users
    infrastructure = bill.infrastructure
    languageModels = bill.languageModels
    let count = Double(bill.users)
    let named = plans.reduce(0) { $0 + $1.share.value }
    let asked =
      plans.reduce(0) { $0 + $1.share.value * $1.usage } + max(0, 1 - named)
    let (everyone, models) = (infrastructure, languageModels)
    revenue = plans.reduce(into: .zero) { $0 += $1.price.scaled(by: count * $1.share.value) }
    self.plans = plans.map { plan in
      PlanMargin(
        plan: plan,
        users: count * plan.share.value,
        cost: everyone.scaled(by: 1 / count)
          + (asked > 0 ? models.scaled(by: plan.usage / asked / count) : .zero)
      )
    }
  }
}
