public import Quantities

/// A fixed population that thinks and then visits stations, each a single server or a pure delay.
///
/// Exact mean value analysis (Reiser and Lavenberg, "Mean-value analysis of closed multichain
/// queuing networks", Journal of the ACM 27, 1980) for product-form networks: exponential service in
/// order of arrival, or processor sharing with any distribution.
public struct ClosedNetwork: Hashable, Sendable {
  /// What a request meets at a station.
  public enum Discipline: Hashable, Sendable {
    /// One server with a line, or one that all share.
    case queueing
    /// Enough servers for everybody: nobody waits.
    case delay
  }

  /// One station, with all the visits a request pays to it.
  public struct Station: Hashable, Sendable {
    /// The mean work of one request over all its visits.
    public let serviceDemand: SimInterval
    /// Whether requests wait here.
    public let discipline: Discipline

    /// A station.
    ///
    /// - Precondition: `serviceDemand` is not negative.
    public init(serviceDemand: SimInterval, discipline: Discipline = .queueing) {
      precondition(serviceDemand >= .zero, "a service demand is not negative")
      self.serviceDemand = serviceDemand
      self.discipline = discipline
    }
  }

  /// What the analysis finds for one population.
  public struct Solution: Hashable, Sendable {
    /// The number of users.
    public let population: Int
    /// How often a request completes.
    public let throughput: Rate
    /// The mean time from request to answer, think time not included.
    public let meanResponseTime: SimInterval
    /// The mean time of a request at each station, over all its visits.
    public let residenceTimes: [SimInterval]
    /// The mean number at each station.
    public let meanNumbers: [Double]
    /// The utilization of each station: busy share, or mean number at a delay.
    public let utilizations: [Double]
  }

  /// The stations.
  public let stations: [Station]
  /// The mean think time between an answer and the next request.
  public let thinkTime: SimInterval

  /// A network.
  ///
  /// - Precondition: `thinkTime` is not negative; some station, or the thinking, takes time.
  public init(stations: [Station], thinkTime: SimInterval) {
    precondition(thinkTime >= .zero, "a think time is not negative")
    precondition(
      thinkTime > .zero || stations.contains { $0.serviceDemand > .zero },
      "a round through a closed network takes some time"
    )
    self.stations = stations
    self.thinkTime = thinkTime
  }

  /// The solution for a population.
  ///
  /// - Precondition: `population` is at least 1.
  /// - Complexity: O(`population` × stations)
  public func solved(population: Int) -> Solution {
    precondition(population > 0, "a closed network has somebody in it")
    let demands = stations.map { $0.serviceDemand.seconds }
    var numbers = [Double](repeating: 0, count: stations.count)
    var residence = demands
    var throughput = 0.0
    for present in 1...population {
      var response = 0.0
      for (index, station) in stations.enumerated() {
        // An arrival meets what the network holds with one user less (the arrival theorem).
        let ahead = station.discipline == .queueing ? numbers[index] : 0
        residence[index] = demands[index] * (1 + ahead)
        response += residence[index]
      }
      throughput = Double(present) / (thinkTime.seconds + response)
      for index in stations.indices { numbers[index] = throughput * residence[index] }
    }
    return Solution(
      population: population,
      throughput: Rate(perSecond: throughput),
      meanResponseTime: SimInterval(cappedSeconds: residence.reduce(0, +)),
      residenceTimes: residence.map(SimInterval.init(cappedSeconds:)),
      meanNumbers: numbers,
      utilizations: demands.map { throughput * $0 }
    )
  }

  /// The population from which the busiest station limits the throughput, (D + Z) / D_max.
  ///
  /// The crossing of the two asymptotes of Denning and Buzen (1978); nil when nobody ever queues.
  public var saturationPoint: Double? {
    let slowest = stations.filter { $0.discipline == .queueing }.map(\.serviceDemand).max()
    guard let slowest, slowest > .zero else { return nil }
    let round = stations.reduce(thinkTime.seconds) { $0 + $1.serviceDemand.seconds }
    return round / slowest.seconds
  }
}
