import Quantities

/// The shares of spans above a moving threshold, by replication.
///
/// The threshold stands at the upper end of a bucket, at first that which holds the pooled quantile.
struct TailShares {
  private let replications: [Histogram]
  private let pooled: Histogram
  private let p: Double
  private let start: Int
  /// Spans above the threshold at the start.
  private let startCounts: [Double]

  init(_ replications: [Histogram], pooled: Histogram, p: Fraction) {
    self.replications = replications
    self.pooled = pooled
    self.p = p.value
    let start = pooled.bucket(atRank: Histogram.rank(of: p, among: pooled.count))
    self.start = start
    startCounts = replications.map { Double($0.count(above: start)) }
  }

  /// The ends of the interval; nil when the share cannot be told from none or all.
  ///
  /// Fewer than twenty replications do not tell their skewness well: there the share must be known
  /// well enough for an interval of its own.
  func ends(level: Fraction) -> (low: SimInterval, high: SimInterval)? {
    let factor = StudentT(degreesOfFreedom: Double(replications.count - 1))
      .twoSidedFactor(level: level)
    let isKnown = replications.count >= 20 || factor * standardError < min(p, 1 - p)
    guard isKnown, let high = upperEnd(factor),
      let low = lowerEnd(factor), let minimum = pooled.minimum, let maximum = pooled.maximum
    else { return nil }
    return (max(low, minimum), min(high, maximum))
  }

  /// Whether the replications differ no more than independent spans would.
  ///
  /// Pearson's test of homogeneity at 5 %, with the quantile of Wilson and Hilferty (1931).
  var lookIndependent: Bool {
    let share = startShare
    guard share > 0, share < 1 else { return true }
    let statistic = zip(startCounts, replications).reduce(0.0) { sum, pair in
      let residual = pair.0 - share * Double(pair.1.count)
      let variance = Double(pair.1.count) * share * (1 - share)
      return variance > 0 ? sum + residual * residual / variance : sum
    }
    let freedom = Double(replications.count - 1)
    let spread = 2 / (9 * freedom)
    let root = 1 - spread + 1.6448536269514722 * spread.squareRoot()
    return statistic <= freedom * root * root * root
  }

  private var startShare: Double { startCounts.reduce(0, +) / Double(pooled.count) }

  /// The standard error of the share above the pooled quantile, a ratio of totals.
  private var standardError: Double {
    let share = startShare
    let size = Double(replications.count)
    let squares = zip(startCounts, replications).reduce(0.0) { sum, pair in
      let residual = pair.0 - share * Double(pair.1.count)
      return sum + residual * residual
    }
    return (squares / (size - 1) / size).squareRoot() / (Double(pooled.count) / size)
  }

  /// The lowest threshold at or above the quantile that leaves too few spans above it.
  private func upperEnd(_ factor: Double) -> SimInterval? {
    var counts = startCounts
    var bucket = start
    while statistic(counts).high >= -factor {
      bucket += 1
      guard let next = nextFilled(from: bucket, by: 1) else { return nil }
      bucket = next
      for (i, replication) in replications.enumerated() {
        counts[i] -= Double(replication.count(inBucket: bucket))
      }
    }
    return SimInterval(nanoseconds: HistogramLayout.upperBound(of: bucket))
  }

  /// The highest threshold below the quantile that leaves too many spans above it.
  private func lowerEnd(_ factor: Double) -> SimInterval? {
    var counts = startCounts
    var bucket = start
    while true {
      for (i, replication) in replications.enumerated() {
        counts[i] += Double(replication.count(inBucket: bucket))
      }
      if statistic(counts).low > factor { break }
      guard let next = nextFilled(from: bucket - 1, by: -1) else { return nil }
      bucket = next
    }
    return SimInterval(nanoseconds: HistogramLayout.lowerBound(of: bucket))
  }

  private func nextFilled(from bucket: Int, by step: Int) -> Int? {
    var place = bucket - pooled.firstBucket
    while pooled.counts.indices.contains(place) {
      if pooled.counts[place] > 0 { return place + pooled.firstBucket }
      place += step
    }
    return nil
  }

  /// How far the share above the threshold is from 1 − p, in standard errors, at least and at most.
  ///
  /// Where the skewness is beyond chance, Student's own statistic and the corrected one bound it, so that
  /// no end is nearer than Student's, as for a mean: the few replications that hold most of the spans
  /// above a high quantile are the ones that a sample has or lacks by luck.
  private func statistic(_ above: [Double]) -> (low: Double, high: Double) {
    let excess = zip(above, replications).map { $0 - (1 - p) * Double($1.count) }
    let studentized = StudentizedMean(of: excess)
    let corrected = studentized.withoutSkewness
    guard studentized.isSkewed else { return (corrected, corrected) }
    return (min(corrected, studentized.value), max(corrected, studentized.value))
  }
}

extension Histogram {
  /// The number of spans in a bucket.
  fileprivate func count(inBucket bucket: Int) -> Int {
    let place = bucket - firstBucket
    return counts.indices.contains(place) ? Int(counts[place]) : 0
  }

  /// The number of spans in higher buckets.
  func count(above bucket: Int) -> Int {
    let first = max(bucket + 1 - firstBucket, 0)
    guard first < counts.count else { return 0 }
    return counts[first...].reduce(0) { $0 + Int($1) }
  }
}
