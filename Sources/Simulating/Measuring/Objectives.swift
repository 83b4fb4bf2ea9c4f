public import Quantities

/// What the requests of a test have to keep, endpoint by endpoint.
///
/// It serves to end a replication early that is lost already: see `measurement(of:replication:unlessMissing:permits:)`.
public struct Objectives: Sendable {
  /// What the requests of one endpoint have to keep.
  public struct Endpoint: Sendable {
    /// The largest share that may fail.
    public var maxFailures: Fraction
    /// Percentiles and what they may be; empty where the times speak of something else than answers.
    public var percentiles: [(percentile: Double, limit: SimInterval)]
    /// Whether the times speak of the answer without the calls of models.
    public var withoutModels: Bool

    /// Objectives of an endpoint.
    public init(
      maxFailures: Fraction,
      percentiles: [(percentile: Double, limit: SimInterval)],
      withoutModels: Bool
    ) {
      self.maxFailures = maxFailures
      self.percentiles = percentiles
      self.withoutModels = withoutModels
    }
  }

  /// One for each endpoint, in the order of the program.
  public var endpoints: [Endpoint]
  /// The largest share of all requests that may fail.
  public var maxFailures: Fraction
  /// Requests below which an endpoint is not judged.
  public var fewest: Int64

  /// Objectives of a test.
  public init(endpoints: [Endpoint], maxFailures: Fraction, fewest: Int64) {
    self.endpoints = endpoints
    self.maxFailures = maxFailures
    self.fewest = fewest
  }
}
