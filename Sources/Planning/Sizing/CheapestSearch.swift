/// Finds the cheapest point of a grid of levels at which something holds, with few looks.
///
/// The rule that saves looks: what holds at some levels holds at higher ones too. So first every level
/// is at its highest; then each alone is brought down by bisection while the others stay up, which gives
/// the lowest level that it can have in any answer; then the points above those are looked at from the
/// cheapest up, without those below one that has failed. The first that holds is the answer. The answer
/// itself has been looked at whatever the rule; that nothing cheaper holds rests on it.
struct CheapestSearch {
  /// Why a point was not looked at, or what was seen.
  enum Fate: Hashable, Sendable {
    /// It holds.
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

  /// How many levels there are beside the lowest, for each dimension.
  let highest: [Int]
  /// The lowest level of each dimension that an answer can have, as far as is known.
  private(set) var bound: [Int]
  /// What has been looked at, in turn.
  private(set) var looks: [(point: [Int], holds: Bool)] = []
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
  ///   - holds: Whether it holds at a point; asked once for each.
  /// - Returns: The point.
  /// - Throws: What the closures throw.
  mutating func run<Failure: Error>(
    cost: ([Int]) throws(Failure) -> Double,
    holds: ([Int]) async throws(Failure) -> Bool
  ) async throws(Failure) -> [Int]? {
    guard try await look(highest, holds) else { return nil }
    for dimension in highest.indices {
      var (low, high) = (0, highest[dimension])
      while low < high {
        var point = highest
        point[dimension] = (low + high) / 2
        if try await look(point, holds) {
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
    for (point, _) in candidates where !isBelowFailure(point) {
      if try await look(point, holds) { return point }
    }
    return nil
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
    _ holds: ([Int]) async throws(Failure) -> Bool
  ) async throws(Failure) -> Bool {
    if let known = looks.first(where: { $0.point == point }) { return known.holds }
    let answer = try await holds(point)
    looks.append((point, answer))
    return answer
  }

  private func isBelowFailure(_ point: [Int]) -> Bool {
    looks.contains { look in !look.holds && zip(point, look.point).allSatisfy { $0 <= $1 } }
  }

  private static func points(from low: [Int], to high: [Int]) -> [[Int]] {
    zip(low, high).reduce([[]]) { found, range in
      found.flatMap { point in (range.0...range.1).map { point + [$0] } }
    }
  }
}
