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
    /// The share of the work that is done, from 0 to 1; nil where steps take about the same.
    public var share: Double?

    /// What is going on, and how much of it is done.
    public init(activity: String, done: Int, total: Int, share: Double? = nil) {
      self.activity = activity
      self.done = done
      self.total = total
      self.share = share
    }
  }

  /// Replications that run at once, over all experiments that are under way.
  public let threads: Int
  /// What experiments side by side share the threads by.
  let permits: Permits
  /// The requests of a trace, for tests that replay one.
  public var trace: [TraceRow]
  /// What shards have measured already; nil when everything is to be simulated.
  public var archive: ShardArchive?
  /// Told of every step.
  public var report: @Sendable (Progress) -> Void
  /// Told of every replication that ends, with the requests that it was expected to offer.
  var simulated: @Sendable (Double) -> Void = { _ in }

  /// A laboratory.
  public init(
    threads: Int,
    trace: [TraceRow] = [],
    archive: ShardArchive? = nil,
    report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    precondition(threads > 0, "at least one replication runs at a time")
    self.threads = threads
    permits = Permits(threads)
    self.trace = trace
    self.archive = archive
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
    let setup = await prepare(test, at: tier, of: scenario, factor: factor)
    if replications == nil, let precision = scenario.experiment.precision {
      return await run(setup, of: scenario, until: precision)
    }
    let measurements = await measure(
      setup.program,
      count: replications ?? neededReplications(setup.program, scenario)
    )
    return Summary(scenario, setup, measurements).result()
  }

  /// A test ready to be measured: its warm-up is known.
  struct Setup {
    let workload: Workload
    let program: Program
    let warmUpNote: String
    /// What the pilot runs found; nil when the test says what to delete.
    let found: WarmUpFinding?
  }

  /// Compiles a test for a tier, after pilot runs where its warm-up is left open.
  func prepare(
    _ test: LoadTest,
    at tier: Tier?,
    of scenario: Scenario,
    factor: Double = 1
  ) async -> Setup {
    var workload = Workload(tier: tier, test: test, factor: factor, trace: trace)
    var note = test.warmUp == .zero ? "a terminating test: nothing is deleted" : "as given"
    var found: WarmUpFinding?
    if test.warmUp == nil, !test.isSteady {
      workload.warmUp = .zero
      note = "refused: the load or the platform changes, so there is no steady state to wait for"
    } else if test.warmUp == nil {
      let finding = await findWarmUp(workload, scenario)
      workload.warmUp = finding.warmUp
      note = finding.note
      found = finding
    }
    return Setup(
      workload: workload,
      program: Program(scenario, workload: workload),
      warmUpNote: note,
      found: found
    )
  }

  /// The measurements of replications 0..<`count`: recorded ones as far as there are, else simulated.
  ///
  /// A measurement is a function of the program and the replication's number, and a record is found
  /// by the program's fingerprint, in which the test, the tier's load, its factor, the platform and
  /// the seed are all compiled. So a record is what would be simulated here, and a platform that was
  /// changed in any way compiles to another program and finds none.
  func measure(_ program: Program, count: Int) async -> [Measurement] {
    let known = archive?.measurements(of: program, atMost: count) ?? []
    guard known.count < count else { return known }
    return known + (await measure(program, known.count..<count))
  }

  /// The measurements of replications, all of them simulated.
  func measure(_ program: Program, _ numbers: Range<Int>) async -> [Measurement] {
    let requests = program.expectedRequests.reduce(0, +)
    return await replicate(program, numbers, threads: threads, permits: permits) {
      [simulated] _ in simulated(requests)
    }
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

  /// The most pilot runs that the end of the transient is looked for in.
  static let mostPilots = 10

  /// Lets MSER-5 find the end of the transient in pilot runs of their own random streams.
  ///
  /// One run is too noisy for that: in two of three pilots of an M/M/1 at load 0.8 MSER-5 deletes
  /// nothing, although the queue starts empty. The mean over ten runs shows the rise, as Welch's
  /// method does (Welch, "The statistical analysis of simulation results", 1983).
  private func findWarmUp(_ workload: Workload, _ scenario: Scenario) async -> WarmUpFinding {
    var pilot = workload
    pilot.warmUp = .zero
    var program = Program(scenario, workload: pilot)
    program.sampleCount = 2000
    let pilots = min(neededReplications(program, scenario), Laboratory.mostPilots)
    if let known = archive?.warmUp(of: program, pilots: pilots) { return known }
    // Negative replications belong to the pilots alone, so that the measured ones are independent.
    let measurements = await measure(program, -pilots..<0)
    return WarmUpFinding(program, meanResponses(measurements), pilots: pilots)
  }

  /// The mean response time of each sample over all runs, samples without an answer left out.
  private func meanResponses(_ measurements: [Measurement]) -> [Double] {
    let count = measurements.map(\.samples.count).min() ?? 0
    guard count > 1 else { return [] }
    return (1..<count).compactMap { i in
      let completed = measurements.reduce(0) { $0 + $1.samples[i].completed }
      guard completed > 0 else { return nil }
      let time = measurements.reduce(0.0) { $0 + Double($1.samples[i].responseTime) }
      return time / Double(completed)
    }
  }
}
