public import Quantities

/// A commitment to spend so much an hour for a year or three, for a discount on what it covers.
///
/// AWS calls it a savings plan, Google Cloud a spend-based committed use discount.
public struct Commitment: Hashable, Sendable {
  /// What the bill calls it.
  public var item: String
  /// The price-book entry, priced per dollar, whose `discount_pct` says what is taken off.
  public var price: String
  /// What is spent in every hour, whatever is used.
  public var hourly: Money
  /// What it covers: price-book entries by the start of their key, such as `aws/ec2-`.
  public var covers: [String]
  /// The part of the bill it belongs to.
  public var group = "compute"

  /// A commitment.
  public init(item: String, price: String, hourly: Money, covers: [String]) {
    self.item = item
    self.price = price
    self.hourly = hourly
    self.covers = covers
  }
}
