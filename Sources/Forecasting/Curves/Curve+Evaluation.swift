extension Curve {
  /// The value on an error scale, and its derivatives on that scale.
  ///
  /// A logarithm of a value that is not positive gives nan, which a fit takes as out of domain.
  func evaluate(
    at x: Double,
    parameters p: UnsafeBufferPointer<Double>,
    scale: ErrorScale,
    into gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    switch self {
    case .linear, .exponential, .power, .hinge, .exponentialHinge:
      return evaluateLine(at: x, p, scale, gradient)
    case .logistic, .bass:
      return scale == .additive
        ? Curve.logistic(at: x, p, gradient) : Curve.logOfLogistic(at: x, p, gradient)
    case .gompertz:
      return scale == .additive
        ? Curve.gompertz(at: x, p, gradient) : Curve.logOfGompertz(at: x, p, gradient)
    case .richards:
      let value = Curve.logOfRichards(at: x, p, gradient)
      guard scale == .additive else { return value }
      // Where the factor is zero the ceiling alone says nothing: its share is zero there too.
      let share = Elementary.exp(value - Elementary.log(p[0]))
      gradient[0] = share
      for j in 1..<4 { gradient[j] = share > 0 ? p[0] * share * gradient[j] : 0 }
      return p[0] * share
    }
  }

  /// A line that may bend, of values or of their logarithms.
  @inline(__always)
  private func evaluateLine(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ scale: ErrorScale,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    gradient[0] = 1
    gradient[1] = x
    var value = p[0] + p[1] * x
    if isHinge {
      let beyond = max(0, x - p[3])
      gradient[2] = beyond
      gradient[3] = beyond > 0 ? -p[2] : 0
      value += p[2] * beyond
    }
    let isOfValues = self == .linear || self == .hinge
    switch (isOfValues, scale) {
    case (true, .additive), (false, .multiplicative): return value
    case (true, .multiplicative):
      for j in 0..<parameterCount { gradient[j] /= value }
      return value > 0 ? Elementary.log(value) : .nan
    case (false, .additive):
      let grown = Elementary.exp(value)
      for j in 0..<parameterCount { gradient[j] *= grown }
      return grown
    }
  }

  @inline(__always)
  private static func logistic(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let share = 1 / (1 + Elementary.exp(-p[1] * (x - p[2])))
    let bend = p[0] * share * (1 - share)
    gradient[0] = share
    gradient[1] = bend * (x - p[2])
    gradient[2] = -bend * p[1]
    return p[0] * share
  }

  @inline(__always)
  private static func logOfLogistic(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let decay = Elementary.exp(-p[1] * (x - p[2]))
    let rest = decay < .infinity ? decay / (1 + decay) : 1
    gradient[0] = 1 / p[0]
    gradient[1] = rest * (x - p[2])
    gradient[2] = -rest * p[1]
    guard p[0] > 0 else { return .nan }
    let below = decay < 1e300 ? Elementary.log1p(decay) : -p[1] * (x - p[2])
    return Elementary.log(p[0]) - below
  }

  @inline(__always)
  private static func gompertz(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let decay = Elementary.exp(-p[1] * (x - p[2]))
    let share = Elementary.exp(-decay)
    // Far on the left the share is zero before the decay is infinite.
    let bend = share > 0 ? p[0] * share * decay : 0
    gradient[0] = share
    gradient[1] = bend * (x - p[2])
    gradient[2] = -bend * p[1]
    return p[0] * share
  }

  @inline(__always)
  private static func logOfGompertz(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let decay = Elementary.exp(-p[1] * (x - p[2]))
    gradient[0] = 1 / p[0]
    gradient[1] = decay * (x - p[2])
    gradient[2] = -decay * p[1]
    return p[0] > 0 ? Elementary.log(p[0]) - decay : .nan
  }

  /// `ln K − ln(1 + ν E)/ν` with `E = e^(−r (x − m))`.
  @inline(__always)
  private static func logOfRichards(
    at x: Double,
    _ p: UnsafeBufferPointer<Double>,
    _ gradient: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let shape = Elementary.exp(p[3])
    let distance = x - p[2]
    let decay = Elementary.exp(-p[1] * distance)
    let isFar = shape * decay > 1e300
    let below = isFar ? (p[3] - p[1] * distance) / shape : Elementary.log1p(shape * decay) / shape
    let slope = isFar ? 1 / shape : decay / (1 + shape * decay)
    gradient[0] = 1 / p[0]
    gradient[1] = slope * distance
    gradient[2] = -slope * p[1]
    gradient[3] = below - slope
    return p[0] > 0 ? Elementary.log(p[0]) - below : .nan
  }
}
