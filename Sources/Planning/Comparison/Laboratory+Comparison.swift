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
    let level = Fraction(1 - error)
    let baselines = tiers.map { _ in MeasuredBaseline() }
    // All loads of all variants, side by side; those of a variant stand together.
    let count = variants.count * tiers.count
    func name(_ index: Int) -> String {
      let place = tiers[index % tiers.count].map { " at \($0.name)" } ?? ""
      return variants[index / tiers.count].name + place
    }
    let loads = await inParallel(count, about: name) { index in
      var second = variants[index / tiers.count].document.scenario
      second.experiment = first.experiment
      let pair = ScenarioPair(before: first, after: second, level: level, today: today)
      let number = index % tiers.count
      return await measured(pair, test: test, tier: tiers[number], baseline: baselines[number])?
        .load
    }
    report(Progress(activity: "done", done: count, total: count))
    return Comparison(
      baseline: baseline.name,
      level: level,
      variants: variants.enumerated().map { number, variant in
        Comparison.Variant(
          name: variant.name,
          differences: baseline.document.differences(to: variant.document),
          loads: loads[(number * tiers.count)..<((number + 1) * tiers.count)].compactMap { $0 }
        )
      }
    )
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
    await measured(pair, test: test, tier: tier, baseline: MeasuredBaseline())?.load
  }

  /// The same, with the results of both.
  ///
  /// - Parameters:
  ///   - pair: The systems.
  ///   - test: The name of the test.
  ///   - tier: The tier; nil without tiers.
  ///   - baseline: What the first system measures under that test, for all pairs that begin with it.
  /// - Returns: Both results; nil when one of the systems lacks the test or the tier.
  func measured(
    _ pair: ScenarioPair,
    test: String,
    tier: Tier?,
    baseline: MeasuredBaseline
  ) async -> MeasuredPair? {
    let (first, second) = (pair.before, pair.after)
    guard let testBefore = first.tests.first(where: { $0.name == test }),
      let testAfter = second.tests.first(where: { $0.name == test })
    else { return nil }
    let tierAfter = second.tiers.first { $0.name == tier?.name }
    guard tier == nil || tierAfter != nil else { return nil }
    let prepared = await baseline.setup {
      await self.prepare(testBefore, at: tier, of: first)
    }
    var after = await prepare(testAfter, at: tierAfter, of: second)
    let warmUp = max(prepared.program.warmUp, after.program.warmUp)
    let before = prepared.deleting(warmUp, first)
    after = after.deleting(warmUp, second)
    let count = max(
      neededReplications(before.program, first),
      neededReplications(after.program, second)
    )
    let one = await baseline.summary(warmUp: warmUp, count: count) {
      Summary(first, before, await self.measure(before.program, count: count))
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
