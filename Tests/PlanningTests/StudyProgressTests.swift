import Quantities
import Scenarios
import Synchronization
import Testing

@testable import Planning

/// What is told while a study runs.
@Suite struct `The progress of a study` {
  /// Keeps what was told.
  private final class Listener: Sendable {
    private let told = Mutex<[Laboratory.Progress]>([])

    var all: [Laboratory.Progress] { told.withLock { $0 } }

    func hear(_ progress: Laboratory.Progress) { told.withLock { $0.append(progress) } }
  }

  @Test func `grows with what is simulated, up to the end of the step`() {
    let listener = Listener()
    let progress = StudyProgress(report: listener.hear)
    progress.expect(steps: 3, effort: 100)
    progress.begin("tests", effort: 60)
    progress.advance(by: 15)
    progress.say("another test", more: 1)
    // More than was thought: the step is still one.
    progress.advance(by: 60)
    progress.begin("the breakpoint", effort: 40)
    progress.finish()
    #expect(listener.all.map(\.share) == [0, 0.15, 0.15, 0.6, 0.6, 1])
    #expect(listener.all.map(\.done) == [0, 0, 1, 1, 2, 3])
    #expect(listener.all.map(\.activity)[2] == "another test")
  }

  @Test func `is told by steps where nothing is simulated`() {
    let listener = Listener()
    let progress = StudyProgress(report: listener.hear)
    progress.expect(steps: 1, effort: 0)
    progress.begin("growth")
    progress.finish()
    #expect(listener.all.map(\.share) == [nil, nil])
    #expect(listener.all.map(\.done) == [0, 1])
  }

  @Test func `never goes back, and ends with all steps`() async throws {
    let document = try ScenarioDocument.read(
      text: """
        headroom: 1
        stations: {desk: {servers: 2}}
        endpoints: {ask: {targets: {p95: 5s}, steps: [{serve: {at: desk, time: {exponential: 1s}}}]}}
        tests:
          hour: {purpose: peak, arrivals: {ask: 1/s}, duration: 10min}
          soak: {purpose: soak, arrivals: {ask: 1/s}, duration: 20min}
        uncertain: {"stations.desk.servers": {p10: 2, p90: 3}}
        experiment: {seed: 3, replications: 4}
        """,
      name: "desk"
    )
    let listener = Listener()
    let laboratory = Laboratory(threads: 2, report: listener.hear)
    _ = try await Study.run(document, in: laboratory, today: CalendarDate(dayNumber: 20_785))
    let shares = listener.all.compactMap(\.share)
    #expect(shares == shares.sorted() && shares.last == 1)
    #expect(Set(shares).count > 10)
    let (done, total) = (listener.all.map(\.done), Set(listener.all.map(\.total)))
    #expect(done == done.sorted() && total.count == 1 && done.last == total.first)
    // The step before the last is not beyond the end.
    #expect(done.dropLast().allSatisfy { $0 < total.first ?? 0 })
  }
}
