internal import Quantities
internal import Statistics

/// Throughput against load by the universal scalability law.
///
/// N. J. Gunther (1993): `X(N) = γ N / (1 + α (N − 1) + β N (N − 1))` with contention `α` and
/// crosstalk `β`, both at or above zero: a negative one fits noise and promises throughput that grows
/// without end. Where the best law has a negative one, the best law with that one at zero is given.
public struct ScalabilityFit: Sendable {
  /// The throughput of a load of one.
  public let unitThroughput: Double
  /// The contention, at or above zero.
  public let contention: Double
  /// The crosstalk, at or above zero.
  public let crosstalk: Double
  /// The standard errors of unit throughput, contention and crosstalk; nil at a bound, where none
  /// exists.
  public let standardErrors: [Double?]
  /// The sum of the squared residuals.
  public let residualSumOfSquares: Double
  /// The 95 % interval of the contention by profile likelihood; its upper end is nil when none is
  /// found.
  public let contentionInterval: (low: Double, high: Double?)
  /// The 95 % interval of the crosstalk by profile likelihood.
  public let crosstalkInterval: (low: Double, high: Double?)

  /// The load with the highest throughput; nil without crosstalk, when there is none.
  public var peakLoad: Double? {
    guard crosstalk > 0, contention < 1 else { return nil }
    return ((1 - contention) / crosstalk).squareRoot()
  }

  /// What the data do not tell, in words; nil when they tell all.
  public var warning: String? {
    if crosstalk == 0 {
      return "crosstalk not identified: it is at its bound of zero, so no peak can be told"
        + (crosstalkInterval.high.map { "; it may be as much as \(shortText($0))" } ?? "")
    }
    if crosstalkInterval.low == 0 {
      return "crosstalk not identified: its 95 % interval reaches zero, so there may be no peak"
    }
    return nil
  }

  /// The throughput at a load.
  public func throughput(at load: Double) -> Double {
    unitThroughput * load / (1 + contention * (load - 1) + crosstalk * load * (load - 1))
  }

  /// Fits measured throughput.
  ///
  /// - Precondition: as many loads as throughputs.
  public static func fit(loads: [Double], throughputs: [Double]) throws(FitError) -> ScalabilityFit
  {
    precondition(loads.count == throughputs.count, "every load has its throughput")
    guard loads.count >= 4 else { throw FitError.tooFewObservations(have: loads.count, need: 4) }
    guard (loads + throughputs).allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw FitError.outOfDomain(reason: "a load or a throughput is not above zero")
    }
    let law = ScalabilityLaw(loads: loads, throughputs: throughputs)
    let best = try law.bounded()
    let free = loads.count - 3
    let factor = StudentT(degreesOfFreedom: Double(free)).quantile(Fraction(0.975))
    let limit = best.sum * (1 + factor * factor / Double(free))
    return ScalabilityFit(
      unitThroughput: best.parameters[0],
      contention: best.parameters[1],
      crosstalk: best.parameters[2],
      standardErrors: best.errors,
      residualSumOfSquares: best.sum,
      contentionInterval: law.profile(1, around: best.parameters, limit: limit),
      crosstalkInterval: law.profile(2, around: best.parameters, limit: limit)
    )
  }
}

/// The law for some measurements, with any of its coefficients held.
private struct ScalabilityLaw {
  let loads: [Double]
  let throughputs: [Double]

  typealias Solution = (parameters: [Double], errors: [Double?], sum: Double)

  /// The best law with both coefficients at or above zero.
  func bounded() throws(FitError) -> Solution {
    if let free = try? solved([nil, nil]), free.parameters[1] >= 0, free.parameters[2] >= 0 {
      return free
    }
    let held: [[Double?]] = [[nil, 0], [0, nil], [0, 0]]
    var best: Solution?
    var failure: FitError?
    for choice in held {
      do throws(FitError) {
        let found = try solved(choice)
        guard found.parameters[1] >= 0, found.parameters[2] >= 0 else { continue }
        if found.sum < best?.sum ?? .infinity { best = found }
      } catch {
        failure = failure ?? error
      }
    }
    guard let best else {
      throw failure ?? FitError.notConverged(reason: "no law with coefficients above zero fits")
    }
    return best
  }

  /// The best law with contention and crosstalk held where a number is given.
  func solved(_ held: [Double?]) throws(FitError) -> Solution {
    let start = regression()
    let isFree = [true] + held.map { $0 == nil }
    let places = isFree.indices.filter { isFree[$0] }
    func complete(_ free: [Double]) -> [Double] {
      var all = [0] + held.map { $0 ?? 0 }
      for (k, place) in places.enumerated() { all[place] = free[k] }
      return all
    }
    let fit = try NonlinearLeastSquares.fit(
      observations: throughputs,
      start: places.map { start[$0] },
      dampings: [1e-3, 1]
    ) { free, values, jacobian in
      let p = complete(free)
      for (row, load) in loads.enumerated() {
        let cost = 1 + p[1] * (load - 1) + p[2] * load * (load - 1)
        let value = p[0] * load / cost
        let slopes = [
          load / cost, -value * (load - 1) / cost, -value * load * (load - 1) / cost,
        ]
        values[row] = value
        for (k, place) in places.enumerated() { jacobian[row, k] = slopes[place] }
      }
    }
    var errors = [Double?](repeating: nil, count: 3)
    for (k, place) in places.enumerated() { errors[place] = fit.standardErrors[k] }
    return (complete(fit.parameters), errors, fit.residualSumOfSquares)
  }

  /// The regression of `N/X` on 1, `N − 1` and `N (N − 1)`, its coefficients kept above zero.
  private func regression() -> [Double] {
    let ones = [Double](repeating: 1, count: loads.count)
    let fit = try? LeastSquares.fit(
      columns: [ones, loads.map { $0 - 1 }, loads.map { $0 * ($0 - 1) }],
      observations: zip(loads, throughputs).map { $0 / $1 }
    )
    guard let c = fit?.coefficients, c[0] > 0 else {
      return [throughputs[0] / loads[0], 0.01, 0.0001]
    }
    return [1 / c[0], max(0.001, c[1] / c[0]), max(1e-6, c[2] / c[0])]
  }

  /// Where the profile of one coefficient leaves the limit, below and above its best value.
  func profile(
    _ place: Int,
    around best: [Double],
    limit: Double
  ) -> (low: Double, high: Double?) {
    func sum(_ value: Double) -> Double {
      var held: [Double?] = [nil, nil]
      held[place - 1] = value
      if let found = try? solved(held), found.parameters[3 - place] >= 0 { return found.sum }
      held[2 - place] = 0
      return (try? solved(held))?.sum ?? .infinity
    }
    /// The value between one inside the limit and one outside at which the profile meets it.
    func border(inside: Double, outside: Double) -> Double {
      var (inner, outer) = (inside, outside)
      for _ in 0..<50 where abs(outer - inner) > 1e-10 * max(abs(outer), abs(inner)) {
        let middle = (inner + outer) / 2
        if sum(middle) <= limit { inner = middle } else { outer = middle }
      }
      return inner
    }
    let low = sum(0) <= limit ? 0 : border(inside: best[place], outside: 0)
    var step = max(best[place], 1e-6)
    for _ in 0..<60 {
      if sum(best[place] + step) > limit {
        return (low, border(inside: best[place], outside: best[place] + step))
      }
      step *= 2
    }
    return (low, nil)
  }
}
