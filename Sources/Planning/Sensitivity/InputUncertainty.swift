import Costing
import Kernel
public import Quantities
public import Scenarios
import Statistics

/// What inputs that nobody knows exactly do to the answer, apart from the chance of the simulation.
///
/// The scenario is simulated in worlds: each takes every uncertain input from a log-normal distribution
/// with the given P10 and P90, evenly over all of them, and has random numbers of its own. The variance
/// of a figure over the worlds, less the sampling variance within them, is what the inputs cause
/// (one-way random effects, as in Nelson, "Foundations and Methods of Stochastic Simulation", §7.2).
public struct InputUncertainty: Sendable {
  /// One figure over all worlds.
  public struct Row: Sendable {
    /// What it is: `p95 of GET /items`.
    public var figure: String
    /// What it is counted in: `ms`, `%`, `requests/s` or `$`.
    public var unit: String
    /// One world in ten has less.
    public var p10: Double
    /// The middle world.
    public var p50: Double
    /// One world in ten has more.
    public var p90: Double
    /// The standard deviation that the inputs cause; 0 where chance explains all of the spread.
    public var inputDeviation: Double
    /// The standard error of one world's figure; nil where it has no interval.
    public var samplingError: Double?
    /// The share of the worlds' variance that the inputs cause.
    public var inputShare: Fraction
    /// The input that goes with it most.
    public var strongest: String
    /// The squared correlation of the figure with that input.
    public var strongestShare: Fraction
  }

  /// The test.
  public var test: String
  /// The tier; nil without tiers.
  public var tier: String?
  /// How many worlds were simulated.
  public var worlds: Int
  /// Replications of each.
  public var replications: Int
  /// The uncertain inputs.
  public var inputs: [UncertainInput]
  /// By figure.
  public var rows: [Row]
  /// Worlds that the scenario cannot be in, with the reason.
  public var refused: [String]
  /// The share of the worlds in which the test holds.
  public var holding: Fraction
}

extension Laboratory {
  /// Worlds that are simulated where nobody says how many.
  public static let usualWorlds = 24

  /// Simulates a test in worlds in which the uncertain inputs of a scenario take other values.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - test: The name of the test.
  ///   - tier: The tier; nil without tiers.
  ///   - worlds: How many worlds, at least two.
  ///   - today: The day that prices are judged from.
  /// - Returns: The spread of every figure; nil without uncertain inputs or such a test.
  public func inputUncertainty(
    of document: ScenarioDocument,
    test: String,
    tier: Tier?,
    worlds: Int = usualWorlds,
    today: CalendarDate
  ) async -> InputUncertainty? {
    precondition(worlds > 1, "one world has no spread")
    let base = document.scenario
    guard !base.uncertain.isEmpty, base.tests.contains(where: { $0.name == test }) else {
      return nil
    }
    let points = Lattice.points(worlds, dimensions: base.uncertain.count)
      .map { $0.map { StandardNormal.quantile(Fraction($0)) } }
    let results = await inParallel(points.count, about: { _ in "uncertain inputs" }) { index in
      await world(index, at: points[index], of: document, test, tier, today)
    }
    var cloud = WorldCloud(base.uncertain)
    for (scores, outcome) in zip(points, results) {
      switch outcome {
      case .success(let world?): cloud.add(world.result, world.bill, at: scores)
      case .success(nil): break
      case .failure(let error):
        cloud.refused.append(error.problems.first?.message ?? "it cannot be simulated")
      }
    }
    return InputUncertainty(
      test: test,
      tier: tier?.name,
      worlds: cloud.scores.count,
      replications: base.experiment.minReplications,
      inputs: base.uncertain,
      rows: cloud.rows,
      refused: cloud.refused,
      holding: Fraction(Double(cloud.holding) / Double(max(cloud.scores.count, 1)))
    )
  }

  /// One world and its bill; nil where it lacks the test.
  private func world(
    _ index: Int,
    at scores: [Double],
    of document: ScenarioDocument,
    _ test: String,
    _ tier: Tier?,
    _ today: CalendarDate
  ) async -> Result<(result: TestResult, bill: Bill)?, ScenarioError> {
    let base = document.scenario
    do throws(ScenarioError) {
      var world = try document.applying(zip(base.uncertain, scores).map { $0.change(at: $1) })
      world.experiment.seed = base.experiment.seed &+ UInt64(index + 1)
      guard let load = world.tests.first(where: { $0.name == test }) else { return .success(nil) }
      let size = world.tiers.first { $0.name == tier?.name }
      let replications = base.experiment.minReplications
      let result = await run(load, at: size, of: world, replications: replications)
      return .success((result, Bill(world, size, measured: result, on: today)))
    } catch {
      return .failure(error)
    }
  }
}

