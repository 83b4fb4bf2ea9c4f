public import Costing
public import Quantities
public import Scenarios

/// Everything that one run finds out about a scenario; a report only arranges it.
public struct Study: Sendable {
  /// One size of the business.
  public struct TierStudy: Sendable {
    /// The tier; nil when the scenario has none.
    public var tier: Tier?
    /// Every load test but the breakpoint, in the order of the scenario.
    public var tests: [TestResult]
    /// The busiest hour, which capacity is judged by.
    public var busy: TestResult
    /// Demand against limits, the scarcest first.
    public var headroom: [Headroom]
    /// Where requests wait and fail, worst first.
    public var bottlenecks: [Bottleneck]
    /// What typical and slow requests of the busiest hour spend their time on.
    public var splits: [TimeSplit] = []
    /// A typical and a slow request of its worst endpoints, moment by moment; at one tier only.
    public var timelines: [RequestTimeline] = []
    /// The bill of a month with the platform as it is.
    public var bill: Bill
    /// The bill of a month with the platform that the roadmap arrives at; nil without a roadmap.
    public var plannedBill: Bill?
    /// The ordinary day with that platform.
    public var plannedDay: TestResult?
    /// What the bills of months near this tier are made from: the planned platform where there is one.
    public var basis: BillingBasis?

    /// The name of the tier.
    public var name: String { tier?.name ?? "as given" }
  }

  /// The scenario.
  public var scenario: Scenario
  /// The files that it was read from.
  public var files: [SourceFile]
  /// What the reader warned of.
  public var warnings: [Problem]
  /// The day that prices and dates are judged from.
  public var today: CalendarDate
  /// By tier, smallest first; one entry without a tier when the scenario has none.
  public var tiers: [TierStudy]
  /// The load at which the first target falls; nil when nothing can be multiplied.
  public var breakpoint: Breakpoint? { limits?.first }
  /// Growth and its dates; nil without a history.
  public var growth: GrowthStudy?
  /// The roadmap, a phase for each tier.
  public var phases: [RoadmapPhase]
  /// The bills of the coming months; nil without growth, tiers or prices.
  public var costPath: CostPath?
  /// What a user costs at any size of the business; nil without tiers or prices.
  public var unitCosts: UnitCosts?
  /// The checklist.
  public var audit: [AuditItem]
  /// What is wrong on paper.
  public var findings: [Finding]
  /// Exact answers beside simulated ones, where a closed form applies.
  public var closedForms: [ClosedFormCheck]
  /// The breakpoint with what breaks after it and unseen before it; nil like it.
  public var limits: BreakpointStudy?
  /// What becomes of the requests without each part, tier by tier.
  public var knockOuts: [KnockOut] = []
  /// The roadmap of the scenario, step by step; nil where it has none.
  public var validation: RoadmapValidation?
  /// Scalability, load test, growth readiness.
  public var scores: [Score] = []
  /// What inputs that nobody knows exactly do to the first tier; nil where the scenario has none.
  public var uncertainty: InputUncertainty?
  /// Events that all simulations took together.
  public var events: Int64 = 0
}

extension Study {
  /// Runs all tests of a scenario and draws every conclusion.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - laboratory: Where the experiments are made.
  ///   - today: The day that prices and dates are judged from.
  /// - Returns: The study, complete.
  /// - Throws: `ScenarioError` when a change of the roadmap cannot be applied.
  public static func run(
    _ document: ScenarioDocument,
    in laboratory: Laboratory,
    today: CalendarDate
  ) async throws(ScenarioError) -> Study {
    try await StudyWork(document: document, laboratory: laboratory, today: today).run()
  }
}

/// The course of a study.
struct StudyWork {
  let document: ScenarioDocument
  let laboratory: Laboratory
  let today: CalendarDate
  let progress: StudyProgress
  let effort: StudyEffort

  init(document: ScenarioDocument, laboratory: Laboratory, today: CalendarDate) {
    self.document = document
    self.today = today
    let progress = StudyProgress(report: laboratory.report)
    var inner = laboratory
    // What an experiment tells of its own steps belongs to one step of the study.
    inner.report = { it in
      progress.say(it.total > 0 ? "\(it.activity), \(it.done) of \(it.total)" : it.activity)
    }
    inner.simulated = { progress.advance(by: $0) }
    self.laboratory = inner
    self.progress = progress
    effort = StudyEffort(document.scenario, in: laboratory)
  }

  var scenario: Scenario { document.scenario }
  var tiers: [Tier?] { scenario.studiedTiers }
  var tests: [LoadTest] { scenario.studiedTests }

  var busyTest: LoadTest? { scenario.busyTest }

