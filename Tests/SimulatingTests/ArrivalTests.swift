import Quantities
import Scenarios
import Simulating
import Statistics
import TestSupport
import Testing

/// Arrivals that clump, beside what theory says of their counts.
@Suite struct `Arrivals` {
  /// Requests by second of a test, over all endpoints.
  private func counts(_ test: String, seconds: Int, seed: UInt64 = 1) async throws -> [Double] {
    let text = """
      headroom: 1
      endpoints: {ask: {steps: [{delay: 1ms}]}, other: {steps: [{delay: 1ms}]}}
      tests: {t: {\(test), duration: \(seconds)s}}
      experiment: {seed: \(seed)}

      """
    let scenario = try ScenarioDocument.read(text: text, name: "arrivals").scenario
    var program = Program(scenario, workload: Workload(tier: nil, test: scenario.tests[0]))
    program.sampleCount = seconds
    let runs = await replicate(program, 0..<1, threads: 1)
    return runs[0].samples.dropFirst().map { Double($0.offered) }
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Variance over mean of the counts in windows of that many seconds.
  private func dispersion(_ counts: [Double], window: Int) -> Double {
    let sums = (0..<counts.count / window).map { i in
      counts[i * window..<(i + 1) * window].reduce(0, +)
    }
    let middle = mean(sums)
    return mean(sums.map { ($0 - middle) * ($0 - middle) }) / middle
  }

  /// The dispersion of a renewal process over long windows is the squared variation of its gaps.
  @Test func `gamma gaps of variation 3 disperse ninefold`() async throws {
    let counts = try await counts("arrivals: {ask: 5/s}, bursts: {cv: 3}", seconds: 40_000)
    #expect(close(mean(counts), 5, relative: 0.03))
    #expect(close(dispersion(counts, window: 200), 9, relative: 0.2))
    let poisson = try await self.counts("arrivals: {ask: 5/s}", seconds: 40_000)
    #expect(close(dispersion(poisson, window: 200), 1, relative: 0.2))
  }

  /// Over long windows an interrupted Poisson process disperses by 1 + 2 λ γ / (γ + ω)², λ its rate
  /// while it is on, γ and ω the rates at which it ends and begins (Fischer and Meier-Hellstern, 1993).
  @Test func `a source that goes on and off disperses as an interrupted Poisson process`()
    async throws
  {
    let test = "arrivals: {ask: 5/s}, bursts: {on: 2s, off: 8s}"
    let counts = try await counts(test, seconds: 100_000)
    let (rate, ends, begins) = (25.0, 1 / 2.0, 1 / 8.0)
    let exact = 1 + 2 * rate * ends / ((ends + begins) * (ends + begins))
    #expect(close(mean(counts), 5, relative: 0.03))
    #expect(close(dispersion(counts, window: 500), exact, relative: 0.2))
    // It is off for eight tenths of the time, in long pieces: most seconds are empty.
    #expect(Double(counts.count { $0 == 0 }) / Double(counts.count) > 0.6)
  }

  @Test func `batches come at once and keep the rate`() async throws {
    let counts = try await counts("arrivals: {ask: 5/s}, batch: 20", seconds: 20_000)
    #expect(close(mean(counts), 5, relative: 0.03))
    #expect(close(dispersion(counts, window: 10), 20, relative: 0.2))
    #expect(counts.allSatisfy { $0.truncatingRemainder(dividingBy: 20) == 0 })
  }

  @Test func `herds come when they are said to, all of them`() async throws {
    let herds = "herds: [{endpoint: ask, size: 30, at: 10s, every: 60s, within: 5s}, "
    let counts = try await counts(herds + "{endpoint: other, size: 7, at: 20500ms}]", seconds: 190)
    let all = counts.reduce(0, +)
    #expect(all == 97)
    for first in [10, 70, 130] {
      let herd = counts[first..<first + 5].reduce(0, +)
      #expect(herd == 30)
    }
    #expect(counts[20] == 7)
  }

  @Test func `classes have luck of their own and add to the load of the test`() async throws {
    let base = "arrivals: {ask: 2/s}"
    let classes = "classes: {steady: {arrivals: {ask: 1/s}, spacing: even}}"
    let alone = try await counts(base, seconds: 500)
    let both = try await counts("\(base), \(classes)", seconds: 500)
    // One more in every second, those of the test as without them.
    let more = zip(both, alone).map { $0 - $1 }
    #expect(more.allSatisfy { $0 >= 0 && $0 <= 2 })
    let added = more.reduce(0, +)
    #expect(added == 499 || added == 500)
    let only = try await counts(classes, seconds: 500)
    let sum = only.reduce(0, +)
    #expect(sum == 499 || sum == 500)
  }
}
