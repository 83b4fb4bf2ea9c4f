import Statistics

extension Estimated {
  /// The estimate with other numbers, of the same observations.
  ///
  /// - Parameters:
  ///   - method: Where its interval comes from now; nil for where it came from before.
  ///   - change: The new value and interval, from the old ones.
  /// - Returns: The new estimate; what is not estimable stays so.
  func mapped(
    method: Estimate.Method? = nil,
    _ change: (Estimate) -> (value: Double, low: Double, high: Double)
  ) -> Estimated {
    guard case .known(let e) = self else { return self }
    let (value, low, high) = change(e)
    return .known(
      Estimate(
        value: value,
        low: low,
        high: high,
        level: e.level,
        observations: e.observations,
        replications: e.replications,
        method: method ?? e.method
      )
    )
  }
}
