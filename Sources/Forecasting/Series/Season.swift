/// A pattern that comes back after a number of steps.
public struct Season: Hashable, Sendable {
  /// How the length is known.
  public enum Source: String, Hashable, Sendable {
    /// Somebody said so.
    case given
    /// A year of months, quarters or weeks, a week of days; whether there is a pattern of that length
    /// is left to its shrinkage.
    case calendar
    /// The steps of the series show it.
    case found
    /// There is none.
    case none
  }

  /// The steps of a season; 1 for none.
  public let length: Int
  /// How the length is known.
  public let source: Source

  /// A season.
  ///
  /// - Precondition: the length is at least 1.
  init(length: Int, source: Source) {
    precondition(length >= 1, "a season has a step at least")
    self.length = length
    self.source = source
  }

  /// The season of a series on equal steps: that of its calendar, or one that the values show.
  ///
  /// What the values show counts where the calendar has none, or one without evidence.
  init(of values: [Double], spacing: Spacing) {
    let calendar: Int =
      switch spacing {
      case .days(1): 7
      case .days(7): 52
      case .months(1): 12
      case .months(3): 4
      default: 1
      }
    let evidence = SeasonEvidence(values)
    let known = calendar > 1 ? evidence.gain(calendar) : 0
    if known <= 0, let found = evidence.best(), found != calendar {
      self.init(length: found, source: .found)
    } else {
      self.init(length: calendar, source: calendar > 1 ? .calendar : .none)
    }
  }
}

/// How much better the steps of a series are told by their place in a season than by their mean.
///
/// By the criterion of G. Schwarz (1978) on the steps, which have no trend to speak of; steps beyond
/// four times their usual spread are drawn in, so that one odd step makes no season.
struct SeasonEvidence {
  private let steps: [Double]
  /// The criterion without a season.
  private let plain: Double

  /// By how much the criterion must fall, since many lengths are tried.
  ///
  /// Very strong evidence on the scale of R. E. Kass and A. E. Raftery (1995).
  private static let enough = 12.0
  private static let longest = 60

  init(_ values: [Double]) {
    let heights = values.allSatisfy { $0 > 0 } ? values.map { Elementary.log($0) } : values
    let raw = zip(heights, heights.dropFirst()).map { $1 - $0 }
    let middle = median(raw)
    let reach = 4 * 1.4826 * median(raw.map { abs($0 - middle) })
    steps = reach > 0 ? raw.map { max(middle - reach, min(middle + reach, $0)) } : raw
    plain = SeasonEvidence.criterion(steps, 1)
  }

  /// By how much a season of that length lowers the criterion; below zero when it does not pay.
  func gain(_ length: Int) -> Double {
    guard length >= 2, steps.count >= 3 * length else { return -.infinity }
    return plain - SeasonEvidence.criterion(steps, length)
  }

  /// The length with the largest gain, if that is enough.
  func best() -> Int? {
    let longest = min(SeasonEvidence.longest, steps.count / 3)
    guard longest >= 2 else { return nil }
    let gains = (2...longest).map { ($0, gain($0)) }
    guard let best = gains.max(by: { $0.1 < $1.1 }), best.1 >= SeasonEvidence.enough else {
      return nil
    }
    return best.0
  }

  private static func criterion(_ steps: [Double], _ length: Int) -> Double {
    var sums = [Double](repeating: 0, count: length)
    var counts = [Double](repeating: 0, count: length)
    for (i, step) in steps.enumerated() {
      sums[i % length] += step
      counts[i % length] += 1
    }
    var squares = 0.0
    for (i, step) in steps.enumerated() {
      let miss = step - sums[i % length] / counts[i % length]
      squares += miss * miss
    }
    let n = Double(steps.count)
    return n * Elementary.log(squares / n + 1e-300) + Double(length) * Elementary.log(n)
  }
}