  func run() async throws(ScenarioError) -> Study {
    progress.expect(steps: steps, effort: effort.total)
    let results = await studyTiers()
    var study = Study(
      scenario: scenario,
      files: document.files,
      warnings: document.warnings,
      today: today,
      tiers: results,
      growth: nil,
      phases: [],
      audit: audit(scenario),
      findings: staticFindings(scenario),
      closedForms: []
    )
    await findLimits(&study)
    progress.begin("fitting growth")
    study.growth = dateGrowth(results)
    try await plan(&study)
    try await takeOutParts(&study)
    if !scenario.uncertain.isEmpty, let test = busyTest {
      progress.begin("uncertain inputs", effort: effort.worlds)
      study.uncertainty = await laboratory.inputUncertainty(
        of: document,
        test: test.name,
        tier: tiers[0],
        today: today
      )
    }
    try await validate(&study)
    progress.begin("billing the coming months")
    study.costPath = CostPath(scenario, study.tiers.compactMap(\.basis), study.growth, from: today)
    study.unitCosts = UnitCosts(scenario, study.tiers.compactMap(\.basis), on: today)
    study.closedForms = results.flatMap { $0.tests.flatMap { closedFormChecks($0, scenario) } }
    study.scores = [
      .scalability(study.breakpoint), .loadTest(results.flatMap(\.tests)),
      .growthReadiness(study),
    ]
    study.events = results.flatMap(\.tests).reduce(0) { $0 + $1.events }
    progress.finish()
    return study
  }

  /// How many steps are told of.
  private var steps: Int {
    let planned = scenario.changes.isEmpty ? 0 : scenario.tiers.count
    let last = (scenario.uncertain.isEmpty ? 0 : 1) + (scenario.roadmap.isEmpty ? 0 : 1)
    // Two searches, growth and bills come once, parts at each tier.
    return scenario.experiments.count + 2 + 1 + planned * 2 + tiers.count + last + 1
  }

  private func studyTiers() async -> [Study.TierStudy] {
    let byTier = await runTests()
    guard let first = byTier.first.flatMap({ busy(of: $0) }) else { return [] }
    let light = (tier: tiers[0], result: first)
    var studies: [Study.TierStudy] = []
    // Requests are followed where the platform fails first, or else where it is busiest.
    let failing = byTier.firstIndex { busy(of: $0)?.verdict == .violated } ?? byTier.count - 1
    for (index, (tier, results)) in zip(tiers, byTier).enumerated() {
      guard let busy = busy(of: results) else { continue }
      let time = await laboratory.timeSplits(
        of: busy,
        at: tier,
        scenario,
        follows: index == failing
      )
      let rows = headroomTable(scenario, at: tier, busy: busy, light: light)
      let day = results.first { $0.test.followsDay } ?? busy
      let bill = bill(scenario, tier, day: day)
      studies.append(
        Study.TierStudy(
          tier: tier,
          tests: results,
          busy: busy,
          headroom: (rows + spendRows(scenario, bill)).scarcestFirst,
          bottlenecks: bottlenecks(of: busy, scenario),
          splits: time.splits,
          timelines: time.timelines,
          bill: bill,
          plannedBill: nil,
          plannedDay: nil,
          basis: tier.map { BillingBasis(scenario, $0, measured: day) }
        )
      )
    }
    return studies
  }

  private func busy(of results: [TestResult]) -> TestResult? {
    results.first { $0.test.name == busyTest?.name }
  }

  private func bill(_ scenario: Scenario, _ tier: Tier?, day: TestResult) -> Bill {
    Bill(scenario, tier, measured: day, on: today)
  }

  private func dateGrowth(_ results: [Study.TierStudy]) -> GrowthStudy? {
    guard scenario.growth != nil else { return nil }
    var growth = GrowthStudy(scenario)
    growth.addTiers(scenario.tiers)
    if let first = results.first, let tier = first.tier {
      growth.addLimits(first.headroom, at: tier)
    }
    growth.sortMilestones()
    return growth
  }

  private func plan(_ study: inout Study) async throws(ScenarioError) {
    guard let test = busyTest, !scenario.changes.isEmpty, let first = study.tiers.first,
      first.tier != nil
    else { return }
    var planner = Planner(
      document: document,
      laboratory: laboratory,
      test: test,
      light: (first.tier, first.busy),
      today: today
    )
    for index in study.tiers.indices {
      guard let tier = study.tiers[index].tier else { continue }
      let activity = "planning the way to \(tier.name)"
      planner.tell = { [progress] count in
        progress.say("\(activity), \(count) platform\(count == 1 ? "" : "s") tried")
      }
      progress.begin(activity, effort: effort.planning[index])
      let phase = try await planner.phase(to: tier)
      study.phases.append(phase)
      progress.begin("a day at \(tier.name) with that platform", effort: effort.days[index])
      try await price(phase, &study.tiers[index])
    }
  }

  /// Replications of a day with the planned platform.
  static let plannedDays = 2

  /// Simulates an ordinary day with the planned platform and bills the month.
  private func price(
    _ phase: RoadmapPhase,
    _ study: inout Study.TierStudy
  ) async throws(ScenarioError) {
    let planned = try document.applying(
      phase.settings.map { Change(path: $0.path, value: $0.value) }
    )
    if phase.settings.isEmpty, let day = study.tests.first(where: \.test.followsDay) {
      study.plannedDay = day
      study.plannedBill = study.bill
      return
    }
    guard let day = tests.first(where: \.followsDay) else {
      // The busiest hour stands for the month, as it does for the platform as it is.
      study.plannedBill = bill(planned, phase.tier, day: phase.end.result)
      study.basis = BillingBasis(planned, phase.tier, measured: phase.end.result)
      return
    }
    let result = await laboratory.run(
      day,
      at: phase.tier,
      of: planned,
      replications: StudyWork.plannedDays
    )
    study.plannedDay = result
    study.plannedBill = bill(planned, phase.tier, day: result)
    study.basis = BillingBasis(planned, phase.tier, measured: result)
  }
}
