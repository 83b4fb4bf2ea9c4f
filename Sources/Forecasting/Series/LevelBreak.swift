/// A step so much larger than all others that the level must have been moved: a new meter, a price, a
/// definition.
struct LevelBreak: Hashable {
  /// The first observation on the new level.
  let index: Int
  /// The factor, or the difference, that is not growth.
  let size: Double
  /// Whether the size is a factor; it is for a series that is positive throughout.
  let isFactor: Bool

  /// How many times the usual spread of steps a break is at least.
  private static let reach = 6.0
  /// The least factor that is called a break.
  private static let leastFactor = 1.25
  /// More than so many are no breaks but the way the series is.
  private static let most = 3

  /// How many observations on either side must lie apart: fewer would call a spike a level.
  private static let side = 6
  /// How many steps on either side tell what steps are like here: early growth has larger ones.
  private static let neighbors = 10

  /// The breaks of a series: steps beyond six times the spread of those around, after which it stays.
  ///
  /// The spread is the median of the distances from the median (F. R. Hampel 1974).
  static func find(in values: [Double]) -> [LevelBreak] {
    guard values.count >= 16 else { return [] }
    let isFactor = values.allSatisfy { $0 > 0 }
    let heights = isFactor ? values.map { Elementary.log($0) } : values
    let steps = zip(heights, heights.dropFirst()).map { $1 - $0 }
    let range = (heights.max() ?? 0) - (heights.min() ?? 0)
    let least = isFactor ? Elementary.log(leastFactor) : 0.2 * range
    var found: [LevelBreak] = []
    for index in side..<(heights.count - side / 2) {
      let around = (max(0, index - 1 - neighbors)..<min(steps.count, index + neighbors))
        .filter { $0 != index - 1 }.map { steps[$0] }
      let usual = median(around)
      let spread = 1.4826 * median(around.map { abs($0 - usual) })
      let jump = steps[index - 1] - usual
      guard abs(jump) > max(least, reach * spread) else { continue }
      let before = median(Array(heights[(index - side)..<index]))
      let after = median(Array(heights[index..<min(index + side, heights.count)]))
      guard (after - before) * jump > 0, abs(after - before) > abs(jump) / 2 else { continue }
      found.append(
        LevelBreak(
          index: index,
          size: isFactor ? Elementary.exp(jump) : jump,
          isFactor: isFactor
        )
      )
    }
    return found.count <= most ? found : []
  }
}

/// The middle of some numbers; 0 of none.
func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2)
    ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
