import Scenarios
import Testing

@testable import Planning

@Suite struct `Planted bottlenecks` {
  private func worst(_ text: String) async throws -> Cause? {
    let scenario = try ScenarioDocument.read(text: text, name: "planted").scenario
    let test = try #require(scenario.tests.first)
    let result = await Laboratory(threads: 2).run(test, at: nil, of: scenario, replications: 2)
    return bottlenecks(of: result, scenario).first?.cause
  }

  /// In 20 platforms the resource that is too small, and after it is mended the next one.
  @Test func `are named, the second too once the first is mended`() async throws {
    var found = (first: 0, second: 0)
    var missed: [String] = []
    for seed in 1...20 {
      let platform = PlantedBottleneck(seed: UInt64(seed))
      let first = try await worst(platform.text())
      let second = try await worst(platform.text(isMended: true, load: 1.45))
      found.first += first == platform.first ? 1 : 0
      found.second += second == platform.second ? 1 : 0
      if first != platform.first {
        missed.append("\(seed): \(platform.first), named \(first as Any)")
      }
      if second != platform.second {
        missed.append("\(seed), mended: \(platform.second), named \(second as Any)")
      }
    }
    #expect(found.first >= 19, "\(missed)")
    #expect(found.second >= 19, "\(missed)")
  }
}
