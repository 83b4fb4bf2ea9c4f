import Stations
import TestSupport
import Testing

@Suite struct `Load balancer` {
  private func picks(_ rule: Balancer.Rule, busy: [Int32], count: Int) -> [Int] {
    var random = SplitMix(state: 3)
    var balancer = Balancer(rule)
    return busy.withUnsafeBufferPointer { buffer in
      guard let memory = buffer.baseAddress else { return [] }
      return (0..<count).map { _ in
        let u = (Double(random.below(1000)) / 1000, Double(random.below(1000)) / 1000)
        return balancer.pick(memory, workers: busy.count, u: u)
      }
    }
  }

  @Test func `round robin begins with the first worker and takes each in turn`() {
    #expect(picks(.roundRobin, busy: [9, 0, 0], count: 7) == [0, 1, 2, 0, 1, 2, 0])
  }

  @Test func `least connections never picks a busier worker, and shares among equals`() {
    #expect(Set(picks(.leastConnections, busy: [4, 2, 7, 2], count: 20)) == [1, 3])
    #expect(picks(.leastConnections, busy: [0, 0, 0], count: 6) == [0, 1, 2, 0, 1, 2])
  }

  @Test func `two choices never pick the only busiest worker unless they meet it twice`() {
    let picks = picks(.twoChoices, busy: [1, 5, 1, 1], count: 4000)
    let share = Double(picks.filter { $0 == 1 }.count) / 4000
    let expected = 1.0 / 16
    let error = (expected * (1 - expected) / 4000).squareRoot()
    #expect(abs(share - expected) < 4 * error)
  }

  @Test(arguments: [Balancer.Rule.roundRobin, .leastConnections, .random, .twoChoices])
  func `every pick is a worker, and a lone worker gets everything`(rule: Balancer.Rule) {
    #expect(picks(rule, busy: [3, 1, 2, 0, 4], count: 200).allSatisfy { (0..<5).contains($0) })
    #expect(Set(picks(rule, busy: [3], count: 5)) == [0])
  }
}
