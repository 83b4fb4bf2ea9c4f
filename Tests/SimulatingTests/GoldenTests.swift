import Quantities
import Scenarios
import Simulating
import Testing

/// Digests of whole measurements, recorded once: a change of any count or nanosecond shows.
///
/// Record anew only with a change that is meant to move numbers, and say so in its commit. The digests
/// hold for one C library: its logarithm may differ from another's in the last place.
@Suite struct `Golden digests` {
  private func digests(_ program: Program) -> [UInt64] {
    (0..<2).map { drain(program, replication: $0).digest }
  }

  @Test func `M/M/1 at load 0.9`() {
    let program = PlainModel.chain([1]).open(rate: 0.9, seconds: 5000, warmUp: 500)
    #expect(digests(program) == [7_277_177_017_426_948_521, 14_413_140_194_764_774_462])
  }

  @Test func `three stations and fifty users`() {
    let program = PlainModel.chain([0.05, 0.08, 0.03])
      .closed(users: 50, think: .exponential(mean: 3), seconds: 200)
    #expect(digests(program) == [3_097_514_090_662_995_177, 4_633_493_974_347_373_102])
  }

  @Test func `a platform with every part under an open load`() {
    #expect(digests(platform(.open)) == [11_748_099_528_028_797_408, 4_873_252_212_803_638_438])
  }

  @Test func `a platform with every part under closed users`() {
    #expect(digests(platform(.closed)) == [8_870_843_551_201_604_288, 17_564_157_432_296_603_838])
  }

  /// The first random platform whose test has that driver.
  private func platform(_ driver: LoadTest.Driver) -> Program {
    var seed: UInt64 = 1
    while true {
      var platform = RandomPlatform(seed: seed)
      let workload = platform.workload()
      if workload.test.driver == driver { return Program(platform.scenario, workload: workload) }
      seed += 1
    }
  }
}
