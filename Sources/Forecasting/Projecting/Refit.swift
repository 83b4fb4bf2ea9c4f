/// Fits one curve again and again to redrawn observations, from a warm start.
///
/// Gauss–Newton on the normal equations: right for scaled columns, a condition below 10⁴ and a
/// start next to the solution; the reported fit never comes from here.
struct Refit {
  private let curve: Curve
  private let scale: ErrorScale
  private let places: [Double]
  private let start: [Double]
  private let count: Int
  private var normal: [Double]
  private var right: [Double]
  private var gradient: [Double]

  init(_ fit: CurveFit) {
    curve = fit.curve
    scale = fit.errorScale
    places = fit.places
    start = fit.scaled
    count = fit.scaled.count
    normal = [Double](repeating: 0, count: count * count)
    right = [Double](repeating: 0, count: count)
    gradient = [Double](repeating: 0, count: 2 * Curve.mostParameters)
  }

  /// The parameters for redrawn observations; those of the start where no step improves.
  mutating func parameters(for observations: [Double]) -> [Double] {
    var now = start
    var sum = linearize(observations, at: now)
    for _ in 0..<(curve.isLinear(on: scale) ? 1 : 8) {
      guard var step = solved() else { return now }
      var next = now
      var nextSum = Double.infinity
      var halvings = 0
      repeat {
        for j in 0..<count { next[j] = now[j] + step[j] }
        nextSum = isAllowed(next) ? linearize(observations, at: next) : .infinity
        for j in 0..<count { step[j] /= 2 }
        halvings += 1
      } while !(nextSum <= sum) && halvings < 6
      guard nextSum <= sum else { return now }
      let gain = sum - nextSum
      now = next
      sum = nextSum
      if gain <= 1e-5 * sum { return now }
    }
    return now
  }

  /// Whether parameters still mean something; a step that leaves this range is shortened.
  private func isAllowed(_ parameters: [Double]) -> Bool {
    if curve.hasCeiling, !(parameters[0] > 0 && parameters[0] < 1e3) { return false }
    if curve == .richards { return CurveSolver.shapes.contains(parameters[3]) }
    return !curve.isHinge || (parameters[3] > places[0] && parameters[3] < places[places.count - 1])
  }

  /// Forms the normal equations and gives back the sum of squares.
  private mutating func linearize(_ observations: [Double], at parameters: [Double]) -> Double {
    let (curve, scale, count) = (curve, scale, count)
    let first = curve.fitsSteps ? 1 : 0
    for i in normal.indices { normal[i] = 0 }
    for i in right.indices { right[i] = 0 }
    var sum = 0.0
    parameters.withUnsafeBufferPointer { p in
      gradient.withUnsafeMutableBufferPointer { g in
        places.withUnsafeBufferPointer { xs in
          observations.withUnsafeBufferPointer { ys in
            normal.withUnsafeMutableBufferPointer { a in
              right.withUnsafeMutableBufferPointer { b in
                for i in first..<xs.count {
                  var left = ys[i] - curve.evaluate(at: xs[i], parameters: p, scale: scale, into: g)
                  if first > 0 {
                    let before = UnsafeMutableBufferPointer(rebasing: g[Curve.mostParameters...])
                    left -=
                      ys[i - 1]
                      - curve.evaluate(at: xs[i - 1], parameters: p, scale: scale, into: before)
                    for j in 0..<count { g[j] -= before[j] }
                  }
                  sum += left * left
                  for j in 0..<count {
                    b[j] += g[j] * left
                    for k in 0...j { a[count * j + k] += g[j] * g[k] }
                  }
                }
              }
            }
          }
        }
      }
    }
    return sum.isFinite ? sum : .infinity
  }

  /// The Gauss–Newton step by Cholesky; nil when the equations are singular.
  private mutating func solved() -> [Double]? {
    for j in 0..<count {
      for k in 0...j {
        var value = normal[count * j + k]
        for i in 0..<k { value -= normal[count * j + i] * normal[count * k + i] }
        if j == k {
          guard value > 1e-14 * normal[count * j + j] else { return nil }
          normal[count * j + j] = value.squareRoot()
        } else {
          normal[count * j + k] = value / normal[count * k + k]
        }
      }
    }
    var step = Array(right.prefix(count))
    for j in 0..<count {
      for k in 0..<j { step[j] -= normal[count * j + k] * step[k] }
      step[j] /= normal[count * j + j]
    }
    for j in stride(from: count - 1, through: 0, by: -1) {
      for k in (j + 1)..<max(count, j + 1) { step[j] -= normal[count * k + j] * step[k] }
      step[j] /= normal[count * j + j]
    }
    return step
  }
}
