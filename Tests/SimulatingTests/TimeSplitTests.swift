import Quantities
import Scenarios
import Statistics
import Testing

@testable import Simulating

@Suite struct `Time splits` {
  private func program() throws -> Program {
    let text = """
      headroom: 1
      stations: {server: {servers: 1, queue: unbounded}}
      endpoints:
        work: {steps: [{delay: 10ms}, {serve: {at: server, time: {exponential: 100ms}}}]}
      tests: {load: {arrivals: {work: 8/s}, duration: 20min}}
      experiment: {seed: 3, replications: 2}

      """
    let scenario = try ScenarioDocument.read(text: text, name: "split").scenario
    let test = try #require(scenario.tests.first)
    return Program(scenario, workload: Workload(tier: nil, test: test))
  }

  /// Counts and sums are those of the run that keeps none.
  @Test func `add up to what was measured`() async throws {
    let program = try program()
    let runs = await replicate(program, 0..<2, threads: 1)
    let split = try #require(
      await timeSplits(program, 0..<2, threads: 2, withoutModels: [false]).splits.first
    )
    let completed = runs.reduce(0) { $0 + $1.endpoints[0].completed }
    #expect(split.buckets.reduce(0) { $0 + $1.count } == completed)
    for share in TimeShare.allCases {
      let index = Int(share.rawValue)
      #expect(
        split.buckets.reduce(0) { $0 + $1.shares[index] }
          == runs.reduce(0) { $0 + $1.endpoints[0].shares[index] }
      )
    }
  }

  /// At a load of 0.8 the 99th percentile is nearly all waiting, and the median is not.
  @Test func `show what slow requests wait for`() async throws {
    let program = try program()
    let runs = await replicate(program, 0..<2, threads: 2)
    let split = try #require(
      await timeSplits(program, 0..<2, threads: 2, withoutModels: [false]).splits.first
    )
    let all = Histogram.merged(runs.map(\.endpoints[0].responseTime))
    func waiting(_ p: Double) throws -> Double {
      let time = try #require(all.quantile(Fraction(p)))
      let near = split.around(time.nanoseconds, enough: 20)
      let sum = near.shares.reduce(0, +)
      // The parts of a request add up to its response time, which lies in the bucket or beside it.
      #expect(abs(Double(sum) / Double(near.count) / Double(time.nanoseconds) - 1) < 0.25)
      return Double(near.shares[Int(TimeShare.waitStation.rawValue)]) / Double(sum)
    }
    let (typical, slow) = (try waiting(0.5), try waiting(0.99))
    #expect(slow > 0.8 && typical < 0.75 && slow > typical + 0.1, "\(typical), \(slow)")
  }

  @Test func `have buckets that rise and hold their times`() {
    var last = -1
    for exponent in 0..<200 {
      let time = Int64(1000 * (1.1 as Double).pow(exponent))
      let bucket = TimeSplits.bucket(of: time)
      #expect(bucket >= last && bucket < TimeSplits.bucketCount)
      last = bucket
    }
    #expect(TimeSplits.bucket(of: 0) == 0)
    #expect(TimeSplits.bucket(of: 1 << 20) == TimeSplits.bucket(of: (5 << 18) - 1))
    #expect(TimeSplits.bucket(of: 1 << 20) < TimeSplits.bucket(of: 5 << 18))
  }
}

extension Double {
  fileprivate func pow(_ n: Int) -> Double { (0..<n).reduce(1) { product, _ in product * self } }
}
