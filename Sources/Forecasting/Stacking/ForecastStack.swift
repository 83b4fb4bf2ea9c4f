/// A forecast that leans on many methods, each by how well it did before.
///
/// The methods run from up to fourteen earlier origins; a share falls with the error there. The
/// center of a step is the middle of the weighted forecasts, and intervals come from the errors that
/// the stack itself made at those origins with the shares that it would have had then, on the scale
/// of values and on that of logarithms; the two bands are mixed by their interval scores.
public struct ForecastStack: Sendable {
  /// A method of the stack.
  public struct Member: Hashable, Sendable {
    /// The method and its scale.
    public let forecaster: Forecaster
    /// Its error at the earlier origins, as a factor of that of a good third of all methods.
    public let relativeError: Double
    /// Its share; the shares sum to 1.
    public let share: Double
  }

  /// The methods, the largest share first.
  public let members: [Member]
  /// How many earlier origins were tried.
  public let trials: Int
  /// The most steps that a trial looked ahead.
  public let horizon: Int
  /// The observations of a season; 1 for none.
  public let season: Int
  /// The share of the band of logarithms in the intervals.
  public let logarithmShare: Double
  /// The middle of the forecasts, one a step.
  public let centers: [Double]

  private let bands: [ConformalBand]
  private let floor: Double
  private let smallest: Double

  /// Builds a stack for a history at equal distances.
  ///
  /// - Precondition: four observations or more, all finite; one step or more.
  public init(history: [Double], season: Int, steps: Int) {
    precondition(history.count >= 4, "a stack needs four observations")
    precondition(steps >= 1, "a forecast looks at least one step ahead")
    let count = history.count
    let work = StackWork(history: history, season: season, steps: steps)
    let weights = StackWeights(
      trials: work.trials,
      history: history[...],
      count: work.forecasters.count,
      horizon: work.horizon
    )
    let ahead = StackTrial.forecasts(
      history,
      forecasters: work.forecasters,
      season: season,
      recent: work.horizon,
      steps: steps
    )
    members = work.forecasters.indices.map { i in
      Member(
        forecaster: work.forecasters[i],
        relativeError: weights.relativeErrors[i],
        share: weights.shares[i]
      )
    }.sorted { $0.share > $1.share }
    trials = work.trials.count
    horizon = work.horizon
    self.season = season >= 2 && count >= 2 * season + 3 ? season : 1
    floor = work.floor
    smallest = work.smallest
    let middles = (0..<steps).map { step in weights.middle(ahead.map { $0[step] }) }
    centers = middles.map { max(work.lowest, $0) }
    bands = work.bands(weights: weights, ahead: ahead)
    if bands.count == 2 {
      let difference = max(-4, min(4, bands[0].score - bands[1].score))
      logarithmShare = 1 / (1 + Elementary.exp(-6 * difference))
    } else {
      logarithmShare = 0
    }
  }

  /// The value of a step at a standard normal score: 0 is the center, ±1.96 the 95 % interval.
  ///
  /// - Precondition: the step, counted from 1, is within the forecast.
  public func value(step: Int, score: Double) -> Double {
    precondition(step >= 1 && step <= centers.count, "a forecast answers for its own steps")
    let ends = bands.map { band in
      let half = band.halfWidths[step - 1] * score / 1.959_963_984_540_054
      let center = transformed(centers[step - 1], band.scale)
      return max(floor, band.restored(center + half))
    }
    guard ends.count == 2 else { return ends[0] }
    // Above, logarithms are mixed: the upper end of the one band may be far beyond the other.
    if score > 0, ends[0] > 0 {
      return Elementary.exp(
        (1 - logarithmShare) * Elementary.log(ends[0]) + logarithmShare * Elementary.log(ends[1])
      )
    }
    return (1 - logarithmShare) * ends[0] + logarithmShare * ends[1]
  }

  /// The interval of a step that holds that share of the outcomes, 0.8 or 0.95.
  public func interval(step: Int, _ coverage: Coverage) -> ClosedRange<Double> {
    let low = value(step: step, score: -coverage.score)
    return low...max(low, value(step: step, score: coverage.score))
  }

  /// How much an interval promises to hold.
  public enum Coverage: Sendable {
    /// 80 %.
    case eighty
    /// 95 %.
    case ninetyFive

