import Foundation
import Planning
import Quantities
import Scenarios
import Statistics
import TestSupport
import Testing

/// A file of `scenarios/queueing`, simulated as it says.
struct ReferenceSystem {
  let scenario: Scenario
  let result: TestResult
  let checks: [ClosedFormCheck]

  /// Runs the only test of a file; at the seed that the file gives unless there is another.
  init(_ name: String, seed: UInt64? = nil) async throws {
    let path = repositoryPath("scenarios/queueing/\(name).yaml")
    var scenario = try ScenarioDocument.read(path).scenario
    if let seed { scenario.experiment.seed = seed }
    let test = try #require(scenario.tests.first)
    result = await Laboratory(threads: 2).run(test, at: nil, of: scenario)
    checks = closedFormChecks(result, scenario)
    self.scenario = scenario
  }

  /// What was simulated for a metric of the closed form.
  func simulated(_ metric: String) throws -> Estimate {
    let check = try #require(checks.first { $0.metric == metric }, "no closed form for \(metric)")
    return try #require(check.simulated.estimate)
  }
}

/// The shipped reference systems beside the reference answers: each answer lies inside the
/// simulator's own 99 % interval at the seed of the file.
///
/// An interval may miss one time in a hundred; a seed that does is investigated, never replaced.
@Suite struct `Reference systems agree with theory` {
  /// A file, what is looked at, and the case that knows the answer.
  static let comparisons: [(file: String, cases: [(metric: String, id: String)])] = [
    (
      "mm1",
      [
        ("mean response time", "Q01"), ("p95 of response time", "Q02"),
        ("p99 of response time", "Q03"),
      ]
    ),
    ("mm1-90", []),
    ("mm10", [("probability of waiting", "Q05"), ("mean wait", "Q06")]),
    ("mm5-15", [("probability of blocking", "Q10")]),
    ("mm1-10", [("probability of blocking", "Q12")]),
    ("erlang-b-exponential", [("probability of blocking", "Q20")]),
    ("erlang-b-lognormal", [("probability of blocking", "Q20")]),
    ("erlang-b-constant", [("probability of blocking", "Q20")]),
    ("md1", [("mean wait", "Q14")]),
    ("mg1", [("mean wait", "Q16")]),
    ("dm1", [("mean wait", "Q43")]),
    ("repairman", [("throughput", "Q24"), ("mean response time", "Q25")]),
    ("tandem", [("mean response time", "Q30"), ("p99 of response time", "Q31")]),
  ]

  @Test func `every reference system of the folder is compared`() {
    let files = repositoryFiles(in: "scenarios/queueing", ending: ".yaml")
    #expect(
      files == Self.comparisons.map { "scenarios/queueing/\($0.file).yaml" }.sorted()
    )
  }

  @Test(arguments: comparisons.map(\.file))
  func `the reference lies in the interval`(file: String) async throws {
    let system = try await ReferenceSystem(file)
    #expect(!system.result.wasTruncated)
    #expect(system.result.warmUp < system.result.test.duration)
    // Closed forms of our own, from the parameters of the file.
    #expect(!system.checks.isEmpty)
    for check in system.checks {
      #expect(check.agrees == true, "\(check.metric): \(check.exact), \(check.simulated)")
    }
    // Answers computed elsewhere; parameters come as whole nanoseconds, hence 10⁻⁷ relative.
    for (metric, id) in Self.comparisons.first(where: { $0.file == file })?.cases ?? [] {
      let answer = try referenceCase(id).answer
      let exact = system.checks.first { $0.metric == metric }?.exact
      #expect(close(exact, answer, relative: 1e-7), "\(metric) of \(id)")
      let simulated = try system.simulated(metric)
      #expect(simulated.level == Fraction(0.99))
      #expect(simulated.low <= answer && answer <= simulated.high, "\(metric) of \(id)")
    }
    // What comes and is not refused goes out again.
    guard system.result.test.driver == .open, let rate = system.result.test.rates.first?.rate else {
      return
    }
    let served = try #require(system.result.throughput.estimate)
    let refused = try #require(system.result.failureRatio.estimate?.value)
    let expected = rate.perSecond * (1 - refused)
    #expect(served.low <= expected && expected <= served.high)
  }

  /// L = λ(1 − P(K))W: Little's law turns the number in the system into the time in it.
  @Test func `M/M/1/10: the mean number in the system`() async throws {
    let system = try await ReferenceSystem("mm1-10")
    let blocking = try referenceCase("Q12")
    let arrivals = try blocking.number("lambda_per_s") * (1 - blocking.answer)
    let stay = try referenceCase("Q13").answer / arrivals
    let simulated = try system.simulated("mean response time")
    #expect(simulated.low <= stay && stay <= simulated.high)
    // The server and its line, as the resource measured them, hold as many.
    let line = try #require(system.result.resources.first)
    let number = line.meanInUse + line.meanQueue
    let byLittle = arrivals * simulated.value
    #expect(close(number, byLittle, relative: 0.02))
  }

  @Test func `a study prints the closed forms of its tests`() async throws {
    let document = try ScenarioDocument.read(repositoryPath("scenarios/queueing/mm5-15.yaml"))
    let today = try #require(CalendarDate("2026-11-24"))
    let study = try await Study.run(document, in: Laboratory(threads: 2), today: today)
    #expect(study.closedForms.map(\.metric).contains("probability of blocking"))
    #expect(study.closedForms.allSatisfy { $0.system == "M/M/5/15" && $0.agrees == true })
    #expect(study.tiers.count == 1 && study.tiers.first?.name == "as given")
    #expect(study.breakpoint == nil && study.growth == nil && study.phases.isEmpty)
  }

  /// `HEADROOM_SEEDS=100 swift test -c release --filter 'hold their level'`, about a minute.
  ///
  /// High percentiles are left out: their interval needs runs of about a hundred relaxation times,
  /// see `quantileInterval`.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["HEADROOM_SEEDS"] != nil),
    arguments: comparisons.map(\.file)
  )
  func `intervals hold their level over many seeds`(file: String) async throws {
    let seeds = UInt64(ProcessInfo.processInfo.environment["HEADROOM_SEEDS"] ?? "") ?? 100
    var inside: [String: Int] = [:]
    for seed in 1...seeds {
      for check in try await ReferenceSystem(file, seed: seed).checks {
        inside[check.metric, default: 0] += check.agrees == true ? 1 : 0
      }
    }
    for (metric, count) in inside where !metric.hasPrefix("p9") {
      #expect(count * 100 >= 95 * Int(seeds), "\(metric): \(count) of \(seeds)")
    }
  }
}
