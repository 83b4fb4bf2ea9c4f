public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A limiter that admits a number of requests in each fixed window, under Poisson arrivals.
///
/// Loss = E[(N − limit)⁺] / m, with N Poisson of mean m = arrivals in one window: whoever comes after
/// the window is full is refused, and nothing is carried over.
///
/// Edge cases: no arrivals lose nothing; a limit of 0 refuses all.
public struct FixedWindowLoss: Hashable, Sendable {
  /// How often a request arrives.
  public let arrivalRate: Rate
  /// How many requests a window admits.
  public let limit: Int
  /// The length of a window.
  public let window: SimInterval
  /// The probability that a request is refused, over all windows.
  public let blockProbability: Fraction

  /// A fixed-window limiter.
  ///
  /// - Precondition: `limit` is not negative; a window takes some time.
  /// - Complexity: O(√mean) beyond the larger of limit and mean
  public init(arrivalRate: Rate, limit: Int, window: SimInterval) {
    precondition(limit >= 0, "a limit is not negative")
    precondition(window > .zero, "a window takes some time")
    self.arrivalRate = arrivalRate
    self.limit = limit
    self.window = window
    let mean = arrivalRate.perSecond * window.seconds
    blockProbability = Fraction(rounding: FixedWindowLoss.loss(mean: mean, limit: limit))
  }

  /// How often a request is admitted.
  public var admittedRate: Rate { arrivalRate * (1 - blockProbability.value) }

  private static func loss(mean: Double, limit: Int) -> Double {
    guard mean > 0 else { return 0 }
    let bound = Double(limit)
    if bound >= mean {
      // E[(N − L)⁺] from L + 1 upwards.
      var k = limit + 1
      var term = poissonProbability(of: k, mean: mean)
      var sum = 0.0
      while term * Double(k - limit) > sum * 1e-17 {
        sum += term * Double(k - limit)
        k += 1
        term *= mean / Double(k)
      }
      return sum / mean
    }
    // E[(N − L)⁺] = m − L + E[(L − N)⁺], the last from L − 1 downwards.
    var k = limit - 1
    var sum = 0.0
    var term = poissonProbability(of: max(k, 0), mean: mean)
    while k >= 0, term * Double(limit - k) > sum * 1e-17 {
      sum += term * Double(limit - k)
      term *= Double(k) / mean
      k -= 1
    }
    return (mean - bound + sum) / mean
  }
}

/// e^(−m)·mᵏ/k!, from logarithms.
func poissonProbability(of k: Int, mean: Double) -> Double {
  exp(Double(k) * log(mean) - mean - lgamma(Double(k) + 1))
}
