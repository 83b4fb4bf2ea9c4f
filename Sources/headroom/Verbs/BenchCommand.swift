import ArgumentParser
import Benchmarking
import Planning
import Reporting

/// `bench`: the engine's speed on stated work.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the engine's speed on stated work, its answers checked against theory.",
    discussion: """
      Every workload first compares an answer with theory; exit code 99 means that one disagrees. \
      Then it is timed: the median of the rounds, and the smallest and largest of them. Times are \
      processor time, which a busy machine disturbs least; a still machine is better.

      Example: headroom bench mm1 day
      """
  )

  @Argument(help: "The workloads; all of them if left out.")
  var names: [String] = []

  @Option(help: "How often each is timed.")
  var rounds = 5

  @Option(help: "A multiple of the stated work, 0.001 to 10.")
  var scale = 1.0

  @Flag(help: "List the workloads instead.")
  var list = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...1000).contains(rounds) else {
      throw ValidationError("--rounds is \(rounds); allowed are 1 to 1000.")
    }
    guard Exercise.scales.contains(scale) else {
      throw ValidationError("--scale is \(scale); allowed are 0.001 to 10.")
    }
    _ = try chosen()
  }

  func run() async throws {
    let exercises = try chosen()
    guard !list else { return try output.print(SpeedReport.list(exercises)) }
    let timings = try await timed(exercises)
    if output.format == .json {
      let document = TimingDocument(version: Headroom.version, timings: timings)
      try Terminal.print(document.json.pretty + "\n")
    } else {
      try output.print(SpeedReport(timings: timings, scale: scale).report)
    }
    let wrong = timings.filter { !$0.check.agrees }.map(\.name)
    guard !wrong.isEmpty else { return }
    throw Failure(.violated, "theory disagrees with \(wrong.joined(separator: ", "))")
  }

  private func chosen() throws -> [Exercise] {
    do throws(UnknownExercise) {
      return try Exercise.named(names)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func timed(_ exercises: [Exercise]) async throws -> [Timing] {
    let bar = ProgressBar("measuring", isQuiet: output.quiet)
    defer { bar.finish() }
    let total = exercises.count * (rounds + 1)
    var done = 0
    var timings: [Timing] = []
    for exercise in exercises {
      let activity = "measuring \(exercise.name)"
      bar.update(Laboratory.Progress(activity: activity, done: done, total: total))
      let prepared = try exercise.prepare(scale: scale)
      let timing = await Timing(exercise, prepared, rounds: rounds) {
        done += 1
        bar.update(Laboratory.Progress(activity: activity, done: done, total: total))
      }
      timings.append(timing)
    }
    return timings
  }
}
