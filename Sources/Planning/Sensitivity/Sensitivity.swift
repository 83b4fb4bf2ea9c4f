public import Quantities
public import Scenarios
public import Statistics

/// How much the inputs of a scenario move its p95, its breakpoint and its cost.
public struct Sensitivity: Sendable {
  /// One input.
  public struct Row: Sendable {
    /// The input.
    public var input: ScenarioInput
    /// The lower value that was tried, as a file writes it.
    public var low: String
    /// The higher value.
    public var high: String
    /// The p95 with each of them, in seconds.
    public var p95: (low: Double, high: Double)?
    /// By how many per cent the p95 rises when the input rises by one.
    public var elasticityOfP95: Estimated
    /// By how many per cent the monthly bill rises; nil without prices.
    public var elasticityOfCost: Estimated?
    /// The breakpoint with each of the two values, in requests per second.
    public var breakpoint: (low: Double, high: Double)?
    /// By how many per cent the breakpoint rises; nil when none was searched.
    public var elasticityOfBreakpoint: Estimated?
  }

  /// The test.
  public var test: String
  /// The tier; nil without tiers.
  public var tier: String?
  /// The route whose p95 is looked at.
  public var route: String
  /// How far each input is moved either way.
  public var step: Fraction
  /// Requests per second at which the test breaks as it is; nil when that was not searched.
  public var breakpoint: Estimated?
  /// By input, the one that moves the p95 most first.
  public var rows: [Row]
  /// Inputs that cannot be moved alone, with the reason.
  public var refused: [(path: String, reason: String)]
}

extension Laboratory {
  /// Moves every input down and up by itself, under the same luck, and sees what follows.
  ///
  /// The elasticity is the relative change of the figure over that of the input, between the two
  /// values; its interval is that of the paired difference. A breakpoint is the load in requests per
  /// second up to which all targets of the test hold, so an input that is the load itself does not
  /// move it.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - inputs: What is moved.
  ///   - test: The test.
  ///   - tier: The tier; nil without tiers.
  ///   - step: How far, as a share of the value.
  ///   - today: The day that prices are judged from.
  ///   - breakpoints: Replications whose breakpoint is searched for every input, two at least; nil
  ///     for none.
  /// - Returns: The elasticities, the largest of the p95 first.
  public func sensitivity(
    of document: ScenarioDocument,
    to inputs: [ScenarioInput],
    test: String,
    tier: Tier?,
    step: Fraction,
    today: CalendarDate,
    breakpoints: Int? = nil
  ) async -> Sensitivity {
    let scenario = document.scenario
    let watched = scenario.platform.endpoints.first { !$0.targets.all.isEmpty }
    let route = (watched ?? scenario.platform.endpoints.first)?.route ?? ""
    var result = Sensitivity(
      test: test,
      tier: tier?.name,
      route: route,
      step: step,
      rows: [],
      refused: []
    )
    var known: KnownBreakpoint?
    if let breakpoints, let load = scenario.tests.first(where: { $0.name == test }) {
      report(Progress(activity: "the breakpoint as it is", done: 0, total: inputs.count))
      known = await knownBreakpoint(load, at: tier, of: scenario, replications: breakpoints)
      result.breakpoint = known?.load
    }
    let found = await inParallel(inputs.count, about: { inputs[$0].path }) { [known] index in
      await row(of: inputs[index], in: document, test, tier, step, today, route, known)
    }
    for (input, outcome) in zip(inputs, found) {
      switch outcome {
      case .success(let row?): result.rows.append(row)
      case .success(nil): break
      case .failure(let error):
        result.refused.append((input.path, error.problems.first?.message ?? "it cannot be changed"))
      }
    }
    result.rows.sort { Sensitivity.size($0) > Sensitivity.size($1) }
    return result
  }

  /// What moving one input does; nil where the scenario lacks the test or the tier.
  private func row(
    of input: ScenarioInput,
    in document: ScenarioDocument,
    _ test: String,
    _ tier: Tier?,
    _ step: Fraction,
    _ today: CalendarDate,
    _ route: String,
    _ known: KnownBreakpoint?
  ) async -> Result<Sensitivity.Row?, ScenarioError> {
    let values = Sensitivity.values(around: input, step)
    do throws(ScenarioError) {
      let pair = ScenarioPair(
        before: try document.applying([Change(path: input.path, value: input.text(values.low))]),
        after: try document.applying([Change(path: input.path, value: input.text(values.high))]),
        level: document.scenario.experiment.confidence,
        today: today
      )
      guard let load = await measure(pair, test: test, tier: tier) else { return .success(nil) }
      var row = Sensitivity.row(input, values, load, route)
      if let known {
        let moved = await elasticity(
          of: known,
          from: pair.before,
          to: pair.after,
          ratio: values.high / values.low
        )
        (row.breakpoint, row.elasticityOfBreakpoint) = (moved.loads, moved.elasticity)
      }
      return .success(row)
    } catch {
      return .failure(error)
    }
  }
}

extension Sensitivity {
  /// A step down and a step up; counts move by one at least and stay at one at least.
  fileprivate static func values(
    around input: ScenarioInput,
    _ step: Fraction
  ) -> (low: Double, high: Double) {
    let reach = input.isCount ? max(input.number * step.value, 1) : input.number * step.value
    return (input.value(of: input.number - reach), input.value(of: input.number + reach))
  }

  fileprivate static func row(
    _ input: ScenarioInput,
    _ values: (low: Double, high: Double),
    _ load: Comparison.Load,
    _ route: String
  ) -> Row {
    let change = (values.high - values.low) / ((values.high + values.low) / 2)
    let p95 = load.figures.first { $0.kind == .percentile(0.95) && $0.route == route }
    let cost = load.figures.first { $0.kind == .cost }
    let none = NotEstimable(reason: "\(route) has no p95 here", observations: 0)
    return Row(
      input: input,
      low: input.text(values.low),
      high: input.text(values.high),
      p95: p95.map { ($0.before, $0.after) },
      elasticityOfP95: p95.map { elasticity($0, change) } ?? .notEstimable(none),
      elasticityOfCost: cost.map { elasticity($0, change) }
    )
  }

  /// The relative difference of a figure over that of the input.
  private static func elasticity(_ figure: Comparison.Figure, _ change: Double) -> Estimated {
    let middle = (figure.before + figure.after) / 2
    guard middle > 0, change > 0, figure.paired.difference.estimate != nil else {
      return .notEstimable(NotEstimable(reason: "there is nothing to compare", observations: 0))
    }
    return figure.paired.difference.scaled(by: 1 / (middle * change))
  }

  /// What rows are sorted by.
  private static func largest(_ value: Estimated?) -> Double {
    value?.estimate.map { abs($0.value) } ?? 0
  }

  fileprivate static func size(_ row: Row) -> Double {
    max(
      largest(row.elasticityOfP95),
      1e-6 * max(largest(row.elasticityOfBreakpoint), largest(row.elasticityOfCost))
    )
  }
}
