public import Quantities

/// Poisson arrivals, exponential service, several servers, and a line that people leave unserved.
///
/// M/M/c+M: whoever waits gives up after an exponential patience (Palm, 1943; Garnett, Mandelbaum
/// and Reiman, "Designing a call center with impatient customers", 2002). The model of clients with
/// a timeout whose abandoned requests are dropped from the line. Stable at any load.
public struct ErlangA: Hashable, Sendable {
  /// How often somebody arrives.
  public let arrivalRate: Rate
  /// How often one busy server finishes.
  public let serviceRate: Rate
  /// The number of servers.
  public let servers: Int
  /// The mean time somebody is ready to wait.
  public let meanPatience: SimInterval
  /// The probability that an arrival finds all servers busy.
  public let waitProbability: Fraction
  /// The probability that an arrival gives up before it is served.
  public let renegeProbability: Fraction
  /// The mean number in line.
  public let meanQueueLength: Double

  /// A station.
  ///
  /// - Precondition: `serviceRate` and `meanPatience` are above 0; there is at least one server.
  /// - Complexity: O(the largest likely number present)
  public init(arrivalRate: Rate, serviceRate: Rate, servers: Int, meanPatience: SimInterval) {
    precondition(serviceRate > .zero, "a server finishes now and then")
    precondition(servers > 0, "a station has at least one server")
    precondition(meanPatience > .zero, "waiting people have some patience")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.servers = servers
    self.meanPatience = meanPatience
    let capacity = Double(servers) * serviceRate.perSecond
    var (weight, total, busy, waiting) = (1.0, 1.0, 0.0, 0.0)
    var number = 0
    while true {
      number += 1
      let inLine = Double(max(0, number - servers))
      let leaving =
        number <= servers
        ? Double(number) * serviceRate.perSecond : capacity + inLine / meanPatience.seconds
      weight *= arrivalRate.perSecond / leaving
      total += weight
      if number >= servers { busy += weight }
      waiting += weight * inLine
      // Past the servers and past the peak every further weight is smaller by a growing factor.
      let falling = arrivalRate.perSecond < leaving
      if number >= servers, falling, weight * max(inLine, 1) <= waiting * 1e-18 || weight == 0 {
        break
      }
      if total > 1e200 {
        // Only proportions count.
        weight /= total
        busy /= total
        waiting /= total
        total = 1
      }
    }
    waitProbability = Fraction(rounding: busy / total)
    meanQueueLength = waiting / total
    let leaving = waiting / total / meanPatience.seconds
    renegeProbability =
      arrivalRate > .zero ? Fraction(rounding: leaving / arrivalRate.perSecond) : .zero
  }

  /// How often somebody is served.
  public var throughput: Rate { arrivalRate * (1 - renegeProbability.value) }

  /// The mean time in line of all arrivals, served or not.
  public var meanWaitingTime: SimInterval {
    SimInterval(cappedSeconds: renegeProbability.value * meanPatience.seconds)
  }
}
