public import Quantities

/// One server, several classes of Poisson arrivals: the highest class in line goes next.
///
/// Service is not interrupted (Cobham, "Priority assignment in waiting line problems", Operations
/// Research 2, 1954).
public struct PriorityStation: Hashable, Sendable {
  /// A stream of arrivals.
  public struct Class: Hashable, Sendable {
    /// How often somebody of the class arrives.
    public let arrivalRate: Rate
    /// The mean service time of the class.
    public let meanServiceTime: SimInterval
    /// The variance of the service time over its squared mean: 0 constant, 1 exponential.
    public let squaredCoefficientOfVariation: Double

    /// A class.
    ///
    /// - Precondition: Service takes some time; the squared coefficient is not negative.
    public init(
      arrivalRate: Rate,
      meanServiceTime: SimInterval,
      squaredCoefficientOfVariation: Double
    ) {
      precondition(meanServiceTime > .zero, "service takes some time")
      precondition(squaredCoefficientOfVariation >= 0, "a squared coefficient is not negative")
      self.arrivalRate = arrivalRate
      self.meanServiceTime = meanServiceTime
      self.squaredCoefficientOfVariation = squaredCoefficientOfVariation
    }

    var utilization: Double { arrivalRate.perSecond * meanServiceTime.seconds }

    /// λE[S²]/2: what an arrival finds left of a service of this class, on average.
    var residual: Double {
      utilization * meanServiceTime.seconds * (1 + squaredCoefficientOfVariation) / 2
    }
  }

  /// The classes, the first to be served first.
  public let classes: [Class]

  /// A station.
  public init(classes: [Class]) {
    self.classes = classes
  }

  /// The offered load of all classes together; 1 and more saturates at least the last class.
  public var utilization: Double { classes.reduce(0) { $0 + $1.utilization } }

  /// The mean time in line of each class; nil for those that saturate.
  ///
  /// W_k = Σλ E[S²]/2 / ((1 − σ_(k−1))(1 − σ_k)), with σ_k the load of the classes up to k. Where
  /// lower classes saturate, the server never idles and their residual counts by their share.
  public var meanWaitingTimes: [SimInterval?] {
    var above = 0.0
    var residual = 0.0
    // Of the classes below, only what the classes above leave free is ever served.
    var free = 1.0
    for item in classes {
      let served = min(item.utilization, max(free, 0))
      if item.utilization > 0 { residual += item.residual * served / item.utilization }
      free -= served
    }
    return classes.map { item in
      let upTo = above + item.utilization
      defer { above = upTo }
      guard upTo < 1 else { return nil }
      return SimInterval(cappedSeconds: residual / ((1 - above) * (1 - upTo)))
    }
  }
}
