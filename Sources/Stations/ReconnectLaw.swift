/// How long a client waits before it tries to connect again.
///
/// The k-th delay in a row is `base × multiplierᵏ` milliseconds, k from 0; a random part of up to
/// `randomization` of it is taken away or added, and what comes out is cut to `cap` and to whole
/// milliseconds. So it is in the package backo2, which the client of Socket.IO uses: one random number
/// decides on both the size of the random part and, by its first decimal place, on its sign.
///
/// With a multiplier of one and no random part it is the fixed delay of a browser's `EventSource`.
public struct ReconnectLaw: Hashable, Sendable {
  /// The first delay, in milliseconds.
  public var base: Double
  /// What each further one is multiplied by.
  public var multiplier: Double
  /// The longest, in milliseconds.
  public var cap: Double
  /// The largest random part, as a share of the delay.
  public var randomization: Double

  /// A law.
  ///
  /// - Precondition: delays are not negative, the multiplier is at least one, the share at most one.
  public init(base: Double, multiplier: Double, cap: Double, randomization: Double) {
    precondition(base >= 0 && cap >= 0, "a delay is not negative")
    precondition(multiplier >= 1, "further delays are not shorter")
    precondition((0...1).contains(randomization), "the random part is a share of the delay")
    self.base = base
    self.multiplier = multiplier
    self.cap = cap
    self.randomization = randomization
  }

  /// The delay after a number of attempts in a row that failed.
  ///
  /// - Parameters:
  ///   - failures: Attempts that failed since the connection was lost.
  ///   - u: A random number in [0, 1).
  /// - Returns: Nanoseconds, in whole milliseconds.
  public func delay(after failures: Int32, u: Double) -> Int64 {
    var delay = base
    var k: Int32 = 0
    while k < failures, multiplier > 1, delay < 1e15 {
      delay *= multiplier
      k += 1
    }
    if randomization > 0 {
      let part = (u * randomization * delay).rounded(.down)
      delay += Int(u * 10) % 2 == 0 ? -part : part
    }
    return Int64(min(delay, cap).rounded(.down)) * 1_000_000
  }
}
