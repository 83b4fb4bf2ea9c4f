/// What all methods forecast from one earlier observation on, and what came.
struct StackTrial {
  /// How many observations the methods saw.
  let origin: Int
  /// One forecast a method, in the order of the forecasters.
  let forecasts: [[Double]]

  /// The trials of a history: at most fourteen origins in its later three fifths.
  static func all(
    of history: [Double],
    forecasters: [Forecaster],
    season: Int,
    horizon: Int
  ) -> [StackTrial] {
    let first = max(5, history.count * 2 / 5)
    let last = history.count - 2
    guard last >= first else { return [] }
    let wanted = min(14, last - first + 1)
    let origins = (0..<wanted).map { index in
      wanted == 1 ? first : first + (last - first) * index / (wanted - 1)
    }
    return origins.map { origin in
      StackTrial(
        origin: origin,
        forecasts: forecasts(
          Array(history.prefix(origin)),
          forecasters: forecasters,
          season: season,
          recent: horizon,
          steps: horizon
        )
      )
    }
  }

  /// The forecasts of every method from the end of a history.
  static func forecasts(
    _ history: [Double],
    forecasters: [Forecaster],
    season: Int,
    recent: Int,
    steps: Int
  ) -> [[Double]] {
    var scales: [ErrorScale] = []
    for forecaster in forecasters where !scales.contains(forecaster.scale) {
      scales.append(forecaster.scale)
    }
    return scales.flatMap { scale in
      Forecaster.forecasts(history, scale: scale, season: season, recent: recent, steps: steps)
    }
  }
}

/// The shares of the methods in a stack, from how well each did in the trials.
struct StackWeights {
  /// One share a method; they sum to 1.
  private(set) var shares: [Double]
  /// The mean error of each method, as a factor of that of a good third of all methods.
  private(set) var relativeErrors: [Double]

  /// A share falls with the square of the error: a choice of one alone would trust few trials.
  private static let power = 2.0
  /// The weight of "all alike", in trials that reach the horizon.
  private static let prior = 4.0
  /// The share of a history after which a trial counts half.
  private static let memory = 0.2
  /// A smaller share only adds noise.
  private static let least = 0.02

  /// Weighs the methods by the trials whose origin lies before the end of the history.
  ///
  /// The error is the symmetric relative error, mean over the steps; the mean over the trials is
  /// geometric, so that one bad year does not decide.
  init(trials: [StackTrial], history: ArraySlice<Double>, count: Int, horizon: Int) {
    var sums = [Double](repeating: 0, count: count)
    var total = 0.0
    for trial in trials where trial.origin + 1 < history.count {
      let seen = min(horizon, history.count - trial.origin)
      let actual = history.dropFirst(trial.origin).prefix(seen)
      let errors = trial.forecasts.map { StackWeights.error($0, actual) }
      let reference = errors.sorted()[count / 3] + 1e-9
      let weight =
        (Double(seen) / Double(horizon)).squareRoot()
        * Elementary.pow(
          0.5,
          Double(history.count - trial.origin) / (StackWeights.memory * Double(history.count))
        )
      total += weight
      for i in sums.indices {
        sums[i] += weight * Elementary.log((errors[i] + 0.1 * reference) / reference)
      }
    }
    let logs = sums.map { $0 / (total + StackWeights.prior) }
    relativeErrors = logs.map {
      Elementary.exp(total > 0 ? $0 * (total + StackWeights.prior) / total : 0)
    }
    shares = logs.map { Elementary.exp(-StackWeights.power * $0) }
    normalize()
    let kept = shares.map { $0 < StackWeights.least ? 0 : $0 }
    if kept.contains(where: { $0 > 0 }) {
      shares = kept
      normalize()
    }
  }

  private mutating func normalize() {
    let sum = shares.reduce(0, +)
    for i in shares.indices { shares[i] /= sum }
  }

  private static func error(_ forecast: [Double], _ actual: ArraySlice<Double>) -> Double {
    var sum = 0.0
    for (a, f) in zip(actual, forecast) { sum += abs(a - f) / (abs(a) + abs(f) + 1e-300) }
    return sum / Double(actual.count)
  }

  /// The middle of the weighted forecasts of one step: the mean of their quantiles from 30 to 70 %.
  ///
  /// It follows no single method that runs away, and is smoother than a median.
  func middle(_ forecasts: [Double]) -> Double {
    let points = [0.3, 0.4, 0.5, 0.6, 0.7]
    return quantiles(forecasts, points).reduce(0, +) / Double(points.count)
  }

  /// The spread of the weighted forecasts: their 20…80 % range as a standard deviation.
  func spread(_ forecasts: [Double]) -> Double {
    let ends = quantiles(forecasts, [0.2, 0.8])
    return (ends[1] - ends[0]) / 1.683
  }

  /// Quantiles of weighted values, straight between the middles of their shares.
  private func quantiles(_ values: [Double], _ points: [Double]) -> [Double] {
    let order = values.indices.filter { shares[$0] > 0 }
      .sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    var places: [Double] = []
    var sum = 0.0
    for i in order {
      places.append(sum + shares[i] / 2)
      sum += shares[i]
    }
    return points.map { point in
      guard let above = places.firstIndex(where: { $0 >= point }) else {
        return values[order[order.count - 1]]
      }
      guard above > 0 else { return values[order[0]] }
      let (low, high) = (values[order[above - 1]], values[order[above]])
      return low + (high - low) * (point - places[above - 1]) / (places[above] - places[above - 1])
    }
  }
}
