import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// Digests of whole measurements, recorded once: a change of any count or nanosecond shows.
///
/// Nothing in a simulation depends on the C library, the processor or the order of a dictionary, so
/// they hold on every machine, in debug and in release builds. Record anew only with a change that is
/// meant to move numbers, and say so in its commit.
@Suite struct `Golden digests` {
  private func digests(_ program: Program) -> [UInt64] {
    (0..<2).map { drain(program, replication: $0).digest }
  }

  @Test func `M/M/1 at load 0.9`() {
    let program = PlainModel.chain([1]).open(rate: 0.9, seconds: 5000, warmUp: 500)
    #expect(digests(program) == [10_921_161_257_104_900_828, 11_393_190_916_582_575_705])
  }

  @Test func `M/M/10 at load 0.9`() {
    let program = PlainModel.chain([1], servers: 10).open(rate: 9, seconds: 500, warmUp: 50)
    #expect(digests(program) == [900_427_002_098_606_373, 15_749_534_757_467_526_608])
  }

  @Test func `two hundred servers keep events in the wheel`() {
    let program = PlainModel.chain([1], servers: 200).open(rate: 190, seconds: 30, warmUp: 5)
    #expect(digests(program) == [16_887_229_901_986_737_453, 4_747_592_871_261_589_566])
  }

  @Test func `a log-normal, a gamma and a uniform station in a row`() {
    var model = PlainModel()
    model.add("lognormal", .lognormal(median: 0.5, sigma: 1))
    model.add("gamma", Law(.gamma, 0.7, 2.1))
    model.add("uniform", Law(.uniform, 0.1, 1.3))
    #expect(
      digests(model.open(rate: 0.9, seconds: 3000, warmUp: 300)) == [
        7_819_291_961_932_881_886, 6_467_267_048_233_920_551,
      ]
    )
  }

  @Test func `three stations and fifty users`() {
    let program = PlainModel.chain([0.05, 0.08, 0.03])
      .closed(users: 50, think: .exponential(mean: 3), seconds: 200)
    #expect(digests(program) == [15_082_763_592_140_053_848, 18_438_043_219_309_234_732])
  }

  @Test func `users whose think time goes through a lane`() {
    let program = PlainModel.chain([0.05])
      .closed(users: 300, think: .constant(20), seconds: 400)
    #expect(digests(program) == [6_422_610_654_369_079_005, 18_418_748_956_883_221_422])
  }

  @Test func `a platform with every part under an open load`() {
    #expect(digests(platform(.open)) == [5_976_209_116_509_202_343, 4_265_446_442_818_534_640])
  }

  @Test func `a platform with every part under closed users`() {
    #expect(digests(platform(.closed)) == [9_076_868_342_981_799_477, 1_736_080_475_228_868_941])
  }

  @Test func `the reference platform in its busiest hour`() throws {
    let program = try shipped("council", "peak", seconds: 120)
    #expect(digests(program) == [17_252_611_213_530_690_316, 17_882_219_627_095_553_838])
  }

  @Test func `the reference platform under its load test`() throws {
    let program = try shipped("council", "vus", seconds: 60)
    #expect(digests(program) == [9_855_520_176_485_820_873, 4_304_942_999_044_849_287])
  }

  /// The first random platform whose test has that driver.
  private func platform(_ driver: LoadTest.Driver) -> Program {
    var seed: UInt64 = 1
    while true {
      var platform = RandomPlatform(seed: seed)
      let workload = platform.workload()
      if workload.test.driver == driver {
        var scenario = platform.scenario
        // Recorded when the threads of a worker were served in turn as well.
        for i in scenario.platform.services.indices {
          scenario.platform.services[i].scheduling = .fifo
        }
        return Program(scenario, workload: workload)
      }
      seed += 1
    }
  }

  /// A test of a shipped scenario at its largest tier, cut short.
  private func shipped(_ name: String, _ test: String, seconds: Double) throws -> Program {
    let scenario = try ScenarioDocument.read(repositoryPath("scenarios/\(name).yaml")).scenario
    var chosen = try #require(scenario.tests.first { $0.name == test })
    chosen.duration = SimInterval(seconds: seconds)
    let workload = Workload(tier: scenario.tiers.last, test: chosen, warmUp: .zero)
    return Program(scenario, workload: workload)
  }
}
