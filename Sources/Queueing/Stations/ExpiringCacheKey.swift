public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One key of a cache whose entries expire, asked for at Poisson times, fetched in no time.
public struct ExpiringCacheKey: Hashable, Sendable {
  /// How often the key is asked for.
  public let arrivalRate: Rate
  /// How long an entry lives.
  public let timeToLive: SimInterval

  /// A key.
  ///
  /// - Precondition: `timeToLive` is not negative.
  public init(arrivalRate: Rate, timeToLive: SimInterval) {
    precondition(timeToLive >= .zero, "a time to live is not negative")
    self.arrivalRate = arrivalRate
    self.timeToLive = timeToLive
  }

  /// Requests in one lifetime, λT.
  private var requests: Double { arrivalRate.perSecond * timeToLive.seconds }

  /// The share of hits when the lifetime counts from the fetch, λT/(1 + λT).
  ///
  /// One miss, then a lifetime of hits, by renewal (Jung, Berger and Balakrishnan, 2003).
  public var hitRatioFromFetch: Fraction { Fraction(rounding: requests / (1 + requests)) }

  /// The share of hits when every hit starts the lifetime anew, 1 − e^(−λT).
  public var hitRatioFromLastUse: Fraction { Fraction(rounding: -expm1(-requests)) }
}
