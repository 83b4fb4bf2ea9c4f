import Costing
import Quantities
import Scenarios
import Simulating
import Statistics

/// Two scenarios with the same experiment, and how their figures are set against each other.
struct ScenarioPair {
  let before: Scenario
  var after: Scenario
  let level: Fraction
  let today: CalendarDate

  /// The figures and limits of both under one load.
  func load(
    before first: Summary,
    after second: Summary,
    tier: (before: Tier?, after: Tier?)
  ) -> Comparison.Load {
    let (resultBefore, resultAfter) = (first.result(), second.result())
    let bills = (
      before: Bill(before, tier.before, measured: resultBefore, on: today),
      after: Bill(after, tier.after, measured: resultAfter, on: today)
    )
    var figures = before.platform.endpoints.indices.flatMap { index in
      endpointFigures(index, first, second)
    }
    figures += [throughput(first, second)]
    if !bills.before.lines.isEmpty || !bills.after.lines.isEmpty {
      figures.append(
        figure(
          .cost,
          nil,
          cost(bills.before, first, before, tier.before),
          cost(bills.after, second, after, tier.after)
        )
      )
    }
    return Comparison.Load(
      tier: tier.before?.name,
      test: resultBefore.test.name,
      replications: first.measurements.count,
      warmUp: resultBefore.warmUp,
      figures: figures,
      objectives: objectives(resultBefore, resultAfter),
      unpriced: (bills.before.unpriced + bills.after.unpriced).map(\.item)
    )
  }

  private func figure(
    _ kind: Comparison.Figure.Kind,
    _ route: String?,
    _ before: Linearized,
    _ after: Linearized
  ) -> Comparison.Figure {
    Comparison.Figure(
      kind: kind,
      route: route,
      before: before.value,
      after: after.value,
      paired: PairedDifference(from: before, to: after, level: level)
    )
  }

  /// Mean, percentiles and failures of an endpoint that both have and that was asked.
  private func endpointFigures(
    _ index: Int,
    _ first: Summary,
    _ second: Summary
  ) -> [Comparison.Figure] {
    let endpoint = before.platform.endpoints[index]
    guard let twin = after.platform.endpoints.firstIndex(where: { $0.name == endpoint.name })
    else { return [] }
    let parts = (
      before: first.measurements.map { $0.endpoints[index] },
      after: second.measurements.map { $0.endpoints[twin] }
    )
    var figures: [Comparison.Figure] = []
    if let a = mean(parts.before), let b = mean(parts.after) {
      figures.append(figure(.mean, endpoint.route, a, b))
    }
    for p in [0.5, 0.95, 0.99] {
      let scope = endpoint.targets.scope
      if let a = percentile(p, parts.before, scope), let b = percentile(p, parts.after, scope) {
        figures.append(figure(.percentile(p), endpoint.route, a, b))
      }
    }
    if let a = failures(parts.before), let b = failures(parts.after), a.value + b.value > 0 {
      figures.append(figure(.failures, endpoint.route, a, b))
    }
    return figures
  }

  private func mean(_ parts: [Measurement.Endpoint]) -> Linearized? {
    Linearized(
      numerators: parts.map { Double($0.responseTime.sumOfNanoseconds) / 1e9 },
      denominators: parts.map { Double($0.completed) },
      observations: Int(parts.reduce(0) { $0 + $1.completed })
    )
  }

  private func percentile(
    _ p: Double,
    _ parts: [Measurement.Endpoint],
    _ scope: LatencyTargets.Scope
  ) -> Linearized? {
    let times = parts.map { scope == .total ? $0.responseTime : $0.withoutModel }
    return Linearized(times, p: Fraction(p), level: level)
  }

  private func failures(_ parts: [Measurement.Endpoint]) -> Linearized? {
    let ended = parts.map { $0.failures + $0.completed }
    return Linearized(
      numerators: parts.map { Double($0.failures) },
      denominators: ended.map(Double.init),
      observations: Int(ended.reduce(0, +))
    )
  }

  private func throughput(_ first: Summary, _ second: Summary) -> Comparison.Figure {
    func rate(_ summary: Summary) -> Linearized {
      let rates = summary.measurements.map { run in
        let count = run.endpoints.reduce(0) { $0 + $1.completed }
        return run.measuredTime > 0 ? Double(count) / (Double(run.measuredTime) / 1e9) : 0
      }
      let mean = rates.reduce(0, +) / Double(max(rates.count, 1))
      return Linearized(value: mean, influences: rates.map { $0 - mean })
    }
    return figure(.throughput, nil, rate(first), rate(second))
  }

  /// The bill of all replications together, moved by what the bill of each alone would be.
  private func cost(
    _ bill: Bill,
    _ summary: Summary,
    _ scenario: Scenario,
    _ tier: Tier?
  ) -> Linearized {
    let alone = summary.measurements.map { run -> Double in
      var one = summary
      one.measurements = [run]
      return Bill(scenario, tier, measured: one.result(), on: today).total.usd
    }
    let mean = alone.reduce(0, +) / Double(max(alone.count, 1))
    return Linearized(value: bill.total.usd, influences: alone.map { $0 - mean })
  }

  private func objectives(_ first: TestResult, _ second: TestResult) -> [Comparison.Objective] {
    first.endpoints.flatMap { endpoint -> [Comparison.Objective] in
      guard endpoint.offered > 0,
        let twin = second.endpoints.first(where: { $0.name == endpoint.name })
      else { return [] }
      var rows = endpoint.percentiles.compactMap { item -> Comparison.Objective? in
        guard let target = item.target, let other = twin.percentile(item.percentile) else {
          return nil
        }
        return Comparison.Objective(
          route: endpoint.route,
          percentile: item.percentile,
          limit: target.seconds,
          before: item.verdict,
          after: Verdict(other.value, atMost: target.seconds)
        )
      }
      let limit = endpoint.maxFailures.value
      rows.append(
        Comparison.Objective(
          route: endpoint.route,
          percentile: nil,
          limit: limit,
          before: endpoint.failureVerdict,
          after: Verdict(twin.failureRatio, atMost: limit)
        )
      )
      return rows
    }
  }
}
