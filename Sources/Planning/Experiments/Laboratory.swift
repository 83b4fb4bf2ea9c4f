import Quantities
public import Scenarios
import Simulating
import Statistics

/// Where experiments are made: it knows how many threads there are and whom to tell of progress.
public struct Laboratory: Sendable {
  /// What is going on, for a progress bar.
  public struct Progress: Sendable {
    /// What is being simulated, in words.
    public var activity: String
    /// Steps that are done.
    public var done: Int
    /// Steps in all, as far as they are known.
    public var total: Int

    /// What is going on, and how much of it is done.
    public init(activity: String, done: Int, total: Int) {
      self.activity = activity
      self.done = done
      self.total = total
    }
  }

  /// Replications that run at once.
  public var threads: Int
  /// The requests of a trace, for tests that replay one.
  public var trace: [TraceRow]
  /// Told of every step.
  public var report: @Sendable (Progress) -> Void

  /// A laboratory.
  public init(
    threads: Int,
    trace: [TraceRow] = [],
    report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    precondition(threads > 0, "at least one replication runs at a time")
    self.threads = threads
    self.trace = trace
    self.report = report
  }

  /// Runs a test at a tier.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - tier: The tier; nil for tests with rates of their own.
  ///   - scenario: The platform and the experiment's settings.
  ///   - factor: A multiple of the whole load.
  ///   - replications: How many; nil for as many as the scenario's settings ask for.
  /// - Returns: The result over all replications.
  public func run(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    factor: Double = 1,
    replications: Int? = nil
  ) async -> TestResult {
    var workload = Workload(tier: tier, test: test, factor: factor, trace: trace)
    var note = test.warmUp == .zero ? "a terminating test: nothing is deleted" : "as given"
    if test.warmUp == nil {
      (workload.warmUp, note) = await findWarmUp(workload, scenario)
    }
    let program = Program(scenario, workload: workload)
    let count = replications ?? neededReplications(program, scenario)
    let measurements = await replicate(program, 0..<count, threads: threads)
    return Summary(
      scenario: scenario,
      workload: workload,
      program: program,
      measurements: measurements,
      warmUpNote: note
    ).result()
  }

  /// A test compiled for a tier, its warm-up as given.
  func program(_ test: LoadTest, at tier: Tier?, of scenario: Scenario) -> Program {
    Program(scenario, workload: Workload(tier: tier, test: test, trace: trace))
  }

  /// Enough replications that every endpoint with targets has the wanted number of requests.
  func neededReplications(_ program: Program, _ scenario: Scenario) -> Int {
    let settings = scenario.experiment
    let expected = program.expectedRequests
    var needed = settings.minReplications
    for (index, endpoint) in scenario.platform.endpoints.enumerated()
    where !endpoint.targets.all.isEmpty && expected[index] > 0 {
      let enough = (Double(settings.observations) / expected[index]).rounded(.up)
      needed = max(needed, Int(min(enough, 1e6)))
    }
    return min(needed, max(settings.maxReplications, settings.minReplications))
  }

  /// Lets MSER-5 find the end of the transient in a pilot run of its own random streams.
  private func findWarmUp(
    _ workload: Workload,
    _ scenario: Scenario
  ) async -> (SimInterval, String) {
    var pilot = workload
    pilot.warmUp = .zero
    var program = Program(scenario, workload: pilot)
    program.sampleCount = 2000
    let horizon = SimInterval(nanoseconds: program.horizon)
    // Replication −1 belongs to the pilot alone, so that the measured ones are independent of it.
    let measurement = await replicate(program, -1..<0, threads: 1)
    let series = measurement.first?.samples.dropFirst().compactMap { sample in
      sample.completed > 0 ? Double(sample.responseTime) / Double(sample.completed) : nil
    }
    guard let series, series.count >= 200 else {
      return (
        SimInterval(nanoseconds: horizon.nanoseconds / 10),
        "a tenth of the run: too few requests for MSER-5"
      )
    }
    switch WarmUp(of: series) {
    case .delete(let count):
      let share = Double(count) / Double(series.count)
      let nanoseconds = Int64(share * Double(horizon.nanoseconds))
      return (SimInterval(nanoseconds: nanoseconds), "found by MSER-5 in a pilot run")
    case .tooShort:
      return (
        SimInterval(nanoseconds: horizon.nanoseconds / 2),
        "half of the run: MSER-5 found no end of the transient, the run is too short or unstable"
      )
    }
  }
}
