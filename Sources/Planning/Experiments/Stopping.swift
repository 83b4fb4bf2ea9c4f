public import Quantities
import Scenarios
import Simulating
import Statistics

/// How an experiment ended that was to reach a precision.
public struct Stopping: Hashable, Sendable {
  /// Why there are no more replications.
  public enum Reason: Hashable, Sendable {
    /// Every interval is narrow enough.
    case precise
    /// The most replications are made.
    case replications
    /// The time on the clock is used up.
    case budget
  }

  /// The relative precision that was wanted.
  public var wanted: Fraction
  /// The relative half-width of the widest interval; nil when one of the figures has none.
  public var reached: Double?
  /// The figure with that interval, in words.
  public var widest: String
  /// Why there are no more replications.
  public var reason: Reason
}

extension Laboratory {
  /// The fewest replications of an experiment that ends by its precision.
  ///
  /// Fewer would stop by luck: an interval of few replications is now and then far too narrow, most
  /// often where all of its values are small (Law, "Simulation Modeling and Analysis", 2015, §9.4.1,
  /// who asks for ten). How far that goes depends on how skewed the values are, and so few values
  /// cannot tell. With thirty, 94.0 % of the intervals at 95 % hold the p95 of an M/M/10 that is run for
  /// 400 s until it is known to ± 3 %, and 94.4 % of those of the mean (`verify --coverage`).
  static let fewestToStop = 30

  /// Replicates in rounds, each half as large again as what there is, until a test is precise.
  ///
  /// A relative error of γ is reached when half-width over value is at most γ/(1 + γ) for the mean
  /// response time and the percentiles with a target, else the p95, of every endpoint that was asked.
  /// The rounds do not depend on the number of threads. With a budget the number of rounds, and with
  /// it every figure, depends on how fast the machine is.
  func run(_ setup: Setup, of scenario: Scenario, until precision: Fraction) async -> TestResult {
    let settings = scenario.experiment
    let most = max(settings.maxReplications, settings.minReplications)
    var count = min(max(neededReplications(setup.program, scenario), Self.fewestToStop), most)
    let start = ContinuousClock.now
    var measurements: [Measurement] = []
    while true {
      measurements += await measure(setup.program, measurements.count..<count)
      var result = Summary(scenario, setup, measurements).result()
      let widest = result.widestFigure
      let isPrecise = widest.width.map { $0 <= precision.value / (1 + precision.value) } ?? false
      let next = min(count + (count + 1) / 2, most)
      let elapsed = (ContinuousClock.now - start) / .nanoseconds(1)
      // The next round takes about as long for each replication as those before.
      let expected = elapsed * Double(next) / Double(count)
      let isLate = settings.budget.map { expected > Double($0.nanoseconds) } ?? false
      guard isPrecise || count == most || isLate || measurements.count < count else {
        count = next
        continue
      }
      result.stopping = Stopping(
        wanted: precision,
        reached: widest.width,
        widest: widest.name,
        reason: isPrecise ? .precise : count == most ? .replications : .budget
      )
      return result
    }
  }
}

extension TestResult {
  /// The figure that is known least well, by half-width over value; no width where one has none.
  fileprivate var widestFigure: (name: String, width: Double?) {
    var widest: (name: String, width: Double?) = ("nothing was asked", nil)
    for endpoint in endpoints where endpoint.offered > 0 {
      let targets = endpoint.percentiles.filter { $0.target != nil }
      let judged = targets.isEmpty ? endpoint.percentiles.filter { $0.percentile == 0.95 } : targets
      let figures =
        [("mean", endpoint.mean)]
        + judged.map { ("p\(Int(($0.percentile * 100).rounded()))", $0.value) }
      for (name, value) in figures {
        let words = "\(name) of \(endpoint.route)"
        guard let estimate = value.estimate else { return (words, nil) }
        let width = estimate.relativeHalfWidth
        if width > widest.width ?? -1 { widest = (words, width) }
      }
    }
    return widest
  }
}

extension Stopping {
  /// What was reached, in a sentence: `± 4.1 % of p95 of GET /items, as wanted`.
  public var words: String {
    let width = reached.map { "± \(percent($0)) for \(widest)" } ?? "no interval for \(widest)"
    return switch reason {
    case .precise: "\(width), as wanted"
    case .replications: "\(width), not ± \(percent(wanted.value)): all replications are made"
    case .budget: "\(width), not ± \(percent(wanted.value)): the budget is used up"
    }
  }
}
