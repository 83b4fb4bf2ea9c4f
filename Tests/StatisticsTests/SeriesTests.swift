import Quantities
import Statistics
import TestSupport
import Testing

@Suite struct `Series` {
  @Test func `MSER-5 deletes 120 of the reference series`() {
    let series = warmUpReference
    #expect(series.count == 2000)
    #expect(close(series.reduce(0, +) / 2000, 20.3935, relative: 1e-5))
    #expect(WarmUp(of: series) == .delete(observations: 120))
    #expect(close(series[120...].reduce(0, +) / 1880, 20.1406, relative: 1e-5))
  }

  @Test func `a series that never settles is called too short`() {
    #expect(WarmUp(of: (0..<500).map(Double.init)) == .tooShort(observations: 500))
    #expect(WarmUp(of: [1, 2, 3]) == .tooShort(observations: 3))
  }

  @Test func `a constant series needs no deletion`() {
    #expect(WarmUp(of: Array(repeating: 4, count: 200)) == .delete(observations: 0))
  }

  @Test func `batch means of independent numbers give an interval`() throws {
    var random = SplitMix(state: 1)
    let series = (0..<3010).map { _ in 5 + random.normal() }
    let estimate = try #require(batchMeansInterval(of: series, level: Fraction(0.95)).estimate)
    #expect(estimate.method == .batchMeans)
    #expect(estimate.observations == 3000)
    #expect(estimate.low < 5 && 5 < estimate.high)
  }

  @Test func `batch means that still move together give none`() {
    let drifting = (0..<600).map { Double($0) }
    #expect(batchMeansInterval(of: drifting, level: Fraction(0.95)).estimate == nil)
    #expect(batchMeansInterval(of: [1, 2], level: Fraction(0.95)).estimate == nil)
  }

  @Test func `a mean over time weighs each value by how long it held`() {
    var length = TimeWeightedMean(at: SimTime(nanoseconds: 100))
    length.change(to: 3, at: SimTime(nanoseconds: 110))
    length.change(to: 1, at: SimTime(nanoseconds: 140))
    #expect(length.mean(until: SimTime(nanoseconds: 200)) == 1.5)
    #expect(length.maximum == 3)
    length.restart(at: SimTime(nanoseconds: 200))
    #expect(length.mean(until: SimTime(nanoseconds: 200)) == 1)
    #expect(length.mean(until: SimTime(nanoseconds: 300)) == 1)
    #expect(length.maximum == 1)
  }

  @Test func `time that runs backwards is a bug`() async {
    await #expect(processExitsWith: .failure) {
      var length = TimeWeightedMean(at: SimTime(nanoseconds: 100))
      length.change(to: 3, at: SimTime(nanoseconds: 99))
    }
  }

  @Test func `running moments lose nothing to a large offset`() {
    let moments = RunningMoments(of: [4, 7, 13, 16].map { 1e9 + $0 })
    #expect(moments.mean == 1e9 + 10)
    #expect(moments.variance == 30)
    #expect(RunningMoments(of: [1]).variance == nil)
  }

  @Test func `merged moments are those of all numbers`() {
    var random = SplitMix(state: 9)
    let values = (0..<100).map { _ in random.normal() }
    var merged = RunningMoments(of: values[..<37])
    merged.merge(RunningMoments(of: values[37...]))
    merged.merge(RunningMoments())
    let all = RunningMoments(of: values)
    #expect(merged.count == 100)
    #expect(close(merged.mean, all.mean, relative: 1e-12))
    #expect(close(merged.variance ?? 0, all.variance ?? 1, relative: 1e-12))
  }
}
