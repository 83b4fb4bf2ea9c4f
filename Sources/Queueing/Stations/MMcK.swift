public import Quantities

/// Poisson arrivals, exponential service, several servers and a bounded number of places.
///
/// An arrival that finds all places taken is refused. Always stable, at any load.
public struct MMcK: Hashable, Sendable {
  /// How often somebody arrives, the refused included.
  public let arrivalRate: Rate
  /// How often one busy server finishes.
  public let serviceRate: Rate
  /// The number of servers.
  public let servers: Int
  /// The number of places, those of the servers included.
  public let places: Int
  /// The probability that an arrival is refused.
  public let blockProbability: Fraction
  /// The mean number present.
  public let meanNumberInSystem: Double
  /// The mean number in line.
  public let meanQueueLength: Double
  /// The probability that an arrival that is let in must wait.
  public let waitProbability: Fraction

  /// A station.
  ///
  /// Place by place: with one place more, the new state takes the share
  /// B(n) = aB(n−1) / (min(n, c) + aB(n−1)) and the others keep their proportions, so every mean is
  /// updated by m(n) = m(n−1)(1 − B(n)) + B(n)·value. All terms are positive.
  ///
  /// - Precondition: `serviceRate` is above 0; there is at least one server; every server has a place.
  /// - Complexity: O(`places`)
  public init(arrivalRate: Rate, serviceRate: Rate, servers: Int, places: Int) {
    precondition(serviceRate > .zero, "a server finishes now and then")
    precondition(servers > 0, "a station has at least one server")
    precondition(places >= servers, "every server has a place")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.servers = servers
    self.places = places
    let load = arrivalRate.perSecond / serviceRate.perSecond
    var (full, present, waiting) = (1.0, 0.0, 0.0)
    // The probability that all servers are busy while a place is still free.
    var busyWithRoom = 0.0
    for number in 1...places {
      let wasFull = full
      full = load * wasFull / (Double(min(number, servers)) + load * wasFull)
      let others = 1 - full
      present = present * others + full * Double(number)
      waiting = waiting * others + full * Double(max(0, number - servers))
      busyWithRoom = number > servers ? (busyWithRoom + wasFull) * others : 0
    }
    blockProbability = Fraction(rounding: full)
    meanNumberInSystem = present
    meanQueueLength = waiting
    waitProbability = Fraction(rounding: full < 1 ? busyWithRoom / (1 - full) : 1)
  }

  /// The offered load in erlangs.
  public var offeredLoad: Erlangs { Erlangs(arrivalRate.perSecond / serviceRate.perSecond) }

  /// The offered load for each server; may pass 1.
  public var utilization: Double { offeredLoad.utilization(servers: servers) }

  /// How often somebody is served, X = λ(1 − B).
  public var throughput: Rate { arrivalRate * (1 - blockProbability.value) }

  /// The mean time in line of those let in, by Little's law.
  public var meanWaitingTime: SimInterval {
    guard throughput > .zero else { return .zero }
    return SimInterval(cappedSeconds: meanQueueLength / throughput.perSecond)
  }

  /// The mean time from arrival to departure of those let in.
  public var meanResponseTime: SimInterval {
    guard throughput > .zero else { return SimInterval(cappedSeconds: 1 / serviceRate.perSecond) }
    return SimInterval(
      cappedSeconds: meanQueueLength / throughput.perSecond + 1 / serviceRate.perSecond
    )
  }
}
