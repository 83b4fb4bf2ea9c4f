public import Quantities

/// A fixed population that thinks, then asks one of several servers: M/M/c//N.
///
/// The classical repairman model, and that of closed users with think time on one station (Palm,
/// 1947). Think and service times are exponential. Never saturates: users slow themselves down.
public struct MachineRepairman: Hashable, Sendable {
  /// The number of users.
  public let population: Int
  /// The mean think time.
  public let meanThinkTime: SimInterval
  /// The mean service time.
  public let meanServiceTime: SimInterval
  /// The number of servers.
  public let servers: Int
  /// How often a request is served.
  public let throughput: Rate
  /// The mean number of requests at the station.
  public let meanNumberInSystem: Double
  /// The mean number in line.
  public let meanQueueLength: Double

  /// A closed system.
  ///
  /// - Precondition: There is somebody and a server; thinking and service take some time.
  /// - Complexity: O(`population`)
  public init(
    population: Int,
    meanThinkTime: SimInterval,
    meanServiceTime: SimInterval,
    servers: Int = 1
  ) {
    precondition(population > 0, "a closed system has somebody in it")
    precondition(servers > 0, "a station has at least one server")
    precondition(meanThinkTime > .zero && meanServiceTime > .zero, "thinking and service take time")
    self.population = population
    self.meanThinkTime = meanThinkTime
    self.meanServiceTime = meanServiceTime
    self.servers = servers
    let ratio = meanServiceTime.seconds / meanThinkTime.seconds
    var (weight, total, present, busy) = (1.0, 1.0, 0.0, 0.0)
    for number in 1...population {
      weight *= Double(population - number + 1) * ratio / Double(min(number, servers))
      total += weight
      present += weight * Double(number)
      busy += weight * Double(min(number, servers))
      if total > 1e200 {
        // Only proportions count.
        weight /= total
        present /= total
        busy /= total
        total = 1
      }
    }
    throughput = Rate(perSecond: busy / total / meanServiceTime.seconds)
    meanNumberInSystem = present / total
    meanQueueLength = max(0, (present - busy) / total)
  }

  /// The mean share of the servers that is busy.
  public var utilization: Double {
    throughput.perSecond * meanServiceTime.seconds / Double(servers)
  }

  /// The mean time from request to answer, by Little's law.
  public var meanResponseTime: SimInterval {
    SimInterval(cappedSeconds: meanNumberInSystem / throughput.perSecond)
  }

  /// The mean time in line.
  public var meanWaitingTime: SimInterval {
    SimInterval(cappedSeconds: meanQueueLength / throughput.perSecond)
  }
}
