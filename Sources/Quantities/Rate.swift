/// How often something happens: events per second.
public struct Rate: Hashable, Comparable, Sendable {
  /// Events per second.
  public var perSecond: Double

  /// Nothing happens.
  public static let zero = Rate(perSecond: 0)

  /// A rate in events per second.
  ///
  /// - Precondition: `perSecond` is finite and not negative.
  public init(perSecond: Double) {
    precondition(perSecond.isFinite && perSecond >= 0, "a rate is finite and not negative")
    self.perSecond = perSecond
  }

  /// A rate in events per day of 86,400 seconds.
  ///
  /// - Precondition: `perDay` is finite and not negative.
  public init(perDay: Double) {
    self.init(perSecond: perDay / 86_400)
  }

  /// Events per minute.
  public var perMinute: Double { perSecond * 60 }

  /// Events per day of 86,400 seconds.
  public var perDay: Double { perSecond * 86_400 }

  /// Whether the left rate is lower.
  public static func < (a: Rate, b: Rate) -> Bool { a.perSecond < b.perSecond }

  /// A rate that is a multiple of another.
  ///
  /// - Precondition: `factor` is not negative, and the product is finite.
  public static func * (rate: Rate, factor: Double) -> Rate {
    Rate(perSecond: rate.perSecond * factor)
  }

  /// The offered load of a stream of work: arrival rate times mean service time.
  ///
  /// - Precondition: `meanServiceTime` is not negative.
  public func offeredLoad(meanServiceTime: SimInterval) -> Erlangs {
    Erlangs(perSecond * meanServiceTime.seconds)
  }
}
