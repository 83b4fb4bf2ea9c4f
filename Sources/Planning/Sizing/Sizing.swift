public import Quantities
public import Scenarios

/// The cheapest configuration that meets every target at a tier, and what was rejected on the way.
public struct Sizing: Sendable {
  /// A configuration that was looked at.
  public struct Trial: Sendable {
    /// The level of each change, 0 for the platform as it is.
    public var levels: [Int]
    /// What a month of it costs, with the usage of a platform that holds.
    public var cost: Money
    /// What was seen, and how.
    public var glance: Glance

    /// Whether all targets are met and no limit is passed, as far as it was looked at.
    public var holds: Bool { glance.failure == nil }
  }

  /// The tier.
  public var tier: Tier
  /// The changes that may be made, one for each level of a trial.
  public var changes: [CandidateChange]
  /// Every configuration that was looked at, in turn; the first has everything at its highest.
  public var trials: [Trial]
  /// The cheapest that holds; nil when not even the first does.
  public var answer: Trial?
  /// The answer, simulated in full; nil without one.
  public var answerState: PlatformState?
  /// How many configurations there are.
  public var configurations: Int
  /// The lowest level of each change that can be in an answer.
  public var lowest: [Int]
  /// The configurations that were not looked at because a level is below its lowest.
  public var belowLowest: Int
  /// Those that were not because no level is above one that failed.
  public var belowFailure: Int
  /// Those that were not because they cost at least as much as the answer.
  public var dearer: Int
  /// The settings of the answer.
  public var settings: CandidateChange.Settings

  /// The most configurations that are compared.
  public static let most = 200_000
}

extension Laboratory {
  /// Searches the cheapest combination of a scenario's changes that holds at a tier.
  ///
  /// Every combination of their levels is a configuration; `CheapestSearch` says which are looked at. A
  /// limit that is passed on paper needs no simulation, and what plainly fails only a short one; the
  /// answer is simulated as a step of the roadmap is. Costs are compared for the same usage, that of the configuration with everything at its highest: a
  /// platform that fails is cheap because it serves less.
  ///
  /// - Parameters:
  ///   - document: The scenario; it has changes.
  ///   - tier: The tier.
  ///   - test: The load that it must hold.
  ///   - today: The day that prices are judged from.
  /// - Returns: The answer, with everything that was looked at.
  /// - Throws: `ScenarioError` when changes cannot be applied together.
  public func size(
    _ document: ScenarioDocument,
    at tier: Tier,
    test: LoadTest,
    today: CalendarDate
  ) async throws(ScenarioError) -> Sizing {
    var space = try await SizingSpace(self, document, at: tier, test, today, .asGiven)
    var search = CheapestSearch(highest: space.highest)
    let found = try await space.search(&search)
    var trials: [Sizing.Trial] = []
    for look in search.looks {
      let (cost, glance) = (try space.cost(look.point), space.seen(look.point))
      trials.append(Sizing.Trial(levels: look.point, cost: cost, glance: glance))
    }
    var state: PlatformState?
    if let found { state = try await space.state(found) }
    let fates = found.map(search.fates) ?? [:]
    return Sizing(
      tier: tier,
      changes: space.changes,
      trials: trials,
      answer: trials.first { $0.levels == found },
      answerState: state,
      configurations: search.count,
      lowest: search.bound,
      belowLowest: fates[.belowBound] ?? 0,
      belowFailure: fates[.belowFailure] ?? 0,
      dearer: fates[.dearer] ?? 0,
      settings: found.map(space.settings) ?? []
    )
  }
}
