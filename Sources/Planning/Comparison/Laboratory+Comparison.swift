public import Quantities
public import Scenarios
import Simulating
import Statistics

extension Laboratory {
  /// Simulates scenarios against the same arrivals, the same requests and the same luck in each step.
  ///
  /// All take seed, replications and confidence of the first, and delete the longer of two warm-ups.
  /// A step keeps its random numbers as long as its place in the file stays the same.
  ///
  /// - Parameters:
  ///   - baseline: What is to be replaced.
  ///   - variants: What it is compared with, at least one.
  ///   - test: The name of the test, which every scenario has.
  ///   - tiers: The tiers of the baseline to look at; one nil without tiers.
  ///   - today: The day that prices are judged from.
  /// - Returns: The differences; a tier that a variant lacks is left out.
  public func compare(
    _ baseline: ComparedScenario,
    with variants: [ComparedScenario],
    test: String,
    tiers: [Tier?],
    today: CalendarDate
  ) async -> Comparison {
    precondition(!variants.isEmpty, "a comparison has something to compare with")
    let first = baseline.document.scenario
    let error = (1 - first.experiment.confidence.value) / Double(variants.count)
    var comparison = Comparison(
      baseline: baseline.name,
      level: Fraction(1 - error),
      variants: []
    )
    let total = variants.count * tiers.count
    for variant in variants {
      var second = variant.document.scenario
      second.experiment = first.experiment
      var loads: [Comparison.Load] = []
      for tier in tiers {
        let done = comparison.variants.count * tiers.count + loads.count
        let place = tier.map { " at \($0.name)" } ?? ""
        report(Progress(activity: variant.name + place, done: done, total: total))
        let pair = ScenarioPair(before: first, after: second, level: comparison.level, today: today)
        if let load = await measure(pair, test: test, tier: tier) { loads.append(load) }
      }
      comparison.variants.append(
        Comparison.Variant(
          name: variant.name,
          differences: baseline.document.differences(to: variant.document),
          loads: loads
        )
      )
    }
    report(Progress(activity: "done", done: total, total: total))
    return comparison
  }

  /// Two systems under one load: their differences, and what each measured.
  struct MeasuredPair {
    var load: Comparison.Load
    var before: TestResult
    var after: TestResult
  }

  /// Measures both systems of a pair under one load; nil when one of them lacks it.
  func measure(
    _ pair: ScenarioPair,
    test: String,
    tier: Tier?
  ) async -> Comparison.Load? {
    var baseline: MeasuredBaseline?
    return await measured(pair, test: test, tier: tier, baseline: &baseline)?.load
  }

  /// What one system measured, to be set against several others.
  struct MeasuredBaseline {
    /// Before the longer of two warm-ups is deleted.
    fileprivate var setup: Setup
    fileprivate var warmUp: Int64
    fileprivate var count: Int
    fileprivate var summary: Summary
    /// How often it had to be simulated: again where an option needs a longer warm-up or more replications.
    fileprivate(set) var simulations: Int
  }

  /// The same, with the results of both.
  ///
  /// - Parameters:
  ///   - pair: The systems.
  ///   - test: The name of the test.
  ///   - tier: The tier; nil without tiers.
  ///   - baseline: What the first system measured earlier under that test, of any pair; it is taken where
  ///     warm-up and replications are the same, and else put here.
  /// - Returns: Both results; nil when one of the systems lacks the test or the tier.
  func measured(
    _ pair: ScenarioPair,
    test: String,
    tier: Tier?,
    baseline: inout MeasuredBaseline?
  ) async -> MeasuredPair? {
    let (first, second) = (pair.before, pair.after)
    guard let testBefore = first.tests.first(where: { $0.name == test }),
      let testAfter = second.tests.first(where: { $0.name == test })
    else { return nil }
    let tierAfter = second.tiers.first { $0.name == tier?.name }
    guard tier == nil || tierAfter != nil else { return nil }
    let prepared: Setup
    if let known = baseline?.setup {
      prepared = known
    } else {
      prepared = await prepare(testBefore, at: tier, of: first)
    }
    var after = await prepare(testAfter, at: tierAfter, of: second)
    let warmUp = max(prepared.program.warmUp, after.program.warmUp)
    let before = prepared.deleting(warmUp, first)
    after = after.deleting(warmUp, second)
    let count = max(
      neededReplications(before.program, first),
      neededReplications(after.program, second)
    )
    let one: Summary
    if let known = baseline, known.warmUp == warmUp, known.count == count {
      one = known.summary
    } else {
      one = Summary(first, before, await measure(before.program, count: count))
      baseline = MeasuredBaseline(
        setup: prepared,
        warmUp: warmUp,
        count: count,
        summary: one,
        simulations: (baseline?.simulations ?? 0) + 1
      )
    }
    let other = Summary(second, after, await measure(after.program, count: count))
    return MeasuredPair(
      load: pair.load(before: one, after: other, tier: (tier, tierAfter)),
      before: one.result(),
      after: other.result()
    )
  }
}

extension Laboratory.Setup {
  /// The same with another warm-up.
  fileprivate func deleting(_ warmUp: Int64, _ scenario: Scenario) -> Laboratory.Setup {
    guard program.warmUp != warmUp else { return self }
    var workload = workload
    workload.warmUp = SimInterval(nanoseconds: warmUp)
    return Laboratory.Setup(
      workload: workload,
      program: Program(scenario, workload: workload),
      warmUpNote: warmUpNote,
      found: found
    )
  }
}
