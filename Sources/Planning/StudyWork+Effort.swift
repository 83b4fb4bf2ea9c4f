import Quantities
import Scenarios
import Simulating

/// About how much the steps of a study take, in requests that they simulate: the time left is told from it.
///
/// Of the tests it is known. How many loads a search tries, and the planner how many platforms, nobody
/// knows before: there it is what they usually take.
struct StudyEffort {
  /// How many times the requests of the breakpoint's load its search takes, over all replications.
  private static let loadsTried = 17.0
  /// How many times as much the searches for further ones take: their loads are higher.
  private static let further = 7.5
  /// How many times the busiest hour's requests the breakpoint usually has.
  private static let usualBreakpoint = 8.0
  /// Platforms that the planner tries on the way to a tier.
  private static let platformsTried = 12.0

  /// All tests at all tiers.
  private(set) var tests = 0.0
  private(set) var breakpoint = 0.0
  private(set) var nextBreakpoints = 0.0
  /// By tier: the planner's way to it, a day there, and its parts taken out one by one.
  private(set) var planning: [Double] = []
  private(set) var days: [Double] = []
  private(set) var parts: [Double] = []
  /// The worlds of uncertain inputs.
  private(set) var worlds = 0.0
  /// The steps of a given roadmap.
  private(set) var validation = 0.0

  init(_ scenario: Scenario, in laboratory: Laboratory) {
    func requests(_ test: LoadTest?, _ tier: Tier?) -> (each: Double, all: Double) {
      guard let test else { return (0, 0) }
      let program = laboratory.program(test, at: tier, of: scenario)
      let each = program.expectedRequests.reduce(0, +)
      return (each, each * Double(laboratory.neededReplications(program, scenario)))
    }
    tests = scenario.experiments.reduce(0) { $0 + requests($1.test, $1.tier).all }
    let tiers = scenario.studiedTiers
    let busy = tiers.map { requests(scenario.busyTest, $0) }
    let (first, last) = (busy.first ?? (0, 0), busy.last ?? (0, 0))
    let load = first.each * Self.usualBreakpoint
    let needed = Breakpoint.shareNeeded(of: load, over: scenario.busyTest?.duration ?? .zero)
    breakpoint = load * needed * Self.loadsTried
    nextBreakpoints = breakpoint * Self.further
    let trials = Double(scenario.platform.knockOutTrials.count)
    for (hour, tier) in zip(busy, tiers) {
      let isPlanned = !scenario.changes.isEmpty && tier != nil
      let runs = max(hour.all, hour.each * Double(Planner.replications))
      let day = requests(scenario.studiedTests.first(where: \.followsDay), tier).each
      planning.append(isPlanned ? runs * Self.platformsTried : 0)
      days.append(isPlanned ? day * Double(StudyWork.plannedDays) : 0)
      parts.append(trials * 2 * min(hour.each, KnockOutTrial.enoughRequests))
    }
    if !scenario.uncertain.isEmpty {
      let runs = Double(Laboratory.usualWorlds * scenario.experiment.minReplications)
      worlds = first.each * runs
    }
    validation = last.all * Double(scenario.roadmap.count)
  }

  /// All of it.
  var total: Double {
    let byTier = [planning, days, parts].reduce(0) { $0 + $1.reduce(0, +) }
    return tests + breakpoint + nextBreakpoints + byTier + worlds + validation
  }
}
