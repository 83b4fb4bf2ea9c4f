public import Quantities

/// Poisson arrivals at servers that all present share equally, each using at most one server.
///
/// M/G/c-PS: the model of processor cores under a fair scheduler. The number present has the same
/// distribution as in M/M/c, whatever the service distribution (Cohen, "The multiple phase service
/// network with generalized processor sharing", Acta Informatica 12, 1979).
public struct ProcessorSharing: Hashable, Sendable {
  private let station: MMc
  private let demand: SimInterval

  /// A station.
  ///
  /// - Parameters:
  ///   - arrivalRate: How often somebody arrives.
  ///   - meanServiceDemand: The mean time a request takes when alone.
  ///   - servers: The number of servers, such as processor cores.
  /// - Precondition: The demand is above 0; there is at least one server.
  public init(arrivalRate: Rate, meanServiceDemand: SimInterval, servers: Int = 1) {
    precondition(meanServiceDemand > .zero, "service takes some time")
    demand = meanServiceDemand
    station = MMc(
      arrivalRate: arrivalRate,
      serviceRate: Rate(perSecond: 1 / meanServiceDemand.seconds),
      servers: servers
    )
  }

  /// The offered load for each server; 1 and more means saturation.
  public var utilization: Double { station.utilization }

  /// Whether more work arrives than the servers can do.
  public var saturated: Bool { station.saturated }

  /// The mean number present; nil when saturated.
  public var meanNumberInSystem: Double? { station.meanNumberInSystem }

  /// The mean time from arrival to departure; with one server E[S]/(1 − ρ); nil when saturated.
  public var meanResponseTime: SimInterval? { station.meanResponseTime }

  /// How many times longer than alone a request takes on average; nil when saturated.
  ///
  /// With one server it is 1/(1 − ρ) for requests of every size (Kleinrock, 1976, §4.4).
  public var meanSlowdown: Double? { station.meanResponseTime.map { $0.seconds / demand.seconds } }
}
