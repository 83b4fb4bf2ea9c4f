public import Quantities

/// One server without a line, whose refused clients come back after a random time until served.
///
/// M/M/1 with retrials: every client in back-off comes back at its own exponential rate and never
/// gives up (Falin and Templeton, "Retrial Queues", 1997, §1.2).
public struct RetrialQueue: Hashable, Sendable {
  /// How often a new client arrives.
  public let arrivalRate: Rate
  /// How often the busy server finishes.
  public let serviceRate: Rate
  /// How often one client in back-off tries again.
  public let retryRate: Rate

  /// A station.
  ///
  /// - Precondition: `serviceRate` and `retryRate` are above 0.
  public init(arrivalRate: Rate, serviceRate: Rate, retryRate: Rate) {
    precondition(serviceRate > .zero, "a server finishes now and then")
    precondition(retryRate > .zero, "a refused client comes back")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.retryRate = retryRate
  }

  /// The offered load of the server; 1 and more means saturation.
  public var utilization: Double { arrivalRate.perSecond / serviceRate.perSecond }

  /// Whether more work arrives than the server can do.
  public var saturated: Bool { utilization >= 1 }

  /// The mean number of clients in back-off, ρ(ρ + λ/ν)/(1 − ρ); nil when saturated.
  public var meanNumberInBackoff: Double? {
    guard !saturated else { return nil }
    let perRetry = arrivalRate.perSecond / retryRate.perSecond
    return utilization * (utilization + perRetry) / (1 - utilization)
  }

  /// The mean time from the first try to the start of service; nil when saturated.
  public var meanWaitingTime: SimInterval? {
    guard arrivalRate > .zero else { return .zero }
    return meanNumberInBackoff.map { SimInterval(cappedSeconds: $0 / arrivalRate.perSecond) }
  }
}
