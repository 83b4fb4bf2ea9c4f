/// A client that stops its own calls when too few of them are accepted.
///
/// With `requests` that the application wanted in the last window and `accepts` of them that the other
/// side accepted, a call is stopped with probability max(0, (requests − K·accepts) / (requests + 1)). So
/// calls are stopped from the moment when more than K times as many are wanted as accepted, and a trickle
/// goes on that notices when it is over (Beyer, Jones, Petoff, Murphy, "Site Reliability Engineering",
/// 2016, chapter 21). The window moves on by its hundred-and-twentieth parts.
///
/// - Invariant: no more calls are accepted than were wanted.
public struct ClientThrottle: Sendable {
  private static let parts = 120

  /// K.
  public let factor: Double
  private let part: Int64
  private var wanted: [Int32]
  private var accepted: [Int32]
  private var newest: Int64 = 0
  /// Calls wanted and accepted in the window.
  public private(set) var requests: Int64 = 0
  /// Those of them that were accepted.
  public private(set) var accepts: Int64 = 0

  /// A throttle that has seen nothing.
  ///
  /// - Parameters:
  ///   - factor: K, at least one.
  ///   - window: The window in nanoseconds.
  /// - Precondition: the factor is at least one, the window positive.
  public init(factor: Double, window: Int64) {
    precondition(factor >= 1, "fewer calls than are accepted would never grow again")
    precondition(window > 0, "a window is positive")
    self.factor = factor
    part = max(window / Int64(ClientThrottle.parts), 1)
    wanted = Array(repeating: 0, count: ClientThrottle.parts)
    accepted = wanted
  }

  /// A call is wanted; false when it is stopped.
  ///
  /// - Parameters:
  ///   - now: When.
  ///   - u: A random number in [0, 1).
  /// - Returns: Whether it may go out.
  public mutating func admits(now: Int64, u: Double) -> Bool {
    move(to: now)
    let excess = Double(requests) - factor * Double(accepts)
    let isStopped = u < excess / Double(requests + 1)
    wanted[place] += 1
    requests += 1
    return !isStopped
  }

  /// A call was accepted.
  public mutating func accept(now: Int64) {
    move(to: now)
    accepted[place] += 1
    accepts += 1
  }

  private var place: Int { Int(newest % Int64(ClientThrottle.parts)) }

  private mutating func move(to now: Int64) {
    let number = now / part
    guard number > newest else { return }
    let steps = min(number - newest, Int64(ClientThrottle.parts))
    for i in 1...steps {
      newest = number - steps + i
      requests -= Int64(wanted[place])
      accepts -= Int64(accepted[place])
      wanted[place] = 0
      accepted[place] = 0
    }
  }
}
