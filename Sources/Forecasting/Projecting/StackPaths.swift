/// Draws possible futures of a stack.
///
/// The position of a path within the band of a step is a Brownian motion over the square root of the
/// number of steps: normal at each step, as the band is read, and the closer two steps are in ratio
/// the closer are their positions.
enum StackPaths {
  /// Writes one future, in the units of the data.
  static func draw(
    _ stack: ForecastStack,
    with random: inout SplitMix,
    into path: UnsafeMutableBufferPointer<Double>
  ) {
    var position = 0.0
    for step in path.indices {
      position += random.normal()
      path[step] = stack.value(
        step: step + 1,
        score: position / Double(step + 1).squareRoot()
      )
    }
  }
}

extension SplitMix {
  /// A standard normal number.
  ///
  /// By the polar method, after G. Marsaglia and T. A. Bray (1964).
  mutating func normal() -> Double {
    while true {
      let a = 2 * uniform() - 1
      let b = 2 * uniform() - 1
      let square = a * a + b * b
      if square > 0, square < 1 {
        return a * (-2 * Elementary.log(square) / square).squareRoot()
      }
    }
  }

  private mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
