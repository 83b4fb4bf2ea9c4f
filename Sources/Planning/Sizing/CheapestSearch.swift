/// Finds the cheapest point of a grid of levels at which something holds, with few looks.
///
/// The rule that saves looks: what holds at some levels holds at higher ones too. So first every level
/// is at its highest; then each alone is brought down by bisection while the others stay up, which gives
/// the lowest level that it can have in any answer; then the points above those are looked at from the
/// cheapest up, without those below one that has failed. Of points that cost the same the highest are
/// looked at first: when they fail, all do. The first that holds is the answer. The answer itself has
/// been looked at whatever the rule; that nothing cheaper holds rests on it.
///
/// A look may be quick: it tells what surely fails and leaves the rest open. That is enough to find the
/// bounds and to leave points out; the answer has been looked at in full.
struct CheapestSearch {
  /// Why a point was not looked at, or what was seen.
  enum Fate: Hashable, Sendable {
    /// It holds, as far as it was looked at.
    case holds
    /// It was looked at, and does not.
    case fails
    /// A level of it is below the lowest that can be in an answer.
    case belowBound
    /// Its levels are at most those of one that fails.
    case belowFailure
    /// It costs more than the answer.
    case dearer
  }

  /// A look at a point.
  struct Look {
    let point: [Int]
    var holds: Bool
    /// Whether all was looked at that there is.
    var isFull: Bool
  }

  /// How many levels there are beside the lowest, for each dimension.
  let highest: [Int]
  /// The lowest level of each dimension that an answer can have, as far as is known.
  private(set) var bound: [Int]
  /// What has been looked at, in turn.
  private(set) var looks: [Look] = []
  /// The points that are nowhere below the bound, from the cheapest up.
  private(set) var candidates: [(point: [Int], cost: Double)] = []

  init(highest: [Int]) {
    self.highest = highest
    bound = Array(repeating: 0, count: highest.count)
  }

  /// How many points there are.
  var count: Int { highest.reduce(1) { $0 * ($1 + 1) } }

  /// The cheapest point that holds; nil when not even the highest does.
  ///
  /// - Parameters:
  ///   - cost: What a point costs; need not rise with the levels.
  ///   - mayHold: A quick look, false where a point surely does not hold; asked once for each.
  ///   - holds: A full look: whether it holds at a point; asked once for each.
  /// - Returns: The point.
  /// - Throws: What the closures throw.
  mutating func run<Failure: Error>(
    cost: ([Int]) throws(Failure) -> Double,
    mayHold: ([Int]) async throws(Failure) -> Bool,
    holds: ([Int]) async throws(Failure) -> Bool
  ) async throws(Failure) -> [Int]? {
    guard try await look(highest, isFull: true, holds) else { return nil }
    for dimension in highest.indices {
      var (low, high) = (0, highest[dimension])
      while low < high {
        var point = highest
        point[dimension] = (low + high) / 2
        if try await look(point, isFull: false, mayHold) {
          high = point[dimension]
        } else {
          low = point[dimension] + 1
        }
      }
      bound[dimension] = low
    }
    for point in CheapestSearch.points(from: bound, to: highest) {
      candidates.append((point, try cost(point)))
    }
    candidates.sort { ($0.cost, $0.point.reduce(0, +)) < ($1.cost, $1.point.reduce(0, +)) }
    var first = 0
    while first < candidates.count {
      let cost = candidates[first].cost
      let alike = candidates[first...].prefix { $0.cost == cost }.map(\.point)
      first += alike.count
      for point in CheapestSearch.highest(of: alike) where !isBelowFailure(point) {
        _ = try await look(point, isFull: false, mayHold)
      }
      for point in alike where !isBelowFailure(point) {
        guard try await look(point, isFull: false, mayHold) else { continue }
        if try await look(point, isFull: true, holds) { return point }
      }
    }
    return nil
  }

  /// The same where no look is quicker than another.
  mutating func run<Failure: Error>(
    cost: ([Int]) throws(Failure) -> Double,
    holds: ([Int]) async throws(Failure) -> Bool
  ) async throws(Failure) -> [Int]? {
    var seen: [[Int]: Bool] = [:]
    func once(_ point: [Int]) async throws(Failure) -> Bool {
      if let known = seen[point] { return known }
      let answer = try await holds(point)
      seen[point] = answer
      return answer
    }
    return try await run(cost: cost, mayHold: once, holds: once)
  }

  /// What became of the points once an answer is known.
  ///
  /// - Parameter answer: The answer.
  /// - Returns: How many points met each fate; together they are all.
  func fates(answer: [Int]) -> [Fate: Int] {
    let cost = candidates.first { $0.point == answer }?.cost ?? .infinity
    var fates: [Fate: Int] = [.belowBound: count - candidates.count]
    for look in looks { fates[look.holds ? .holds : .fails, default: 0] += 1 }
    let seen = Set(looks.map(\.point))
    fates[.belowBound, default: 0] -= seen.count { point in
      zip(point, bound).contains { $0 < $1 }
    }
    for candidate in candidates where !seen.contains(candidate.point) {
      let isFailure = candidate.cost <= cost && isBelowFailure(candidate.point)
      fates[isFailure ? .belowFailure : .dearer, default: 0] += 1
    }
    return fates
  }

  private mutating func look<Failure: Error>(
    _ point: [Int],
    isFull: Bool,
    _ holds: ([Int]) async throws(Failure) -> Bool
  ) async throws(Failure) -> Bool {
    let known = looks.firstIndex { $0.point == point }
    // What has surely failed, or was looked at in full, needs no other look.
    if let known, looks[known].isFull || !isFull || !looks[known].holds {
      return looks[known].holds
    }
    let answer = try await holds(point)
    if let known {
      looks[known].holds = answer
      looks[known].isFull = true
    } else {
      looks.append(Look(point: point, holds: answer, isFull: isFull))
    }
    return answer
  }

  private func isBelowFailure(_ point: [Int]) -> Bool {
    looks.contains { look in
      !look.holds && CheapestSearch.isWithin(point, look.point)
    }
  }

  /// Whether no level of a point is above that of another.
  private static func isWithin(_ point: [Int], _ other: [Int]) -> Bool {
    zip(point, other).allSatisfy { $0 <= $1 }
  }

  /// The points that lie below no other of them.
  private static func highest(of points: [[Int]]) -> [[Int]] {
    var found: [[Int]] = []
    // A point that lies below another has the smaller sum.
    for point in points.sorted(by: { $0.reduce(0, +) > $1.reduce(0, +) })
    where !found.contains(where: { isWithin(point, $0) }) {
      found.append(point)
    }
    return found
  }

  private static func points(from low: [Int], to high: [Int]) -> [[Int]] {
    zip(low, high).reduce([[]]) { found, range in
      found.flatMap { point in (range.0...range.1).map { point + [$0] } }
    }
  }
}
