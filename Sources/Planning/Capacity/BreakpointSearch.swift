import Quantities
import Scenarios
import Simulating

/// The search for the load at which one replication of a test begins to miss a target.
struct BreakpointSearch: Sendable {
  /// How a search ended.
  enum Outcome {
    /// The load lies inside the range.
    case inside
    /// Even the highest load that was tried held.
    case above
    /// Even the lowest load that was tried failed.
    case below
  }

  /// The test whose load is multiplied.
  let test: LoadTest
  /// The tier whose load is 1.
  let tier: Tier?
  let scenario: Scenario
  let laboratory: Laboratory

  init(_ test: LoadTest, at tier: Tier?, of scenario: Scenario, in laboratory: Laboratory) {
    self.test = test
    self.tier = tier
    self.scenario = scenario
    self.laboratory = laboratory
  }

  /// The ratio of the last two loads that a search tells apart.
  static let resolution = 1.04
  /// The first step away from where another replication breaks.
  static let shortStride = 1.06

  /// The test at a multiple of its load, no longer than it takes to judge it.
  func program(at factor: Double) -> Program {
    var workload = Workload(
      tier: tier,
      test: test,
      factor: factor,
      trace: laboratory.trace,
      warmUp: test.warmUp ?? .zero
    )
    let program = Program(scenario, workload: workload)
    guard let shorter = Breakpoint.duration(of: test, offering: program.expectedRequests) else {
      return program
    }
    workload.test.duration = shorter
    return Program(scenario, workload: workload)
  }

  /// Whether a replication keeps all targets at a multiple of the load.
  func holds(_ replication: Int, at factor: Double) async -> Bool {
    await laboratory.holds(program(at: factor), replication, scenario, test)
  }

  /// Searches with several replications, each by itself: the first from afar, the others from about there.
  ///
  /// - Parameters:
  ///   - replications: How many, at least one.
  ///   - range: The lowest and highest multiple to try.
  ///   - start: The multiple that the first tries first.
  ///   - resolution: The ratio of the last two multiples that were told apart.
  /// - Returns: What they have found, in order.
  func run(
    replications: Int,
    range: ClosedRange<Double>,
    from start: Double,
    resolution: Double = resolution
  ) async -> [(factor: Double, outcome: Outcome)] {
    let first = await run(
      replication: 0,
      range: range,
      from: start,
      resolution: resolution
    )
    let others = await laboratory.inParallel(replications - 1) { number in
      await run(
        replication: number + 1,
        range: range,
        from: first.factor,
        stride: BreakpointSearch.shortStride,
        resolution: resolution
      )
    }
    return [first] + others
  }

  /// Brackets the load of a replication in growing strides and halves the bracket until it is narrow.
  ///
  /// - Parameters:
  ///   - replication: Its number.
  ///   - range: The lowest and highest multiple to try.
  ///   - start: The multiple that is tried first.
  ///   - stride: The first step away from there, as a ratio; each further one is that of the step
  ///     before, squared, but twofold at most.
  ///   - resolution: The ratio of the last two multiples that were told apart.
  /// - Returns: The middle of the last bracket.
  func run(
    replication: Int,
    range: ClosedRange<Double>,
    from start: Double,
    stride: Double = 2,
    resolution: Double = resolution
  ) async -> (factor: Double, outcome: Outcome) {
    var low = start
    var high = start
    var step = stride
    if await holds(replication, at: start) {
      repeat {
        low = high
        high *= step
        step = min(step * step, max(stride, 2))
        if high > range.upperBound { return (low, .above) }
      } while await holds(replication, at: high)
    } else {
      repeat {
        high = low
        low /= step
        step = min(step * step, max(stride, 2))
        if low < range.lowerBound { return (high, .below) }
      } while await !holds(replication, at: low)
    }
    while high / low > resolution {
      let middle = (low * high).squareRoot()
      if await holds(replication, at: middle) { low = middle } else { high = middle }
    }
    return ((low * high).squareRoot(), .inside)
  }
}
