/// Fits a logistic to many redrawn histories at once, several in a vector.
///
/// Gauss–Newton on the normal equations from a warm start: right inside a bootstrap, where the start
/// is next to the solution and the columns are scaled; a reported fit never comes from here. A
/// history that no step improves keeps what it had.
public enum LogisticBatch {
  /// The most steps; from the fit of the original history three or four are enough.
  private static let steps = 6

  /// Refits, with errors of one size.
  ///
  /// - Parameters:
  ///   - start: Ceiling, rate and midpoint to start from.
  ///   - places: The times of the observations, centered and scaled.
  ///   - observations: The histories side by side: the first observation of each, then the second.
  ///   - count: The number of histories.
  /// - Returns: The ceilings of all histories, then the rates, then the midpoints.
  public static func refit(
    start: [Double],
    places: [Double],
    observations: [Double],
    count: Int
  ) -> [Double] {
    precondition(start.count == 3, "a logistic has three parameters")
    precondition(observations.count == places.count * count, "a history has a value for each time")
    var result = [Double](repeating: 0, count: 3 * count)
    var block = [Lanes](repeating: .zero, count: places.count)
    for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
      let lanes = min(Lanes.scalarCount, count - first)
      for row in places.indices {
        for lane in 0..<Lanes.scalarCount {
          // The last vector repeats its last history.
          block[row][lane] = observations[row * count + first + min(lane, lanes - 1)]
        }
      }
      let fit = refit(start, places, block)
      for lane in 0..<lanes {
        result[first + lane] = fit.0[lane]
        result[count + first + lane] = fit.1[lane]
        result[2 * count + first + lane] = fit.2[lane]
      }
    }
    return result
  }

  private static func refit(
    _ start: [Double],
    _ places: [Double],
    _ block: [Lanes]
  ) -> (Lanes, Lanes, Lanes) {
    var best = (Lanes(repeating: start[0]), Lanes(repeating: start[1]), Lanes(repeating: start[2]))
    var now = best
    var least = Lanes(repeating: .infinity)
    for _ in 0..<steps {
      let equations = NormalEquations(now.0, now.1, now.2, places, block)
      let isBetter = equations.sum .< least
      let gain = least - equations.sum
      best.0.replace(with: now.0, where: isBetter)
      best.1.replace(with: now.1, where: isBetter)
      best.2.replace(with: now.2, where: isBetter)
      least.replace(with: equations.sum, where: isBetter)
      let step = equations.step()
      // Where the squares fell by less than 1e-8 of themselves, one more step is safe unseen.
      if all(gain .< 1e-8 * equations.sum) {
        let isFinite = (step.0 + step.1 + step.2) * 0 .== 0
        best.0.replace(with: best.0 + step.0, where: isFinite .& isBetter)
        best.1.replace(with: best.1 + step.1, where: isFinite .& isBetter)
        best.2.replace(with: best.2 + step.2, where: isFinite .& isBetter)
        break
      }
      now = (best.0 + step.0, best.1 + step.1, best.2 + step.2)
    }
    return best
  }
}

/// The normal equations of several logistics.
private struct NormalEquations {
  private(set) var sum = Lanes.zero
  private var a00 = Lanes.zero
  private var a10 = Lanes.zero
  private var a11 = Lanes.zero
  private var a20 = Lanes.zero
  private var a21 = Lanes.zero
  private var a22 = Lanes.zero
  private var b0 = Lanes.zero
  private var b1 = Lanes.zero
  private var b2 = Lanes.zero

  init(
    _ ceiling: Lanes,
    _ rate: Lanes,
    _ midpoint: Lanes,
    _ places: [Double],
    _ block: [Lanes]
  ) {
    places.withUnsafeBufferPointer { places in
      block.withUnsafeBufferPointer { block in
        for row in places.indices {
          let distance = places[row] - midpoint
          let share = 1 / (1 + exponential(-rate * distance))
          let left = block[row] - ceiling * share
          let bend = ceiling * share * (1 - share)
          let g1 = bend * distance
          let g2 = -bend * rate
          sum += left * left
          a00 += share * share
          a10 += share * g1
          a11 += g1 * g1
          a20 += share * g2
          a21 += g1 * g2
          a22 += g2 * g2
          b0 += share * left
          b1 += g1 * left
          b2 += g2 * left
        }
      }
    }
  }

  /// The step, by Cholesky; not a number where the equations are singular, and then never better.
  func step() -> (Lanes, Lanes, Lanes) {
    let l00 = a00.squareRoot()
    let l10 = a10 / l00
    let l20 = a20 / l00
    let l11 = (a11 - l10 * l10).squareRoot()
    let l21 = (a21 - l20 * l10) / l11
    let l22 = (a22 - l20 * l20 - l21 * l21).squareRoot()
    let y0 = b0 / l00
    let y1 = (b1 - l10 * y0) / l11
    let y2 = (b2 - l20 * y0 - l21 * y1) / l22
    let x2 = y2 / l22
    let x1 = (y1 - l21 * x2) / l11
    let x0 = (y0 - l10 * x1 - l20 * x2) / l00
    return (x0, x1, x2)
  }
}
