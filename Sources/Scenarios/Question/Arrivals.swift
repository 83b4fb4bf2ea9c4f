public import Quantities

/// How arrivals follow each other where they are neither independent nor evenly spaced.
public enum Bursts: Hashable, Sendable {
  /// Gamma gaps with a coefficient of variation: above 1 they come in clumps.
  case gamma(cv: Double)
  /// Poisson arrivals while a source is on, none while it is off; both last an exponential time with
  /// these means.
  case onOff(on: SimInterval, off: SimInterval)
}

/// Callers of one kind within a test, with a rate and a law of their own, beside its other load.
public struct ClientClass: Sendable {
  /// Its key in the file.
  public var name = ""
  /// Requests by endpoint at 100 % of the test.
  public var rates: [(endpoint: String, rate: Rate)] = []
  /// How arrivals are spaced.
  public var spacing: LoadTest.Spacing = .poisson
  /// How they follow each other otherwise; nil for `spacing`.
  public var bursts: Bursts?
  /// Requests that come at once.
  public var batch = 1

  /// A class without any load.
  public init() {}
}

/// Many requests that come together, once or every so often: a cron job, a start of work.
public struct Herd: Hashable, Sendable {
  /// The endpoint.
  public var endpoint = ""
  /// How many come.
  public var size = 1
  /// When the first herd comes, from the start of the test.
  public var at = SimInterval.zero
  /// The time between herds; nil for one herd.
  public var every: SimInterval?
  /// The time over which they come, evenly; zero for all at once.
  public var within = SimInterval.zero

  /// A herd of one.
  public init() {}
}
