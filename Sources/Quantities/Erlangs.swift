/// Offered load: how many servers the work would keep busy on average if none ever waited.
///
/// `offeredLoad = arrivalRate × meanServiceTime`; dimensionless, named after A. K. Erlang.
public struct Erlangs: Hashable, Comparable, Sendable {
  /// The mean number of busy servers.
  public var value: Double

  /// An offered load.
  ///
  /// - Precondition: `value` is finite and not negative.
  public init(_ value: Double) {
    precondition(value.isFinite && value >= 0, "an offered load is finite and not negative")
    self.value = value
  }

  /// Whether the left load is lighter.
  public static func < (a: Erlangs, b: Erlangs) -> Bool { a.value < b.value }

  /// The offered utilization of that many servers: load over servers, which may pass 1.
  ///
  /// - Precondition: `servers` is above 0.
  public func utilization(servers: Int) -> Double {
    precondition(servers > 0, "a station has at least one server")
    return value / Double(servers)
  }
}
