public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Poisson arrivals, exponential service, several servers, one unlimited line in order of arrival.
///
/// Every property that has no value once the line grows without end is nil then.
public struct MMc: Hashable, Sendable {
  /// How often somebody arrives.
  public let arrivalRate: Rate
  /// How often one busy server finishes.
  public let serviceRate: Rate
  /// The number of servers.
  public let servers: Int
  /// The probability that an arrival finds all servers busy and must wait (Erlang C).
  ///
  /// Computed from Erlang B: C = B / (1 − ρ(1 − B)) (Erlang, 1917).
  ///
  /// Edge cases:
  /// - No load gives 0.
  /// - A load at or above the number of servers gives 1: the line grows without end.
  public let waitProbability: Fraction

  /// A station.
  ///
  /// - Precondition: `serviceRate` is above 0; there is at least one server.
  /// - Complexity: O(`servers`)
  public init(arrivalRate: Rate, serviceRate: Rate, servers: Int = 1) {
    precondition(serviceRate > .zero, "a server finishes now and then")
    precondition(servers > 0, "a station has at least one server")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.servers = servers
    let load = Erlangs(arrivalRate.perSecond / serviceRate.perSecond)
    let utilization = load.utilization(servers: servers)
    if utilization >= 1 {
      waitProbability = .one
    } else {
      let blocked = ErlangLoss(offeredLoad: load, servers: servers).blockProbability.value
      waitProbability = Fraction(rounding: blocked / (1 - utilization * (1 - blocked)))
    }
  }

  /// The offered load in erlangs, a = λ/μ.
  public var offeredLoad: Erlangs { Erlangs(arrivalRate.perSecond / serviceRate.perSecond) }

  /// The offered load for each server, ρ = a/c; 1 and more means saturation.
  public var utilization: Double { offeredLoad.utilization(servers: servers) }

  /// Whether more work arrives than the servers can do.
  public var saturated: Bool { utilization >= 1 }

  /// The mean time in line, W_q = C / (cμ − λ); nil when saturated.
  public var meanWaitingTime: SimInterval? {
    saturated ? nil : SimInterval(cappedSeconds: waitProbability.value / spareRate)
  }

  /// The mean time from arrival to departure, W = W_q + 1/μ; nil when saturated.
  public var meanResponseTime: SimInterval? {
    guard !saturated else { return nil }
    return SimInterval(
      cappedSeconds: waitProbability.value / spareRate + 1 / serviceRate.perSecond
    )
  }

  /// The mean number in line, L_q = λW_q; nil when saturated.
  public var meanQueueLength: Double? {
    saturated ? nil : waitProbability.value * arrivalRate.perSecond / spareRate
  }

  /// The mean number present, L = L_q + a; nil when saturated.
  public var meanNumberInSystem: Double? { meanQueueLength.map { $0 + offeredLoad.value } }

  /// The service rate beyond what arrives, cμ − λ.
  private var spareRate: Double {
    Double(servers) * serviceRate.perSecond - arrivalRate.perSecond
  }
}

extension MMc {
  /// The probability of waiting longer than a span, C·e^(−(cμ−λ)t); 1 when saturated.
  public func probabilityOfWaiting(longerThan span: SimInterval) -> Fraction {
    guard !saturated, span >= .zero else { return .one }
    return Fraction(rounding: waitProbability.value * exp(-spareRate * span.seconds))
  }

  /// The probability of a response time longer than a span; 1 when saturated.
  ///
  /// The sum of an independent wait and service (Gross and Harris, "Fundamentals of Queueing
  /// Theory", 1998, §2.3); with one server it is exponential with rate μ − λ.
  public func probabilityOfResponse(longerThan span: SimInterval) -> Fraction {
    guard !saturated, span >= .zero else { return .one }
    return Fraction(rounding: responseTail(span.seconds))
  }

  /// The waiting time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1.
  public func waitingTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p < .one, "nothing bounds all waiting times")
    guard !saturated else { return nil }
    let tail = 1 - p.value
    guard tail < waitProbability.value else { return .zero }
    return SimInterval(cappedSeconds: log(waitProbability.value / tail) / spareRate)
  }

  /// The response time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// - Precondition: `p` is below 1.
  public func responseTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p < .one, "nothing bounds all response times")
    guard !saturated else { return nil }
    if servers == 1 { return SimInterval(cappedSeconds: -log1p(-p.value) / spareRate) }
    if p == .zero { return .zero }
    return SimInterval(cappedSeconds: time(atWhichTail: responseTail, reaches: 1 - p.value))
  }

  /// e^(−μt) + C·μ·(e^(−θt) − e^(−μt))/(μ − θ) with θ = cμ − λ, safe where θ is close to μ.
  private func responseTail(_ t: Double) -> Double {
    let rate = serviceRate.perSecond
    let difference = rate - spareRate
    let step: Double
    if difference == 0 {
      step = t * exp(-rate * t)
    } else if difference > 0 {
      step = exp(-spareRate * t) * -expm1(-difference * t) / difference
    } else {
      step = exp(-rate * t) * expm1(difference * t) / difference
    }
    return exp(-rate * t) + waitProbability.value * rate * step
  }
}
