/// By what factor the intervals of a fit must widen to hold what they promise.
///
/// A split-conformal idea (V. Vovk, A. Gammerman and G. Shafer 2005) with the errors of the
/// rolling origins as scores: at near and at far steps, the 80 % point of |error| / claimed spread
/// over that of the normal law. Between the two the factor follows the logarithm of the step, and
/// it never falls with the horizon.
struct Calibration: Hashable, Sendable {
  /// The factor at the nearer steps.
  let near: Double
  /// The factor at the farther steps.
  let far: Double
  /// The step in whose middle each factor stands.
  let nearStep: Double
  let farStep: Double

  /// A history too short to know better: about what a t law on five points adds to the normal.
  static let none = Calibration(near: 1.25, far: 1.25, nearStep: 1, farStep: 2)

  init(near: Double, far: Double, nearStep: Double, farStep: Double) {
    self.near = near
    self.far = far
    self.nearStep = nearStep
    self.farStep = farStep
  }

  init(_ errors: RollingErrors) {
    let ratios = errors.ratios
    guard ratios.count >= 6 else {
      self = .none
      return
    }
    let border = max(1, errors.horizon / 2)
    let nearRatios = ratios.filter { $0.step <= border }.map(\.ratio)
    let farRatios = ratios.filter { $0.step > border }.map(\.ratio)
    let near = Calibration.factor(nearRatios)
    let far = max(near, farRatios.count >= 3 ? Calibration.factor(farRatios) : near)
    self.init(
      near: near,
      far: far,
      nearStep: Double(1 + border) / 2,
      farStep: Double(border + 1 + errors.horizon) / 2
    )
  }

  /// The factor at a step.
  func factor(step: Int) -> Double {
    guard far > near, farStep > nearStep else { return near }
    let position = Elementary.log(Double(step) / nearStep) / Elementary.log(farStep / nearStep)
    return near + (far - near) * min(1, max(0, position))
  }

  private static func factor(_ ratios: [Double]) -> Double {
    let sorted = ratios.sorted()
    // The conformal rank (n + 1)·0.8, which pays for a small sample with a wider factor.
    let rank = Int((0.8 * Double(sorted.count + 1)).rounded(.up))
    // Never narrower than the fit claims: the past may have been calmer than what comes. Never
    // wider than three times: there the law is wrong, and the weights answer for that.
    let point = sorted[min(sorted.count, rank) - 1] / RollingErrors.normal80
    return min(3, max(1, point))
  }
}
