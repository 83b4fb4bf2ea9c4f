import Quantities
import Scenarios
import Simulating

/// A test whose faults can be made longer and shorter, one replication at a time.
struct ProbeTrial: Sendable {
  let test: LoadTest
  let tier: Tier?
  let scenario: Scenario
  let criterion: MetastabilityProbe.Criterion
  let trace: [TraceRow]

  /// How one replication went.
  struct Outcome {
    /// The share of requests answered in the window at the end.
    var answered: Double
    /// Seconds from the end of the faults until enough is answered for good; nil for never.
    var recovery: Double?
  }

  /// The first beginning of a fault, in seconds.
  var start: Double { test.faults.map(\.at.seconds).min() ?? 0 }

  /// From there to the last end.
  var length: Double { (test.faults.map(\.end.seconds).max() ?? 0) - start }

  /// The test with all faults stretched, which lasts until it is judged.
  private func stretched(_ factor: Double) -> LoadTest {
    var stretched = test
    for i in stretched.faults.indices {
      let fault = stretched.faults[i]
      let offset = (fault.at.seconds - start) * factor
      stretched.faults[i].at = SimInterval(seconds: start + offset)
      stretched.faults[i].span = SimInterval(seconds: fault.span.seconds * factor)
    }
    stretched.warmUp = .zero
    if test.stages.isEmpty {
      let end = start + length * factor + criterion.settling.seconds
      stretched.duration = SimInterval(seconds: end)
    }
    return stretched
  }

  /// Runs one replication with the faults `factor` times as long.
  func outcome(of factor: Double, _ replication: Int) async -> Outcome {
    let test = stretched(factor)
    let workload = Workload(tier: tier, test: test, trace: trace, warmUp: .zero)
    var program = Program(scenario, workload: workload)
    // A sample each second shows the second of the recovery.
    program.sampleCount = Int(min(test.duration.seconds, 20_000).rounded(.up))
    let runs = await replicate(program, replication..<replication + 1, threads: 1)
    let samples = runs.first?.samples ?? []
    let over = start + length * factor
    let judged = over + criterion.settling.seconds
    let window = criterion.window.seconds
    return Outcome(
      answered: ProbeTrial.answered(samples, from: judged - window, to: judged),
      recovery: recovery(samples, after: over)
    )
  }

  /// The share of requests answered between two times.
  private static func answered(
    _ samples: [Measurement.Sample],
    from start: Double,
    to end: Double
  ) -> Double {
    let inside = samples.filter {
      Double($0.time) / 1e9 > start + 1e-6 && Double($0.time) / 1e9 <= end + 1e-6
    }
    let offered = inside.reduce(0) { $0 + $1.offered }
    return offered > 0 ? Double(inside.reduce(0) { $0 + $1.completed }) / Double(offered) : 1
  }

  /// The first second after the faults from which every further one answers enough.
  private func recovery(_ samples: [Measurement.Sample], after over: Double) -> Double? {
    var recovered: Double?
    for sample in samples where Double(sample.time) / 1e9 > over {
      let isGood = Double(sample.completed) >= criterion.share.value * Double(sample.offered)
      recovered = isGood ? recovered ?? Double(sample.time) / 1e9 - over : nil
    }
    return recovered
  }

  /// The shortest faults of one replication that tip it over, in seconds, to steps of 2 %.
  func search(_ replication: Int, longest: Double) async -> (length: Double, isBeyond: Bool) {
    func tips(_ seconds: Double) async -> Bool {
      await outcome(of: seconds / length, replication).answered <= criterion.share.value
    }
    var low = 0.0
    var high = length
    while await !tips(high) {
      low = high
      high *= 2
      if high > longest { return (low, true) }
    }
    if low == 0 {
      low = high / 2
      while low > 0.01, await tips(low) {
        high = low
        low /= 2
      }
    }
    while high / low > 1.02 {
      let middle = (low * high).squareRoot()
      if await tips(middle) { high = middle } else { low = middle }
    }
    return ((low * high).squareRoot(), false)
  }
}
