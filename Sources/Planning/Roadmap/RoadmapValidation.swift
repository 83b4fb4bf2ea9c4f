import Costing
public import Quantities
public import Scenarios

/// A roadmap that somebody has written down, each of its states simulated.
///
/// A step that names the tier it reaches passes when every target and limit holds there after it. A
/// step on the way passes when it helps: at the next tier to be reached, what targets and limits are
/// missed by falls by 2 % or more, or requests wait and fail a fifth less at what the change is said to
/// mend (a step without such a change: anywhere), as the planner asks of its own steps; and the tier
/// that was reached last must still hold. The first step that does not pass ends the roadmap: what
/// comes after it stands on it.
public struct RoadmapValidation: Sendable {
  /// What became of a step.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// The tier that it must reach holds.
    case reaches
    /// It brings the platform nearer to the next tier.
    case helps
    /// The tier that it must reach does not hold.
    case misses
    /// It brings nothing at the next tier.
    case idle
    /// The tier that was reached before it holds no longer.
    case breaks

    /// Whether the step passes.
    public var passes: Bool { self == .reaches || self == .helps }
  }

  /// A step with the states around it.
  public struct Judged: Sendable {
    /// Its place in the roadmap, from 1.
    public var number: Int
    /// What it is called.
    public var title: String
    /// Paths and the values that they get.
    public var settings: CandidateChange.Settings
    /// The tier that it must reach, or that it is on the way to.
    public var tier: Tier
    /// Whether it must reach it.
    public var mustReach: Bool
    /// The platform before it, at that tier.
    public var before: PlatformState
    /// The platform after it, at that tier.
    public var after: PlatformState
    /// Person-days; nil when nobody says.
    public var effortDays: Double?
    /// Days from the decision until it works; nil when nobody says.
    public var leadTimeDays: Double?
    /// What became of it.
    public var outcome: Outcome
    /// What that rests on, with numbers.
    public var evidence: String

    /// What the bill rises by in a month.
    public var addedCost: Money { after.bill.total - before.bill.total }
  }

  /// The steps that were simulated, in order; the last one is the rejected one, if any is.
  public var steps: [Judged]
  /// What the steps are called that come after a rejected one.
  public var notJudged: [String]

  /// The step that does not pass; nil when all do.
  public var rejected: Judged? { steps.last.flatMap { $0.outcome.passes ? nil : $0 } }
}

extension Laboratory {
  /// Simulates the roadmap of a scenario step by step, up to the first that does not pass.
  ///
  /// - Parameters:
  ///   - document: The scenario; its roadmap has been checked.
  ///   - test: The load that every tier must hold.
  ///   - today: The day that prices are judged from.
  /// - Returns: What became of each step.
  /// - Throws: `ScenarioError` when steps cannot be applied together.
  public func validate(
    _ document: ScenarioDocument,
    test: LoadTest,
    today: CalendarDate
  ) async throws(ScenarioError) -> RoadmapValidation {
    let first = document.scenario.tiers.first
    let light = await run(test, at: first, of: document.scenario)
    let planner = Planner(
      document: document,
      laboratory: self,
      test: test,
      light: (first, light),
      today: today
    )
    var walk = RoadmapWalk(document: document, planner: planner)
    let steps = document.scenario.roadmap
    for index in steps.indices {
      report(.init(activity: "step \(index + 1)", done: index, total: steps.count))
      guard try await walk.take(index) else { break }
    }
    report(.init(activity: "done", done: steps.count, total: steps.count))
    return RoadmapValidation(
      steps: walk.judged,
      notJudged: steps.dropFirst(walk.judged.count).map(document.scenario.title)
    )
  }
}

/// The way along a roadmap.
private struct RoadmapWalk {
  let document: ScenarioDocument
  let planner: Planner
  private(set) var judged: [RoadmapValidation.Judged] = []
  /// All settings so far.
  private var settings: [Change] = []
  /// The state after the last step, and its tier.
  private var last: (tier: String, state: PlatformState)?
  /// The tier that was reached last.
  private var reached: Tier?

  init(document: ScenarioDocument, planner: Planner) {
    self.document = document
    self.planner = planner
  }

  private func state(at tier: Tier) async throws(ScenarioError) -> PlatformState {
    await planner.state(try document.applying(settings), at: tier)
  }

  /// Takes a step; false where the roadmap ends there.
  mutating func take(_ index: Int) async throws(ScenarioError) -> Bool {
    let scenario = document.scenario
    let step = scenario.roadmap[index]
    guard let tier = scenario.goal(ofStep: index) else {
      preconditionFailure("the last step of a checked roadmap reaches a tier")
    }
    if index == 0, let first = scenario.tiers.first, first.name != tier.name {
      if try await state(at: first).holds { reached = first }
    }
    var before = last?.tier == tier.name ? last?.state : nil
    if before == nil { before = try await state(at: tier) }
    guard let before else { return false }
    let own = scenario.settings(of: step)
    settings += own.map { Change(path: $0.path, value: $0.value) }
    let after = try await state(at: tier)
    last = (tier.name, after)
    let mustReach = step.reaches != nil
    let change = scenario.change(of: step)
    let causes = change?.causes ?? Cause.allCases
    let (outcome, evidence) =
      mustReach
      ? judge(after, at: tier)
      : try await judge(after, from: before, towards: tier, mending: causes)
    if mustReach, outcome.passes { reached = tier }
    judged.append(
      RoadmapValidation.Judged(
        number: index + 1,
        title: scenario.title(of: step),
        settings: own,
        tier: tier,
        mustReach: mustReach,
        before: before,
        after: after,
        effortDays: step.effortDays ?? change?.effortDays,
        leadTimeDays: step.leadTimeDays ?? change?.leadTimeDays,
        outcome: outcome,
        evidence: evidence
      )
    )
    return outcome.passes
  }

  private typealias Judgement = (RoadmapValidation.Outcome, String)

  private func judge(_ after: PlatformState, at tier: Tier) -> Judgement {
    guard after.holds else { return (.misses, RoadmapWalk.missed(after, tier)) }
    let tightest = after.checks.first.map { "; the tightest: \($0.words)" } ?? ""
    return (.reaches, "\(tier.name) holds\(tightest)")
  }

  private func judge(
    _ after: PlatformState,
    from before: PlatformState,
    towards tier: Tier,
    mending causes: [Cause]
  ) async throws(ScenarioError) -> Judgement {
    if let reached, reached.name != tier.name {
      let kept = try await state(at: reached)
      if !kept.holds { return (.breaks, RoadmapWalk.missed(kept, reached)) }
    }
    if before.holds {
      return (.idle, "\(tier.name) holds without it")
    }
    let (old, new) = (RoadmapWalk.shortfall(before, most: 1), RoadmapWalk.shortfall(after, most: 1))
    if after.holds || planner.improves(after, on: before, mending: causes) {
      return (.helps, "\(tier.name): before, \(old); after, \(new)")
    }
    return (.idle, "\(tier.name) comes no nearer: before, \(old); after, \(new)")
  }

  private static func missed(_ state: PlatformState, _ tier: Tier) -> String {
    "\(tier.name) does not hold: \(shortfall(state))"
  }

  /// What is missed, the worst of it; the wait where it is nothing.
  private static func shortfall(_ state: PlatformState, most: Int = 3) -> String {
    let missed = state.checks.filter(\.isMissed)
    guard !missed.isEmpty else { return state.failing ?? "all targets and limits hold" }
    let rest = missed.count > most ? ["\(missed.count - most) more"] : []
    return (missed.prefix(most).map(\.words) + rest).joined(separator: "; ")
  }
}
