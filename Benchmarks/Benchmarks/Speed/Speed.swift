import Benchmark
import Benchmarking

/// The workloads of `headroom bench`, one benchmark each; one iteration is one round.
///
/// The time of a hold model includes filling its list, which `headroom bench` leaves out.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal, .wallClock, .instructions, .peakMemoryResident],
    warmupIterations: 0,
    maxDuration: .seconds(60),
    maxIterations: 5
  )
  for exercise in Exercise.all {
    Benchmark(exercise.name) { (benchmark: Benchmark, prepared: any PreparedExercise) in
      benchmark.startMeasurement()
      blackHole(await prepared.round())
      benchmark.stopMeasurement()
    } setup: { () async throws -> any PreparedExercise in
      let prepared = try exercise.prepare()
      let check = await prepared.check()
      guard check.agrees else { throw Disagreement(exercise: exercise.name, check: check) }
      return prepared
    }
  }
}

/// A speed is worth nothing when the answer is wrong.
struct Disagreement: Error, CustomStringConvertible {
  let exercise: String
  let check: Check

  var description: String {
    "\(exercise): theory says \(check.expected) \(check.unit), "
      + "the engine [\(check.low), \(check.high)]"
  }
}