extension UncertainInput {
  /// Its value in a world, as a change.
  ///
  /// - Parameter score: How many standard deviations the logarithm lies above its mean.
  /// - Returns: The change that puts the world's value into the scenario.
  func change(at score: Double) -> Change {
    let (low, high) = (Elementary.log(p10.number), Elementary.log(p90.number))
    let deviation = (high - low) / 2 / StandardNormal.quantile(Fraction(0.9))
    return Change(path: path, value: text(Elementary.exp((low + high) / 2 + deviation * score)))
  }
}

/// The figures of all worlds, as they come in.
private struct WorldCloud {
  private struct Figure {
    var name: String
    var unit: String
    var scale: Double
    /// By world: the value, and its standard error; nil where there is none.
    var values: [(value: Double, error: Double?)?]
  }

  let inputs: [UncertainInput]
  private(set) var scores: [[Double]] = []
  private(set) var holding = 0
  var refused: [String] = []
  private var figures: [Figure] = []

  init(_ inputs: [UncertainInput]) { self.inputs = inputs }

  mutating func add(_ result: TestResult, _ bill: Bill, at point: [Double]) {
    scores.append(point)
    if result.verdict.isWithin { holding += 1 }
    for endpoint in result.endpoints where endpoint.offered > 0 {
      note("mean of \(endpoint.route)", "ms", 1000, endpoint.mean)
      if let p95 = endpoint.percentile(0.95) {
        note("p95 of \(endpoint.route)", "ms", 1000, p95.value)
      }
    }
    note("failures of all requests", "%", 100, result.failureRatio)
    if !bill.lines.isEmpty { note("bill of a month", "$", 1, (bill.total.usd, nil)) }
    for index in figures.indices where figures[index].values.count < scores.count {
      figures[index].values.append(nil)
    }
  }

  private mutating func note(_ name: String, _ unit: String, _ scale: Double, _ value: Estimated) {
    guard let estimate = value.estimate else { return }
    let t = StudentT(degreesOfFreedom: Double(max(estimate.replications - 1, 1)))
      .quantile(Fraction(0.5 + estimate.level.value / 2))
    note(name, unit, scale, (estimate.value, estimate.halfWidth / t))
  }

  private mutating func note(
    _ name: String,
    _ unit: String,
    _ scale: Double,
    _ value: (value: Double, error: Double?)
  ) {
    let place: Int
    if let known = figures.firstIndex(where: { $0.name == name }) {
      place = known
    } else {
      place = figures.count
      let missing = [(value: Double, error: Double?)?](repeating: nil, count: scores.count - 1)
      figures.append(Figure(name: name, unit: unit, scale: scale, values: missing))
    }
    figures[place].values.append(value)
  }

  /// The spread of every figure that most worlds have.
  var rows: [InputUncertainty.Row] { figures.compactMap(row) }

  private func row(_ figure: Figure) -> InputUncertainty.Row? {
    let known = figure.values.enumerated().compactMap { index, value in value.map { (index, $0) } }
    guard known.count > 1, known.count * 2 > scores.count,
      let between = RunningMoments(of: known.map(\.1.value)).variance
    else { return nil }
    let errors = known.compactMap(\.1.error)
    let within = RunningMoments(of: errors.map { $0 * $0 }).mean
    let input = max(between - within, 0)
    let sorted = known.map(\.1.value).sorted()
    func quantile(_ p: Double) -> Double {
      let place = p * Double(sorted.count - 1)
      let (low, high) = (sorted[Int(place)], sorted[min(Int(place) + 1, sorted.count - 1)])
      return (low + (high - low) * (place - place.rounded(.down))) * figure.scale
    }
    let strength = inputs.indices.map { index in
      correlation(known.map { scores[$0.0][index] }, known.map(\.1.value))
    }
    let strongest = strength.indices.max { strength[$0] < strength[$1] } ?? 0
    return InputUncertainty.Row(
      figure: figure.name,
      unit: figure.unit,
      p10: quantile(0.1),
      p50: quantile(0.5),
      p90: quantile(0.9),
      inputDeviation: input.squareRoot() * figure.scale,
      samplingError: errors.isEmpty ? nil : within.squareRoot() * figure.scale,
      inputShare: Fraction(between > 0 ? input / between : 0),
      strongest: inputs[strongest].path,
      strongestShare: Fraction(strength[strongest])
    )
  }

  /// The squared correlation of two lists; 0 where one of them does not vary.
  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (first, second) = (RunningMoments(of: a), RunningMoments(of: b))
    let product = zip(a, b).reduce(0) { $0 + ($1.0 - first.mean) * ($1.1 - second.mean) }
    let size = first.sumOfSquares * second.sumOfSquares
    return size > 0 ? min(product * product / size, 1) : 0
  }
}
