public import Quantities
public import Scenarios

/// What a configuration costs more than the best one would have, in each of several worlds.
public struct SizingRegret: Sendable {
  /// What came out in one world.
  public struct Outcome: Sendable {
    /// The world.
    public var world: InputWorld
    /// The levels of its cheapest configuration; nil where none holds.
    public var cheapest: [Int]?
    /// What a month of that costs.
    public var cost: Money?
    /// By candidate, in the order of `candidates`: what it costs more than the cheapest; nil where it
    /// does not hold.
    public var regrets: [Money?]
  }

  /// The configurations that are the cheapest somewhere, the one for the world as given first.
  public var candidates: [[Int]]
  /// By world.
  public var outcomes: [Outcome]

  /// Worlds in which a candidate holds.
  public func held(_ candidate: Int) -> Int {
    outcomes.count { $0.regrets[candidate] != nil }
  }

  /// The most that a candidate is regretted in any world where something holds; nil where it does not
  /// hold in all of those.
  public func worst(_ candidate: Int) -> Money? {
    let possible = outcomes.filter { $0.cheapest != nil }
    let regrets = possible.compactMap { $0.regrets[candidate] }
    guard regrets.count == possible.count else { return nil }
    return regrets.max { $0.microUSD < $1.microUSD }
  }

  /// The candidate to choose when nobody knows which world it will be: of those that hold in most
  /// worlds the one with the smallest worst regret; nil where nothing holds anywhere.
  public var safest: Int? {
    func worstKnown(_ candidate: Int) -> Double {
      outcomes.compactMap { $0.regrets[candidate]?.usd }.max() ?? .infinity
    }
    return candidates.indices.min { a, b in
      (-held(a), worstKnown(a), a) < (-held(b), worstKnown(b), b)
    }
  }
}

extension Laboratory {
  /// Sizes a platform in several worlds and says what each answer would be regretted by in the others.
  ///
  /// The regret of a configuration in a world is what it costs there more than the cheapest that holds
  /// there (Savage, "The theory of statistical decision", 1951); one that does not hold has none that
  /// money measures. Costs are compared for the usage of that world.
  ///
  /// - Parameters:
  ///   - document: The scenario; it has changes.
  ///   - tier: The tier.
  ///   - test: The load that it must hold.
  ///   - today: The day that prices are judged from.
  ///   - worlds: The worlds; the first is the one as given.
  /// - Returns: The regret of every configuration that is the cheapest somewhere.
  /// - Throws: `ScenarioError` when changes cannot be applied together.
  public func regret(
    _ document: ScenarioDocument,
    at tier: Tier,
    test: LoadTest,
    today: CalendarDate,
    worlds: [InputWorld]
  ) async throws(ScenarioError) -> SizingRegret {
    var spaces: [SizingSpace] = []
    var answers: [[Int]?] = []
    for (index, world) in worlds.enumerated() {
      report(.init(activity: "world \(index + 1)", done: index, total: worlds.count))
      var space = try await SizingSpace(self, document, at: tier, test, today, world)
      var search = CheapestSearch(highest: space.highest)
      answers.append(try await space.search(&search))
      spaces.append(space)
    }
    var candidates: [[Int]] = []
    for answer in answers.compactMap(\.self) where !candidates.contains(answer) {
      candidates.append(answer)
    }
    var outcomes: [SizingRegret.Outcome] = []
    for (index, world) in worlds.enumerated() {
      let best = try answers[index].map { point throws(ScenarioError) in
        try spaces[index].cost(point)
      }
      var regrets: [Money?] = []
      for candidate in candidates {
        let holds = try await spaces[index].holds(candidate)
        let cost = try spaces[index].cost(candidate)
        regrets.append(holds ? best.map { cost - $0 } ?? .zero : nil)
      }
      outcomes.append(
        SizingRegret.Outcome(world: world, cheapest: answers[index], cost: best, regrets: regrets)
      )
    }
    report(.init(activity: "done", done: worlds.count, total: worlds.count))
    return SizingRegret(candidates: candidates, outcomes: outcomes)
  }
}
