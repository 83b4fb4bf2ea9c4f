import Queueing
import Quantities
import TestSupport
import Testing

@testable import Planning

/// The search against complete enumeration.
@Suite struct `The cheapest configuration` {
  /// A small platform with answers in closed form: instances × a size of them, a pool, a provider's limit.
  private struct Problem {
    let highest = [7, 3, 5, 3]
    var load: Double
    var service: Double
    var hold: Double
    var prices: [Double]

    init(seed: UInt64) {
      var random = SplitMix(state: seed)
      load = 5 + 60 * random.uniform()
      service = 0.02 + 0.08 * random.uniform()
      hold = 0.05 + 0.15 * random.uniform()
      prices = (0..<4).map { _ in 5 + 95 * random.uniform() }
    }

    func cost(_ point: [Int]) -> Double {
      // Larger instances cost a little more than in proportion, larger limits nothing up to a point.
      Double(point[0] + 1) * prices[0] * (1 + 1.1 * Double(point[1]))
        + prices[2] * Double(point[2]) + (point[3] > 1 ? prices[3] * Double(point[3]) : 0)
    }

    /// Waits by Erlang C in two stages, and a limit that must lie above the load.
    func holds(_ point: [Int]) -> Bool {
      let servers = (point[0] + 1) * (point[1] + 1)
      let connections = 2 * (point[2] + 1)
      let limit = 20 * Double(point[3] + 1)
      guard load < limit, load * service < Double(servers), load * hold < Double(connections) else {
        return false
      }
      func wait(_ servers: Int, _ time: Double) -> Double {
        let offered = load * time
        var blocking = 1.0
        for c in 1...servers { blocking = offered * blocking / (Double(c) + offered * blocking) }
        let waiting = blocking / (1 - offered / Double(servers) * (1 - blocking))
        return waiting * time / (Double(servers) - offered)
      }
      return wait(servers, service) + wait(connections, hold) < 0.02
    }
  }

  @Test(arguments: 1...20)
  func `is the one that enumeration finds, with a fifth of the looks`(seed: Int) async throws {
    let problem = Problem(seed: UInt64(seed))
    var search = CheapestSearch(highest: problem.highest)
    let found = await search.run(cost: problem.cost, holds: problem.holds)
    var best: (cost: Double, point: [Int])?
    for a in 0...7 {
      for b in 0...3 {
        for c in 0...5 {
          for d in 0...3 {
            let point = [a, b, c, d]
            guard problem.holds(point) else { continue }
            if problem.cost(point) < best?.cost ?? .infinity {
              best = (problem.cost(point), point)
            }
          }
        }
      }
    }
    #expect((found == nil) == (best == nil))
    guard let found, let best else { return }
    #expect(problem.holds(found))
    #expect(problem.cost(found) == best.cost, "\(found) against \(best.point)")
    #expect(search.looks.count * 5 <= search.count, "\(search.looks.count) of \(search.count)")
    let fates = search.fates(answer: found)
    #expect(fates.values.reduce(0, +) == search.count)
  }

  /// What costs nothing may be at its highest: one look tells that no more of it helps.
  @Test func `gives up a plateau of equal costs after one look`() async throws {
    var asked: [[Int]] = []
    var search = CheapestSearch(highest: [4, 5, 5])
    let found = await search.run(cost: { Double($0[0]) }) { point in
      asked.append(point)
      return point[0] >= 3 && point[1] >= 1
    }
    #expect(found == [3, 1, 0])
    // Bounds are found by looks from the top, and nothing is below [3, 1, 0] that is not below a bound.
    #expect(search.bound == [3, 1, 0])
    var steep = CheapestSearch(highest: [4, 5, 5])
    asked = []
    let other = await steep.run(cost: { Double($0[0]) }) { point in
      asked.append(point)
      return 2 * point[0] + point[1] >= 9 && point[2] + point[0] >= 3
    }
    #expect(other == [2, 5, 1])
    // Of the 36 at one dollar the highest alone is looked at.
    #expect(asked.count { $0[0] == 1 } == 1 && asked.contains([1, 5, 5]), "\(asked)")
  }

  @Test func `answers only what a full look has seen, and bounds by quick ones`() async throws {
    var full: [[Int]] = []
    var search = CheapestSearch(highest: [7, 7])
    // A quick look sees only the worst.
    let found = await search.run(
      cost: { Double(3 * $0[0] + 2 * $0[1]) },
      mayHold: { $0[0] + $0[1] >= 5 },
      holds: { point in
        full.append(point)
        return point[0] + point[1] >= 6
      }
    )
    #expect(found == [0, 6])
    // From the cheapest up, among those that a quick look leaves open.
    #expect(full == [[7, 7], [0, 5], [1, 4], [2, 3], [0, 6]])
    #expect(search.looks.contains { $0.point == [0, 6] && $0.isFull && $0.holds })
  }

  @Test func `looks at no point twice and says so when nothing holds`() async throws {
    var asked: [[Int]] = []
    var search = CheapestSearch(highest: [3, 3])
    let none = await search.run(cost: { Double($0[0]) }) { point in
      asked.append(point)
      return false
    }
    #expect(none == nil && asked == [[3, 3]])
    var other = CheapestSearch(highest: [3, 3])
    asked = []
    let found = await other.run(cost: { Double($0[0] + 2 * $0[1]) }) { point in
      asked.append(point)
      return point[0] + point[1] >= 4
    }
    #expect(found == [3, 1])
    #expect(Set(asked).count == asked.count)
  }
}
