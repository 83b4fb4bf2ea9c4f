public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Many single servers, where each arrival looks at a few at random and joins the shortest line.
///
/// The limit for infinitely many servers: a share ρ^((dⁱ − 1)/(d − 1)) of them holds i or more
/// (Vvedenskaya, Dobrushin and Karpelevich, 1996; Mitzenmacher, IEEE TPDS 12, 2001). Lines of
/// finitely many servers are a little longer.
public struct PowerOfChoices: Hashable, Sendable {
  /// How often somebody arrives, for each server.
  public let arrivalRatePerServer: Rate
  /// How often one busy server finishes.
  public let serviceRate: Rate
  /// How many servers an arrival looks at; 1 is random choice.
  public let choices: Int

  /// A balanced group of servers.
  ///
  /// - Precondition: `serviceRate` is above 0; there is at least one choice.
  public init(arrivalRatePerServer: Rate, serviceRate: Rate, choices: Int) {
    precondition(serviceRate > .zero, "a server finishes now and then")
    precondition(choices >= 1, "an arrival looks at a server at least")
    self.arrivalRatePerServer = arrivalRatePerServer
    self.serviceRate = serviceRate
    self.choices = choices
  }

  /// The offered load of a server; 1 and more means saturation.
  public var utilization: Double { arrivalRatePerServer.perSecond / serviceRate.perSecond }

  /// Whether more work arrives than the servers can do.
  public var saturated: Bool { utilization >= 1 }

  /// The mean time from arrival to departure; nil when saturated.
  public var meanResponseTime: SimInterval? {
    guard !saturated else { return nil }
    if choices == 1 {
      return SimInterval(cappedSeconds: 1 / (1 - utilization) / serviceRate.perSecond)
    }
    // Σ ρ^((dⁱ − d)/(d − 1)): the exponent of the next term is d times this one, plus d.
    var (sum, exponent) = (0.0, 0.0)
    while true {
      let term = pow(utilization, exponent)
      sum += term
      if term <= sum * 1e-17 { break }
      exponent = Double(choices) * (exponent + 1)
    }
    return SimInterval(cappedSeconds: sum / serviceRate.perSecond)
  }
}
