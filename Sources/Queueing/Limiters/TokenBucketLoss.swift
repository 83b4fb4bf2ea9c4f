public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A continuously refilled token bucket under Poisson arrivals, each taking one token or refused.
///
/// The deficit `depth` − level is the workload of an M/D/1 queue that lets an arrival in while it
/// is at most `depth` − 1, so the loss is that of M/D/1 with `depth` places. In closed form
/// loss = 1 − g/(1 + ρg) with g = Σ (−ρ(B−1−j))ʲ/j! · e^(ρ(B−1−j)) over j = 0..<B, whose alternating
/// terms cancel; here the queue is solved at its departures: every term is positive, and losses of 10⁻³³ keep their digits.
///
/// Edge cases: no arrivals lose nothing; far above the refill rate the loss is 1 − 1/ρ.
public struct TokenBucketLoss: Hashable, Sendable {
  /// How often a request arrives.
  public let arrivalRate: Rate
  /// How often a token is added.
  public let refillRate: Rate
  /// How many tokens the full bucket holds: the largest burst.
  public let depth: Int
  /// The probability that a request is refused.
  public let blockProbability: Fraction

  /// A token bucket.
  ///
  /// - Precondition: `refillRate` is above 0; `depth` is at least 1.
  /// - Complexity: O(`depth`²)
  public init(arrivalRate: Rate, refillRate: Rate, depth: Int) {
    precondition(refillRate > .zero, "a bucket is refilled")
    precondition(depth >= 1, "a bucket holds at least one token")
    self.arrivalRate = arrivalRate
    self.refillRate = refillRate
    self.depth = depth
    let load = arrivalRate.perSecond / refillRate.perSecond
    blockProbability = Fraction(rounding: TokenBucketLoss.loss(load: load, places: depth))
  }

  /// How often a request is admitted.
  public var admittedRate: Rate { arrivalRate * (1 - blockProbability.value) }

  /// The loss of M/D/1 with that many places, the server's included.
  private static func loss(load: Double, places: Int) -> Double {
    if load == 0 { return 0 }
    if places == 1 { return load / (1 + load) }
    // The idle share is below e^(−load) and no longer visible in the last digit.
    if load > 40 { return 1 - 1 / load }
    let arrivals = PoissonTails(mean: load, count: places + 1)
    let state = departureStates(load: load, count: places)
    // Lost in one service time: it begins with the j ≥ 1 left behind, or with the next arrival …
    var lost = state[0] * arrivals.excess[places - 1]
    for j in 1..<places { lost += state[j] * arrivals.excess[places - j] }
    // … for each one admitted.
    lost /= state.reduce(0, +)
    return lost / (1 + lost)
  }
}

/// What the tail of a Poisson number A needs for a loss: P(A > k) and E[(A − k)⁺], k = 0..<count.
struct PoissonTails {
  /// P(A = 0).
  let none: Double
  /// P(A > k).
  let beyond: [Double]
  /// E[(A − k)⁺].
  let excess: [Double]

  init(mean: Double, count: Int) {
    // Terms so far out that the rest is invisible even relative to P(A > count).
    let last = count + 40 + Int(mean + 12 * mean.squareRoot())
    let (probabilities, first) = poissonProbabilities(mean: mean, upTo: last)
    none = first
    var beyond = [Double](repeating: 0, count: count)
    var excess = beyond
    var (tail, sumOfTails) = (0.0, 0.0)
    for k in stride(from: last - 1, through: 0, by: -1) {
      tail += probabilities[k + 1]
      sumOfTails += tail
      if k < count { (beyond[k], excess[k]) = (tail, sumOfTails) }
    }
    self.beyond = beyond
    self.excess = excess
  }
}

/// P(A = k) for k = 0...last, and P(A = 0) again.
func poissonProbabilities(mean: Double, upTo last: Int) -> ([Double], Double) {
  var term = exp(-mean)
  let none = term
  var all = [term]
  all.reserveCapacity(last + 1)
  for k in stride(from: 1, through: last, by: 1) {
    term *= mean / Double(k)
    all.append(term)
  }
  return (all, none)
}
