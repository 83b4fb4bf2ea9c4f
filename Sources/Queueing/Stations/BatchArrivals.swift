public import Quantities

/// Poisson arrivals of whole batches, one server in order of arrival, exponential service.
///
/// M^[X]/M/1: the model of a request that fans out into several calls to the same place (Gross and
/// Harris, "Fundamentals of Queueing Theory", 1998, §3.1).
public struct BatchArrivals: Hashable, Sendable {
  /// How often a batch arrives.
  public let batchRate: Rate
  /// The mean number in a batch.
  public let meanBatchSize: Double
  /// The mean of the squared number in a batch.
  public let meanSquaredBatchSize: Double
  /// How often the busy server finishes.
  public let serviceRate: Rate

  /// A station whose batches vary.
  ///
  /// - Precondition: Batches hold at least one; the mean square is at least the squared mean;
  ///   `serviceRate` is above 0.
  public init(
    batchRate: Rate,
    meanBatchSize: Double,
    meanSquaredBatchSize: Double,
    serviceRate: Rate
  ) {
    precondition(meanBatchSize >= 1, "a batch holds at least one")
    precondition(
      meanSquaredBatchSize >= meanBatchSize * meanBatchSize,
      "a mean square is at least the squared mean"
    )
    precondition(serviceRate > .zero, "a server finishes now and then")
    self.batchRate = batchRate
    self.meanBatchSize = meanBatchSize
    self.meanSquaredBatchSize = meanSquaredBatchSize
    self.serviceRate = serviceRate
  }

  /// A station whose batches all hold the same number.
  public init(batchRate: Rate, batchSize: Int, serviceRate: Rate) {
    self.init(
      batchRate: batchRate,
      meanBatchSize: Double(batchSize),
      meanSquaredBatchSize: Double(batchSize) * Double(batchSize),
      serviceRate: serviceRate
    )
  }

  /// The offered load of the server; 1 and more means saturation.
  public var utilization: Double { batchRate.perSecond * meanBatchSize / serviceRate.perSecond }

  /// Whether more work arrives than the server can do.
  public var saturated: Bool { utilization >= 1 }

  /// The mean time in line of one member of a batch; nil when saturated.
  ///
  /// ρ/(μ(1 − ρ)) + (E[X²]/E[X] − 1) / 2μ(1 − ρ): the simple queue plus the own batch ahead.
  public var meanWaitingTime: SimInterval? {
    guard !saturated else { return nil }
    let ahead = (meanSquaredBatchSize / meanBatchSize - 1) / 2
    return SimInterval(
      cappedSeconds: (utilization + ahead) / (1 - utilization) / serviceRate.perSecond
    )
  }
}
