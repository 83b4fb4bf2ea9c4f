public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The number of successes in independent trials of equal probability.
///
/// Point probabilities by the saddle-point expansion of Loader, "Fast and accurate computation of
/// binomial probabilities" (2000); sums run from the largest term outwards, so that small tails keep
/// their digits.
public struct Binomial: Hashable, Sendable {
  /// The number of trials.
  public let trials: Int
  /// The probability of success in each.
  public let probability: Fraction

  /// The distribution for that many trials.
  ///
  /// - Precondition: `trials` is not negative.
  public init(trials: Int, probability: Fraction) {
    precondition(trials >= 0, "a number of trials is not negative")
    self.trials = trials
    self.probability = probability
  }

  /// The probability of exactly `successes`.
  public func probability(of successes: Int) -> Double {
    guard successes >= 0, successes <= trials else { return 0 }
    let (n, k, p) = (Double(trials), Double(successes), probability.value)
    if p == 0 { return successes == 0 ? 1 : 0 }
    if p == 1 { return successes == trials ? 1 : 0 }
    if successes == 0 { return exp(n * log1p(-p)) }
    if successes == trials { return exp(n * log(p)) }
    let exponent =
      stirlingError(n) - stirlingError(k) - stirlingError(n - k)
      - deviance(k, n * p) - deviance(n - k, n * (1 - p))
    return exp(exponent) * (n / (2 * Double.pi * k * (n - k))).squareRoot()
  }

  /// The probability of at most `successes`.
  ///
  /// - Complexity: O(√`trials`)
  public func atMost(_ successes: Int) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return Double(successes) < Double(trials) * probability.value
      ? sumDown(from: successes) : 1 - sumUp(from: successes + 1)
  }

  /// The probability of at least `successes`.
  ///
  /// - Complexity: O(√`trials`)
  public func atLeast(_ successes: Int) -> Double {
    if successes <= 0 { return 1 }
    if successes > trials { return 0 }
    return Double(successes) > Double(trials) * probability.value
      ? sumUp(from: successes) : 1 - sumDown(from: successes - 1)
  }

  private func sumDown(from first: Int) -> Double {
    var term = probability(of: first)
    var sum = term
    var k = first
    let odds = (1 - probability.value) / probability.value
    while k > 0, term > sum * 1e-18 {
      term *= Double(k) / Double(trials - k + 1) * odds
      sum += term
      k -= 1
    }
    return min(sum, 1)
  }

  private func sumUp(from first: Int) -> Double {
    var term = probability(of: first)
    var sum = term
    var k = first
    let odds = probability.value / (1 - probability.value)
    while k < trials, term > sum * 1e-18 {
      term *= Double(trials - k) / Double(k + 1) * odds
      sum += term
      k += 1
    }
    return min(sum, 1)
  }
}

/// ln n! minus Stirling's formula (n + ½) ln n − n + ½ ln 2π.
private func stirlingError(_ n: Double) -> Double {
  if n <= 15 { return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi) }
  let s = 1 / (n * n)
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / n
}

/// x ln(x/m) + m − x, without cancellation where x is close to m.
private func deviance(_ x: Double, _ mean: Double) -> Double {
  guard abs(x - mean) < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
  let v = (x - mean) / (x + mean)
  var sum = (x - mean) * v
  var term = 2 * x * v
  for j in 1..<1000 {
    term *= v * v
    let next = sum + term / Double(2 * j + 1)
    if next == sum { break }
    sum = next
  }
  return sum
}