    var score: Double { self == .eighty ? 1.281_551_565_544_6 : 1.959_963_984_540_054 }
  }

  private func transformed(_ value: Double, _ scale: ErrorScale) -> Double {
    scale == .additive ? value : Elementary.log(max(value, smallest))
  }
}

/// The trials of a stack, and what its bands are made from.
private struct StackWork {
  let history: [Double]
  let forecasters: [Forecaster]
  let horizon: Int
  let trials: [StackTrial]
  /// No interval goes below: 0 for a series that never was below 0.
  let floor: Double
  /// No center goes below.
  let lowest: Double
  /// The smallest value that has a logarithm here.
  let smallest: Double

  /// The share of a history after which a trial counts half for the width.
  private static let memory = 0.22

  init(history: [Double], season: Int, steps: Int) {
    self.history = history
    let least = history.min() ?? 0
    forecasters = Forecaster.all(for: history)
    // A trial looks as far as asked, but at most a third of the history.
    horizon = max(2, min(steps, history.count / 3))
    trials = StackTrial.all(
      of: history,
      forecasters: forecasters,
      season: season,
      horizon: horizon
    )
    floor = least >= 0 ? 0 : -.infinity
    smallest = 1e-3 * least
    lowest = least > 0 ? smallest : floor
  }

  func bands(weights: StackWeights, ahead: [[Double]]) -> [ConformalBand] {
    let earlier = trials.map { trial in weightsKnown(at: trial) ?? weights }
    let scales: [ErrorScale] = smallest > 0 ? [.additive, .multiplicative] : [.additive]
    return scales.map { scale in
      let past = zip(trials, earlier).map { banded($0, $1, scale) }
      var band = ConformalBand(scale: scale, trials: past)
      band.judge(past, floor: floor)
      let values = ahead.map { $0.map { transformed($0, scale) } }
      band.widen(
        unit: unit(history[...], scale),
        spreads: (values.first ?? []).indices.map { step in weights.spread(values.map { $0[step] })
        }
      )
      return band
    }
  }

  /// The shares that the trials before would have given; nil when there are too few.
  private func weightsKnown(at trial: StackTrial) -> StackWeights? {
    let before = trials.filter { $0.origin < trial.origin }
    guard before.count >= 2 else { return nil }
    return StackWeights(
      trials: before,
      history: history.prefix(trial.origin),
      count: forecasters.count,
      horizon: horizon
    )
  }

  private func banded(
    _ trial: StackTrial,
    _ weights: StackWeights,
    _ scale: ErrorScale
  ) -> ConformalBand.Trial {
    let actual = history.dropFirst(trial.origin).prefix(horizon)
    let past = history.prefix(trial.origin)
    let middles = actual.indices.map { index in
      weights.middle(trial.forecasts.map { $0[index - trial.origin] })
    }
    let values = trial.forecasts.map { $0.map { transformed($0, scale) } }
    let age = Double(history.count - trial.origin - 1) / Double(history.count)
    let steps = zip(past, past.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    return ConformalBand.Trial(
      unit: unit(past, scale),
      centers: middles.map { transformed(max(lowest, $0), scale) },
      spreads: actual.indices.map { index in
        weights.spread(values.map { $0[index - trial.origin] })
      },
      actual: actual.map { transformed($0, scale) },
      weight: Elementary.pow(0.5, age / StackWork.memory)
        * (Double(actual.count) / Double(horizon)).squareRoot(),
      meanStep: steps / Double(past.count - 1) + 1e-12
    )
  }

  /// The mean absolute step of the recent past on a scale, at least a tenth of that of all.
  private func unit(_ past: ArraySlice<Double>, _ scale: ErrorScale) -> Double {
    let values = past.map { transformed($0, scale) }
    let steps = zip(values, values.dropFirst()).map { abs($1 - $0) }
    let recent = steps.suffix(max(4, horizon))
    let mean = steps.reduce(0, +) / Double(steps.count)
    return max(recent.reduce(0, +) / Double(recent.count), 0.1 * mean, 1e-12)
  }

  private func transformed(_ value: Double, _ scale: ErrorScale) -> Double {
    scale == .additive ? value : Elementary.log(max(value, smallest))
  }
}
