import Statistics
import Simulating
import Costing
import Quantities
import Scenarios

/// Finds the steps that bring the platform from tier to tier, each proven by simulation.
///
/// At every tier the busiest hour is simulated. As long as a target or a limit is missed, the planner
/// takes the worst bottleneck, applies the next level of a change that mends it, simulates again and
/// keeps the change when targets are missed by less or the bottleneck itself has shrunk. Changes that
/// bring nothing are taken back and listed.
struct Planner {
  let document: ScenarioDocument
  let laboratory: Laboratory
  let test: LoadTest
  let light: (tier: Tier?, result: TestResult)
  let today: CalendarDate
  /// Levels of each change that are in force.
  private var levels: [String: Int] = [:]
  /// What was simulated on the way to the present tier, by the levels in force.
  var known: [[String: Int]: PlatformState] = [:] {
    didSet { if !known.isEmpty { tell(known.count) } }
  }
  /// Told how many platforms have been simulated on that way.
  var tell: @Sendable (Int) -> Void = { _ in }

  /// The most simulations that one phase may take.
  static let patience = 40
  /// Replications for each state; the same ones for all, so that states are compared in pairs.
  static let replications = 3

  init(
    document: ScenarioDocument,
    laboratory: Laboratory,
    test: LoadTest,
    light: (tier: Tier?, result: TestResult),
    today: CalendarDate
  ) {
    self.document = document
    self.laboratory = laboratory
    self.test = test
    self.light = light
    self.today = today
  }

  /// All settings that levels put in force, in the order of the file.
  func settings(_ levels: [String: Int]) -> CandidateChange.Settings {
    document.scenario.changes.reduce(into: []) { settings, change in
      guard let level = levels[change.name], level > 0 else { return }
      settings = Planner.merged(settings, change.levels[level - 1])
    }
  }

  /// The scenario with changes at levels.
  func scenario(_ levels: [String: Int]) throws(ScenarioError) -> Scenario {
    try document.applying(settings(levels).map { Change(path: $0.path, value: $0.value) })
  }

  /// Simulates a platform at a tier: in the planner's test as often as the targets need, where nothing
  /// else is said.
  func state(
    _ scenario: Scenario,
    at tier: Tier,
    test: LoadTest? = nil,
    replications: Int? = nil
  ) async -> PlatformState {
    let result = await laboratory.run(
      test ?? self.test,
      at: tier,
      of: scenario,
      replications: replications ?? self.replications(scenario, tier)
    )
    let usage = MonthlyUsage(scenario, tier: tier, day: result)
    let bill = Bill(
      platform: scenario.platform,
      prices: scenario.prices,
      usage: usage,
      tier: tier.name,
      daysPerMonth: scenario.daysPerMonth,
      on: today
    )
    let rows = headroomTable(scenario, at: tier, busy: result, light: light)
    var state = PlatformState(
      result: result,
      headroom: (rows + spendRows(scenario, bill)).scarcestFirst,
      bottlenecks: bottlenecks(of: result, scenario),
      failing: nil,
      bill: bill
    )
    if result.verdict > .unknown || result.endpoints.contains(where: \.missesTarget) {
      state.failing = laboratory.firstFailure(of: result)
    }
    return state
  }

  /// As many replications as the targets need, but no more than a small tier can afford.
  func replications(_ scenario: Scenario, _ tier: Tier) -> Int {
    let program = laboratory.program(test, at: tier, of: scenario)
    return max(
      Planner.replications,
      min(laboratory.neededReplications(program, scenario), 200)
    )
  }

  /// Plans the way to a tier from wherever the plan stands.
  mutating func phase(to tier: Tier) async throws(ScenarioError) -> RoadmapPhase {
    known = [:]
    let start = try await state(levels, at: tier)
    let before = levels
    var search = Search(current: start)
    while !search.current.holds, search.left > 0, let wish = nextChange(search) {
      try await attempt(wish, &search, at: tier)
    }
    if search.current.holds { try await leaveOutNeedless(&search, since: before, at: tier) }
    let steps = try await replay(search, from: start, since: before, at: tier)
    return RoadmapPhase(
      tier: tier,
      steps: steps,
      settings: settings(levels),
      start: start,
      end: steps.last?.after ?? search.current,
      rejected: search.rejected
    )
  }

  /// Where the search for the steps of a phase stands.
  private struct Search {
    var current: PlatformState
    var left = Planner.patience
    /// Changes in the order in which they were first kept, and what each answers.
    var kept: [(change: CandidateChange, reason: String)] = []
    var last: CandidateChange?
    var tried: Set<String> = []
    var rejected: [RejectedStep] = []

    /// Notes what is taken back, once.
    mutating func reject(
      _ words: String,
      _ change: CandidateChange,
      _ level: Int,
      _ before: Bill,
      _ after: Bill
    ) {
      guard !rejected.contains(where: { $0.words == words }) else { return }
      rejected.append(
        RejectedStep(words: words, change: change, level: level, before: before, after: after)
      )
    }
  }

