public import Quantities

extension MG1 {
  /// The response time that a share `p` of the arrivals does not exceed; nil when saturated.
  ///
  /// The tail V of the waiting time solves V(t) = λ∫ₜ^∞ B(u)du + λ∫₀ᵗ V(t − u)B(u)du, with B the tail
  /// of the service time (Takács, "Introduction to the Theory of Queues", 1962). Solved by the
  /// trapezoidal rule in `steps` steps and in half as many, the quantile extrapolated from both
  /// (Richardson): with 2,000 steps to about four digits. The law of the service has no jumps.
  ///
  /// - Parameters:
  ///   - p: The share, below 1 by at least 10⁻⁶.
  ///   - steps: Steps up to the end of the grid, which lies less than twice as far as the quantile.
  ///   - serviceTail: The probability of a service longer than some seconds.
  /// - Returns: The quantile; nil also for a service whose tail makes the grid too coarse for it.
  /// - Precondition: `p` is at most 1 − 10⁻⁶; `steps` is even and at least 8.
  /// - Complexity: O(`steps`²)
  public func responseTimeQuantile(
    _ p: Fraction,
    steps: Int = 2000,
    serviceTail: (Double) -> Double
  ) -> SimInterval? {
    precondition(p.value <= 1 - 1e-6, "nothing bounds all response times")
    precondition(steps >= 8 && steps.isMultiple(of: 2), "a grid has an even number of steps")
    guard let mean = meanResponseTime else { return nil }
    var end = 4 * mean.seconds
    while end < 1e6 * mean.seconds {
      // Arrivals in a step of the coarser grid: from one on it tells nothing.
      guard arrivalRate.perSecond * end / Double(steps / 2) < 1 else { return nil }
      if let coarse = quantile(p, steps: steps / 2, end: end, serviceTail),
        let fine = quantile(p, steps: steps, end: end, serviceTail)
      {
        return SimInterval(cappedSeconds: fine + (fine - coarse) / 3)
      }
      end *= 2
    }
    return nil
  }

  /// The quantile in seconds on one grid; nil when it lies beyond the grid.
  private func quantile(
    _ p: Fraction,
    steps: Int,
    end: Double,
    _ serviceTail: (Double) -> Double
  ) -> Double? {
    let step = end / Double(steps)
    let services = (0...steps).map { serviceTail(Double($0) * step) }
    let waits = waitTail(services, step)
    var before = 1.0
    for n in 1...steps {
      // P(W + S > t): S > t, or S in a step and W longer than the rest of t.
      var tail = services[n]
      for j in 1...n {
        tail += (services[j - 1] - services[j]) * (waits[n - j + 1] + waits[n - j]) / 2
      }
      if tail <= 1 - p.value {
        return step * (Double(n - 1) + (before - 1 + p.value) / (before - tail))
      }
      before = tail
    }
    return nil
  }

  /// P(W > t) at the points of the grid.
  private func waitTail(_ services: [Double], _ step: Double) -> [Double] {
    let rate = arrivalRate.perSecond
    var tail = [utilization]
    tail.reserveCapacity(services.count)
    var residual = utilization
    for n in 1..<services.count {
      residual -= rate * step * (services[n - 1] + services[n]) / 2
      var sum = services[n] * tail[0] / 2
      for j in stride(from: 1, to: n, by: 1) { sum += services[j] * tail[n - j] }
      let known = max(residual, 0) + rate * step * sum
      tail.append(known / (1 - rate * step * services[0] / 2))
    }
    return tail
  }
}
