import Quantities

/// What configurations cost a month, worked out once for those that must cost the same.
///
/// Every cost is read from the scenario with its changes applied, which takes milliseconds, and there can
/// be a hundred thousand configurations. Many changes cost nothing, such as a larger limit. A change
/// counts as free when none of its levels moves the bill, with the others as they are, with any one of
/// them at any level, and with all of them at their highest; then its level is left out of the account.
struct SizingCosts {
  /// The changes whose levels the bill depends on.
  let relevant: [Int]
  private var known: [[Int]: Money]

  /// Finds out which changes are free.
  ///
  /// - Parameters:
  ///   - highest: The highest level of each change.
  ///   - cost: What a configuration costs.
  /// - Throws: What the closure throws.
  init<Failure: Error>(
    highest: [Int],
    _ cost: ([Int]) throws(Failure) -> Money
  ) throws(Failure) {
    var seen: [[Int]: Money] = [:]
    func read(_ point: [Int]) throws(Failure) -> Money {
      if let money = seen[point] { return money }
      let money = try cost(point)
      seen[point] = money
      return money
    }
    var relevant: [Int] = []
    for change in highest.indices {
      var isFree = true
      for point in SizingCosts.settings(besides: change, highest) where isFree {
        var other = point
        other[change] = 0
        let without = try read(other)
        for level in 0...highest[change] where isFree {
          other[change] = level
          isFree = try read(other) == without
        }
      }
      if !isFree { relevant.append(change) }
    }
    self.relevant = relevant
    known = [:]
    for (point, money) in seen { known[relevant.map { point[$0] }] = money }
  }

  /// An account in which every change counts.
  init(all highest: [Int]) {
    relevant = Array(highest.indices)
    known = [:]
  }

  /// What a configuration costs.
  mutating func cost<Failure: Error>(
    _ point: [Int],
    _ read: ([Int]) throws(Failure) -> Money
  ) throws(Failure) -> Money {
    let key = relevant.map { point[$0] }
    if let money = known[key] { return money }
    let money = try read(point)
    known[key] = money
    return money
  }

  /// Levels of the other changes at which one is tried: none, one of them, and all at their highest.
  private static func settings(besides change: Int, _ highest: [Int]) -> [[Int]] {
    let lowest = Array(repeating: 0, count: highest.count)
    let single = highest.indices.filter { $0 != change }.flatMap { other in
      (0..<highest[other]).map { level in
        var point = lowest
        point[other] = level + 1
        return point
      }
    }
    return [lowest] + single + [highest]
  }
}
