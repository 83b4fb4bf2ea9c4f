import Quantities

/// The work of a choice: candidates come in, are tested, ranked and weighed.
struct Selection {
  private let series: TimeSeries
  private let horizon: CalendarDate
  private let plan: RollingOrigin
  /// Whether one curve was asked for, which then needs no proof.
  private let isAsked: Bool
  private var candidates: [Candidate] = []
  private var refused: [RefusedCandidate] = []

  /// By what factor a curve with more freedom must have forecast better than a simpler one.
  ///
  /// It has more ways to be lucky on the earlier days, of which there are twelve at most.
  private static let handicap = 1.1

  init(series: TimeSeries, horizon: CalendarDate, isAsked: Bool) {
    self.isAsked = isAsked
    self.series = series
    self.horizon = horizon
    plan = RollingOrigin(
      count: series.count,
      steps: series.spacing.steps(from: series.lastDate, to: horizon)
    )
  }

  /// Fits and tests a curve; a failure is kept with its reason.
  mutating func `try`(_ curve: Curve, _ scale: ErrorScale, _ window: FitWindow) {
    let times = series.times
    let first = window.start(in: series.count, parameterCount: curve.parameterCount)
    do throws(FitError) {
      try refuseUntested(curve)
      let fit = try CurveFit(
        curve,
        errorScale: scale,
        times: Array(times[first...]),
        values: Array(series.values[first...]),
        origin: series.origin
      )
      let errors = plan.test(
        curve,
        scale,
        window,
        times: times,
        values: series.values,
        origin: series.origin
      )
      try refuseUnproven(curve, errors)
      candidates.append(
        Candidate(
          fit: fit,
          window: window,
          score: errors.score,
          weight: 0,
          calibration: Calibration(errors)
        )
      )
    } catch {
      refused.append(
        RefusedCandidate(curve: curve, errorScale: scale, window: window, reason: error)
      )
    }
  }

  /// A curve with more freedom is offered only where earlier days can tell whether it pays.
  private func refuseUntested(_ curve: Curve) throws(FitError) {
    guard curve.needsEvidence, !isAsked, plan.origins.isEmpty else { return }
    throw FitError.outOfDomain(
      reason: "the series is too short to show at earlier days that this curve pays"
    )
  }

  private func refuseUnproven(_ curve: Curve, _ errors: RollingErrors) throws(FitError) {
    let (own, all) = (errors.ownFits, plan.origins.count)
    guard curve.needsEvidence, !isAsked, 2 * own < all else { return }
    throw FitError.outOfDomain(
      reason: "the curve could be fitted at \(own) of \(all) earlier days only"
    )
  }

  /// The ranked result.
  ///
  /// A series that is too short for rolling origins is ranked by AICc alone.
  func result(of curves: CurveChoice) throws(FitError) -> GrowthFit {
    guard !candidates.isEmpty else {
      throw refused.first?.reason ?? FitError.outOfDomain(reason: "no curve was offered")
    }
    var ranked = candidates.sorted { Selection.precedes($0, $1) }
    let weights = Selection.weights(ranked)
    for i in ranked.indices { ranked[i].weight = weights[i] }
    let bounded = ranked.first { $0.fit.curve.hasCeiling }
    return GrowthFit(
      series: series,
      horizon: horizon,
      candidates: ranked,
      refused: refused,
      criterion: plan.origins.isEmpty
        ? "lowest AICc, because the series is too short for rolling origins"
        : "lowest rolling-origin interval score; AICc breaks ties within 2 %, and a curve with more "
          + "freedom must be a tenth better",
      reason: Selection.reason(ranked, curves),
      stack: curves == .automatic ? stack() : nil,
      ceiling: bounded.flatMap { Ceiling($0.fit, lastTime: series.lastDate.years) }
    )
  }

  private func stack() -> ForecastStack {
    let history = series.regular
    return ForecastStack(
      history: history.values,
      season: history.season.length,
      steps: series.spacing.steps(from: series.lastDate, to: horizon)
    )
  }

  /// Whether the first candidate ranks before the second.
  private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    let (left, right) = (step(a), step(b))
    if left != right { return left < right }
    if a.window != b.window { return a.window == .whole }
    return a.fit.aicc < b.fit.aicc
  }

  /// The interval score in steps of 2 %, so that "within 2 %" is an order and has no cycles.
  private static func step(_ candidate: Candidate) -> Int {
    guard let score = handicapped(candidate) else { return Int.max }
    return Int((Elementary.log(score) / 0.02).rounded())
  }

  private static func handicapped(_ candidate: Candidate) -> Double? {
    let factor = candidate.fit.curve.needsEvidence ? handicap : 1
    return candidate.score.map { $0.intervalScore * factor }
  }

  /// The share of each candidate: its score against the best, to the fourth power.
  ///
  /// The power stands for about four independent looks at the horizon in a history. Without scores
  /// the shares are Akaike weights.
  private static func weights(_ ranked: [Candidate]) -> [Double] {
    let raw: [Double]
    let scores = ranked.map(handicapped)
    if let best = scores.compactMap(\.self).min() {
      raw = scores.map { score in score.map { Elementary.pow(best / $0, 4) } ?? 0 }
    } else {
      let best = ranked[0].fit.aicc
      raw = ranked.map {
        $0.fit.aicc.isFinite
          ? Elementary.exp((best - $0.fit.aicc) / 2) : $0.fit.aicc == best ? 1 : 0
      }
    }
    // A share under one in fifty only adds noise to the far quantiles.
    let kept = raw.map { $0 < 0.02 ? 0 : $0 }
    let sum = kept.reduce(0, +)
    return kept.map { $0 / sum }
  }

  private static func reason(_ ranked: [Candidate], _ curves: CurveChoice) -> String {
    let first = ranked[0]
    let name = "\(first.fit.curve.rawValue) with \(first.fit.errorScale.rawValue) errors"
    let asked = curves == .automatic ? "" : ", the curve that was asked for"
    guard let score = first.score else {
      return "\(name)\(asked): lowest AICc of \(ranked.count) fits, no history to test them on"
    }
    var text =
      "\(name)\(asked): over \(score.origins) earlier days and up to \(score.horizon) steps ahead "
      + "its interval score is \(shortText(score.intervalScore)) "
      + "and its scaled error \(shortText(score.scaledError))"
    if ranked.count > 1, let second = ranked[1].score {
      text +=
        "; next is \(ranked[1].fit.curve.rawValue) with \(ranked[1].fit.errorScale.rawValue) errors "
        + "at \(shortText(second.intervalScore))"
    }
    return text
  }
}
