import Costing
public import Quantities
public import Scenarios
import Statistics

extension Laboratory {
  /// Answers what would make a month cheaper, option by option.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - tier: The tier; nil without tiers.
  ///   - today: The day that prices are judged from.
  /// - Returns: The options, with what each saves and what it does to the busiest hour.
  public func optimize(
    _ document: ScenarioDocument,
    at tier: Tier?,
    today: CalendarDate
  ) async -> Optimization {
    let scenario = document.scenario
    guard let busy = scenario.busyTest else {
      preconditionFailure("a scenario that is optimized has a test")
    }
    let day = scenario.studiedTests.first(where: \.followsDay) ?? busy
    report(Progress(activity: "the platform as it is", done: 0, total: 1))
    let asItIs = await run(day, at: tier, of: scenario)
    let writer = OptionWriter(document, MonthlyUsage(scenario, tier: tier, day: asItIs))
    // The platform as it is runs once for all options, in the ordinary day and in the busiest hour.
    let baselines = OptionBaselines()
    let drafts = writer.drafts
    let outcomes = await inParallel(drafts.count, about: { drafts[$0].title }) { number in
      await outcome(
        of: drafts[number],
        in: document,
        day: day.name,
        busy: busy.name,
        tier: tier,
        today: today,
        baselines
      )
    }
    var found = Optimization(
      tier: tier?.name,
      day: day.name,
      busy: busy.name,
      options: [],
      rules: writer.rules,
      open: writer.open
    )
    for (draft, outcome) in zip(drafts, outcomes) {
      switch outcome {
      case .success(let option?): found.options.append(option)
      case .success(nil):
        let needed = "\(draft.title): nothing that the scenario uses has a price"
        found.open.append(Optimization.Open(question: draft.question, needed: needed))
      case .failure(let error):
        let reason = error.problems.first?.message ?? "it cannot be made"
        found.open.append(
          Optimization.Open(question: draft.question, needed: "\(draft.title): \(reason)")
        )
      }
    }
    found.sort()
    return found
  }

  /// What an option does; nil where nothing that the scenario uses has a price.
  private func outcome(
    of draft: OptionDraft,
    in document: ScenarioDocument,
    day: String,
    busy: String,
    tier: Tier?,
    today: CalendarDate,
    _ baselines: OptionBaselines
  ) async -> Result<Optimization.Option?, ScenarioError> {
    let scenario = document.scenario
    do throws(ScenarioError) {
      let changes = draft.settings.map { Change(path: $0.path, value: $0.value) }
      var after = try document.applying(changes)
      // Nothing is taken back in the bill's day.
      let cheap = ScenarioPair(
        before: scenario,
        after: after,
        level: scenario.experiment.confidence,
        today: today
      )
      if let fault = draft.fault { after.strike(fault, in: busy) }
      var risky = cheap
      risky.after = after
      return .success(
        await option(draft, cheap, risky, day: day, busy: busy, tier: tier, baselines)
      )
    } catch {
      return .failure(error)
    }
  }

  private func option(
    _ draft: OptionDraft,
    _ cheap: ScenarioPair,
    _ risky: ScenarioPair,
    day: String,
    busy: String,
    tier: Tier?,
    _ baselines: OptionBaselines
  ) async -> Optimization.Option? {
    guard
      let bill = await measured(cheap, test: day, tier: tier, baseline: baselines.day),
      let cost = bill.load.figures.first(where: { $0.kind == .cost })
    else { return nil }
    let isOne = day == busy && draft.fault == nil
    let hour =
      isOne ? bill : await measured(risky, test: busy, tier: tier, baseline: baselines.busy)
    guard let hour else { return nil }
    let p95 = hour.load.figures.filter { $0.kind == .percentile(0.95) }
      .max { abs($0.after / $0.before - 1) < abs($1.after / $1.before - 1) }
    return Optimization.Option(
      question: draft.question,
      title: draft.title,
      settings: draft.settings,
      before: cost.before,
      after: cost.after,
      saved: cost.paired.difference.negated,
      p95: p95,
      broken: hour.broken(risky, tier)
    )
  }
}

/// What the platform as it is measured, shared by all options.
private struct OptionBaselines: Sendable {
  let day = MeasuredBaseline()
  let busy = MeasuredBaseline()
}

extension Laboratory.MeasuredPair {
  /// Targets and limits that the first system holds and the second does not.
  fileprivate func broken(_ pair: ScenarioPair, _ tier: Tier?) -> [String] {
    let targets = load.objectives.filter { $0.before.isWithin && !$0.after.isWithin }.map { item in
      let what = item.percentile.map { "p\(Int(($0 * 100).rounded()))" } ?? "failures"
      return "\(what) of \(item.route)"
    }
    func passed(_ scenario: Scenario, _ result: TestResult) -> [String] {
      let tier = scenario.tiers.first { $0.name == tier?.name } ?? tier
      return headroomTable(scenario, at: tier, busy: result, light: (tier, before))
        .filter { ($0.headroom ?? 0) < 0 }.map(\.resource)
    }
    let already = Set(passed(pair.before, before))
    return targets
      + passed(pair.after, after).filter { !already.contains($0) }.map { "limit of \($0)" }
  }
}

extension Estimated {
  /// The estimate of the opposite.
  fileprivate var negated: Estimated { mapped { (-$0.value, -$0.high, -$0.low) } }
}

extension Optimization {
  /// By question, the most saved first.
  fileprivate mutating func sort() {
    let turns = Dictionary(
      uniqueKeysWithValues: Question.allCases.enumerated().map { ($0.element, $0.offset) }
    )
    func key(_ option: Option) -> (Int, Double) {
      (turns[option.question] ?? 0, -(option.before - option.after))
    }
    let ordered = options.enumerated().sorted { a, b in
      let (x, y) = (key(a.element), key(b.element))
      return x != y ? x < y : a.offset < b.offset
    }
    options = ordered.map(\.element)
  }
}

extension Scenario {
  /// Lets something go wrong for a minute in the middle of a test.
  fileprivate mutating func strike(_ fault: Fault.Kind, in test: String) {
    guard let index = tests.firstIndex(where: { $0.name == test }) else { return }
    let middle = SimInterval(seconds: (tests[index].duration.seconds / 2).rounded())
    tests[index].faults.append(Fault(at: middle, lasting: .seconds(60), fault))
  }
}
