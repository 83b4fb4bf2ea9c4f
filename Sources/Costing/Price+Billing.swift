import Scenarios

extension Price {
  /// The units that are billed for a quantity beyond what is included.
  ///
  /// What is begun of a rounding unit counts as a whole one, and a positive minimum is billed in any
  /// case; a credit, below zero, is given back as it is.
  func billed(_ quantity: Double) -> Double {
    guard quantity >= 0 else { return quantity }
    guard let unit = roundUpTo else { return max(quantity, minimum) }
    // A quantity that a rounding error of the meter has lifted over the unit begins no other one.
    let units = (quantity / unit * (1 - 1e-12)).rounded(.up)
    return max(units * unit, minimum)
  }

  /// The parts of what is billed that lie in each step of the scale, without those not reached.
  func steps(of billed: Double) -> [(step: ScaleStep, units: Double)] {
    var parts: [(step: ScaleStep, units: Double)] = []
    var start = 0.0
    for step in scale where billed > start {
      let end = min(step.upTo ?? billed, billed)
      guard end > start else { continue }
      parts.append((step, end - start))
      start = end
    }
    // A scale whose last step ends is continued at its last price.
    if billed > start, let last = scale.last { parts.append((last, billed - start)) }
    return parts
  }
}

extension Price.LevelRule {
  /// The number that is billed of a level that changed from hour to hour.
  ///
  /// - Parameters:
  ///   - mean: The mean over the month.
  ///   - peak: The highest level.
  ///   - hours: The level in each hour of days that stand for the month; empty when only mean and peak
  ///     are known, and then the percentile rules bill the peak, never less than the vendor would.
  /// - Returns: The level that is billed.
  func level(mean: Double, peak: Double, hours: [Double]) -> Double {
    switch self {
    case .mean: return mean
    case .peak: return peak
    // The highest twentieth is free: its first hour that is not counts.
    case .p95: return LevelRule.level(of: hours, above: 0.05) ?? peak
    // Eight of a month's 730 hours are free.
    case .ninth_highest_hour: return LevelRule.level(of: hours, above: 8.0 / 730) ?? peak
    }
  }

  private typealias LevelRule = Self

  /// The highest level once a share of the hours is left out; nil without hours.
  private static func level(of hours: [Double], above share: Double) -> Double? {
    guard !hours.isEmpty else { return nil }
    let free = Int((Double(hours.count) * share + 1e-9).rounded(.down))
    return hours.sorted(by: >)[min(free, hours.count - 1)]
  }
}
