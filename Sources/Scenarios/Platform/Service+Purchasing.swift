public import Quantities

extension Service {
  /// Instances that are bought for a term: reserved instances, savings plans.
  public struct Reserved: Hashable, Sendable {
    /// The price-book entry of one of them.
    public var plan: String
    /// How many.
    public var instances: Int

    /// Instances for a term.
    public init(plan: String, instances: Int) {
      self.plan = plan
      self.instances = instances
    }
  }

  /// Instances on spare capacity.
  public struct Spot: Hashable, Sendable {
    /// The price-book entry of one of them.
    public var plan: String
    /// The share of the instances beyond the reserved ones.
    public var share: Fraction
    /// The share of the time in which the capacity is taken back, and instances on demand stand in.
    public var interrupted = Fraction.zero

    /// The share of the instances beyond the reserved ones that is paid for as spare capacity.
    public var paidShare: Double { share.value * (1 - interrupted.value) }

    /// Instances on spare capacity.
    public init(plan: String, share: Fraction) {
      self.plan = plan
      self.share = share
    }
  }
}
