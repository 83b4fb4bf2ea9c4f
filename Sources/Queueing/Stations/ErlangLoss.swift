public import Quantities

/// Servers without a waiting line: an arrival that finds all of them busy is lost (Erlang B).
///
/// M/G/c/c: only the mean service time matters, not its distribution (Sevast'yanov, 1957). Also the
/// model of a concurrency limit, and of a sliding log of `servers` admissions whose window is the
/// service time.
public struct ErlangLoss: Hashable, Sendable {
  /// The offered load.
  public let offeredLoad: Erlangs
  /// The number of servers.
  public let servers: Int
  /// The probability that an arrival is lost.
  public let blockProbability: Fraction

  /// A loss system.
  ///
  /// Recurrence B(n) = aB(n−1) / (n + aB(n−1)) from B(0) = 1, which neither overflows nor cancels
  /// (Erlang, 1917; Jagerman, Bell System Technical Journal 53, 1974).
  ///
  /// - Precondition: `servers` is not negative.
  /// - Complexity: O(`servers`)
  public init(offeredLoad: Erlangs, servers: Int) {
    precondition(servers >= 0, "a number of servers is not negative")
    self.offeredLoad = offeredLoad
    self.servers = servers
    var blocked = 1.0
    for number in stride(from: 1, through: servers, by: 1) {
      blocked *= offeredLoad.value
      blocked /= Double(number) + blocked
    }
    blockProbability = Fraction(rounding: blocked)
  }

  /// The mean number of busy servers.
  public var carriedLoad: Erlangs { Erlangs(offeredLoad.value * (1 - blockProbability.value)) }

  /// The fewest servers that lose at most a given share of the arrivals.
  ///
  /// - Precondition: `blocking` is above 0.
  public static func servers(for load: Erlangs, losingAtMost blocking: Fraction) -> Int {
    precondition(blocking > .zero, "no finite number of servers loses nothing")
    var blocked = 1.0
    var number = 0
    while blocked > blocking.value {
      number += 1
      blocked *= load.value
      blocked /= Double(number) + blocked
    }
    return number
  }
}
