public import Quantities

/// The ranks of the two sample values between which a quantile lies with a stated probability.
///
/// Distribution-free for independent observations: the number of observations below the quantile is
/// binomial (Thompson, 1936; David and Nagaraja, "Order Statistics", 2003, §7.1). Each tail gets at
/// most half of what the level leaves.
public struct OrderStatisticRanks: Hashable, Sendable {
  /// The rank of the lower bound, 1 for the smallest; nil when the sample reaches no lower bound.
  public let lower: Int?
  /// The rank of the upper bound; nil when the sample reaches no upper bound.
  public let upper: Int?

  /// The ranks for the `p` quantile in a sample.
  ///
  /// - Precondition: `count` is not negative; `p` and `level` lie strictly between 0 and 1.
  public init(count: Int, p: Fraction, level: Fraction) {
    precondition(count >= 0, "a sample has no negative size")
    precondition(p > .zero && p < .one, "a quantile with an interval lies strictly inside 0…1")
    precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
    let below = Binomial(trials: count, probability: p)
    let tail = (1 - level.value) / 2
    // The largest l with P(N ≤ l − 1) ≤ tail, the smallest u with P(N ≥ u) ≤ tail.
    let first = firstIndex(in: 0...count) { below.atMost($0) > tail }
    lower = first == 0 ? nil : first
    let last = firstIndex(in: 0...(count + 1)) { below.atLeast($0) <= tail }
    upper = last > count ? nil : last
  }

  /// The smallest sample in which both bounds of the `p` quantile exist.
  ///
  /// - Precondition: `p` and `level` lie strictly between 0 and 1.
  public static func smallestSample(p: Fraction, level: Fraction) -> Int {
    precondition(p > .zero && p < .one, "a quantile with an interval lies strictly inside 0…1")
    precondition(level > .zero && level < .one, "a level lies strictly between 0 and 1")
    var count = 1
    while true {
      let ranks = OrderStatisticRanks(count: count, p: p, level: level)
      if ranks.lower != nil, ranks.upper != nil { break }
      count *= 2
    }
    return firstIndex(in: 1...count) { candidate in
      let ranks = OrderStatisticRanks(count: candidate, p: p, level: level)
      return ranks.lower != nil && ranks.upper != nil
    }
  }
}

/// The first number of a range for which a condition holds that, once true, stays true.
private func firstIndex(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = low + (high - low) / 2
    if holds(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