  /// Tries the next level of a change and keeps it when it helps.
  private mutating func attempt(
    _ wish: (change: CandidateChange, reason: String),
    _ search: inout Search,
    at tier: Tier
  ) async throws(ScenarioError) {
    let change = wish.change
    search.left -= 1
    var next = levels
    next[change.name, default: 0] += 1
    let after = try await state(next, at: tier)
    if improves(after, on: search.current, mending: change.causes) {
      levels = next
      search.current = after
      search.tried = []
      search.last = change
      if !search.kept.contains(where: { $0.change.name == change.name }) {
        search.kept.append(wish)
      }
    } else {
      search.tried.insert(change.name)
      let cost = (after.bill.total - search.current.bill.total).usd
      let words =
        "\(change.title) (level \(next[change.name, default: 1]), $\(grouped(cost)) a month more) "
        + "brought nothing while \(search.current.failing ?? "a limit") was the trouble"
      search.reject(words, change, next[change.name, default: 1], search.current.bill, after.bill)
    }
  }

  /// Takes out, dearest first, every change without which the tier holds as well.
  private mutating func leaveOutNeedless(
    _ search: inout Search,
    since before: [String: Int],
    at tier: Tier
  ) async throws(ScenarioError) {
    var rest = Array(search.kept.map(\.change).reversed())
    while !rest.isEmpty {
      // As many at once as there are threads, as if each were needed: most are.
      let several = rest.prefix(laboratory.threads).map { change in
        var without = levels
        without[change.name] = before[change.name]
        return without
      }
      let states = try await states(several, at: tier)
      guard let index = states.firstIndex(where: \.holds) else {
        rest.removeFirst(several.count)
        continue
      }
      let change = rest[index]
      let words = "\(change.title) is not needed: the tier holds without it"
      let level = levels[change.name, default: 1]
      search.reject(words, change, level, states[index].bill, search.current.bill)
      levels = several[index]
      search.current = states[index]
      search.kept.removeAll { $0.change.name == change.name }
      rest.removeFirst(index + 1)
    }
  }

  /// Simulates the kept changes one after the other, each brought to its final level at once.
  private mutating func replay(
    _ search: Search,
    from start: PlatformState,
    since before: [String: Int],
    at tier: Tier
  ) async throws(ScenarioError) -> [RoadmapStep] {
    var reached: [[String: Int]] = []
    for (change, _) in search.kept {
      var next = reached.last ?? before
      next[change.name] = levels[change.name]
      reached.append(next)
    }
    let states = try await states(reached, at: tier)
    return search.kept.indices.map { index in
      let (change, reason) = search.kept[index]
      let level = levels[change.name, default: 0]
      return RoadmapStep(
        change: change,
        level: level,
        settings: change.levels[level - 1],
        reason: reason,
        before: index == 0 ? start : states[index - 1],
        after: states[index],
        effortDays: change.effortDays
      )
    }
  }

  /// The next change worth trying: for the worst bottleneck first, then for passed limits.
  private func nextChange(_ search: Search) -> (change: CandidateChange, reason: String)? {
    let state = search.current
    var wishes: [(Cause, String)] = state.exceeded.map { row in
      (
        Cause(of: row),
        "\(row.resource): \(number(row.demand)) of \(number(row.limit ?? 0)) \(row.unit)"
      )
    }
    let waiting = state.bottlenecks.map { ($0.cause, "\($0.resource): \($0.impact)") }
    wishes = state.failing == nil ? wishes + waiting : waiting + wishes
    if state.failing != nil {
      wishes += state.headroom.filter { ($0.headroom ?? 1) < 0.2 }.compactMap { row in
        row.kind.map { (Cause($0), "\(row.resource) has \(percent(row.headroom ?? 0)) headroom") }
      }
    }
    // A limit that the last change has not raised far enough is raised further before another is.
    let started = search.last?.causes ?? []
    let limits = state.failing == nil ? state.exceeded.count : 0
    if let further = wishes.prefix(limits).firstIndex(where: { started.contains($0.0) }) {
      wishes.insert(wishes.remove(at: further), at: 0)
    }
    for (cause, reason) in wishes {
      for change in document.scenario.changes where change.causes.contains(cause) {
        let level = levels[change.name, default: 0]
        if level < change.levels.count, !search.tried.contains(change.name) {
          return (change, reason)
        }
      }
    }
    return nil
  }

  /// Whether a state is nearer to holding than another: less is missed, or less waits and fails at
  /// what was to be mended.
  func improves(
    _ after: PlatformState,
    on before: PlatformState,
    mending causes: [Cause]
  ) -> Bool {
    if after.violation < before.violation * 0.98 { return true }
    func weight(_ state: PlatformState) -> Double {
      state.bottlenecks.filter { causes.contains($0.cause) }
        .reduce(0) { $0 + $1.shareOfResponse + $1.failureShare }
    }
    // A bottleneck may hide another one behind it: mending it is progress even if the target waits.
    return weight(before) > 0.01 && weight(after) < weight(before) * 0.8
      && after.violation <= before.violation * 1.5
  }

  /// Settings with further ones on top; a path that is set again gets the later value.
  static func merged(
    _ settings: CandidateChange.Settings,
    _ more: CandidateChange.Settings
  ) -> CandidateChange.Settings {
    settings.filter { old in !more.contains { $0.path == old.path } } + more
  }
}

extension Cause {
  /// What mends a limit that is passed without anybody waiting for it.
  init(of row: Headroom) {
    if let kind = row.kind {
      self.init(kind)
    } else if row.layer == .realtime {
      self = .streams
    } else if row.layer == .model {
      self = .provider_limit
    } else if row.layer == .cache {
      self = .cache
    } else if row.unit == "MiB" {
      self = .memory
    } else {
      self = .storage
    }
  }
}
