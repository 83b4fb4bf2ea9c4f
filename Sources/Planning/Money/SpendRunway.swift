import Costing
public import Quantities
import Scenarios

/// How far a monthly spend cap lasts at a tier.
public struct SpendRunway: Hashable, Sendable {
  /// The tier.
  public var tier: String
  /// The provider.
  public var provider: String
  /// What a month of its models costs.
  public var spend: Money
  /// What the account may spend.
  public var cap: Money
  /// The day of the month on which the cap is reached, counted from 1; nil when it lasts.
  public var day: Int?
  /// The users at which the month's spend reaches the cap, each asking as much as at the tier.
  public var users: Int?

  /// How far the caps of a platform's providers last; those of whose models nothing was used are left out.
  ///
  /// Within the month the load is taken as even: which weekday it begins with is not known of a tier.
  static func all(_ platform: Platform, _ bill: Bill, days: Double) -> [SpendRunway] {
    platform.providers.compactMap { provider in
      guard let cap = provider.spendCap else { return nil }
      let names = Set(platform.models.filter { $0.provider == provider.name }.map(\.name))
      let spend = bill.lines.reduce(into: Money.zero) {
        if let model = $1.model, names.contains(model) { $0 += $1.amount }
      }
      guard spend > .zero else { return nil }
      let share = cap.usd / spend.usd
      return SpendRunway(
        tier: bill.tier,
        provider: provider.name,
        spend: spend,
        cap: cap,
        day: share < 1 ? Int((share * days).rounded(.down)) + 1 : nil,
        users: bill.users > 0 ? Int((share * Double(bill.users)).rounded(.down)) : nil
      )
    }
  }
}

extension Study {
  /// How far the spend caps last at each tier, on the platform whose bill is the tier's best.
  public var runways: [SpendRunway] {
    tiers.flatMap { tier in
      let platform = tier.basis?.platform ?? scenario.platform
      return SpendRunway.all(
        platform,
        tier.plannedBill ?? tier.bill,
        days: scenario.daysPerMonth
      )
    }
  }
}
