import Foundation
import Planning
import Quantities
import Scenarios
import TestSupport
import Testing

@Suite struct `Profile of a trace` {
  @Test func `evenly spaced requests vary not at all`() throws {
    let trace = (0...600).map {
      TraceRow(time: SimTime(nanoseconds: $0 * 100_000_000), inputTokens: 10, outputTokens: 5)
    }
    let profile = try #require(TraceProfile(trace))
    #expect(profile.requests == 601)
    #expect(profile.span == .seconds(60))
    #expect(profile.gapVariation < 1e-6)
    #expect(profile.burstiness.map(\.window) == [.seconds(1), .seconds(10)])
    #expect(profile.burstiness.allSatisfy { $0.dispersion < 0.01 })
    #expect(profile.input.percentiles.allSatisfy { $0.value == 10 })
    #expect(profile.tokensPerMinute.mean == 9_000)
  }

  @Test func `a trace of two requests says nothing`() {
    let row = TraceRow(time: .zero, inputTokens: 1, outputTokens: 1)
    #expect(TraceProfile([row, row]) == nil)
  }

  static let trace = repositoryRoot.deletingLastPathComponent()
    .appending(path: "shared/data/traces/AzureLLMInferenceTrace_conv.csv").path
  static let isThere = FileManager.default.fileExists(atPath: trace)

  // The trace is big outside data: without it the test is skipped.
  @Test(.enabled(if: isThere, "the Azure conversation trace is not on this machine"))
  func `the Azure conversation hour has its published figures`() throws {
    let profile = try #require(TraceProfile(try Trace.read(Self.trace)))
    #expect(profile.requests == 19_366)
    #expect(close(profile.rate.perSecond, 5.53, relative: 0.001))
    #expect(close(profile.gapVariation, 1.09, relative: 0.005))
    #expect(profile.input.percentiles.map { $0.value.rounded() } == [1_020, 2_735, 4_083, 4_142])
    #expect(profile.output.percentiles.map { $0.value.rounded() } == [129, 424, 451, 601])
    #expect(profile.input.mean.rounded() == 1_155)
    #expect(profile.output.mean.rounded() == 211)
    let expected = [(1.0, 1.39), (10, 3.9), (60, 16)]
    for (item, (window, dispersion)) in zip(profile.burstiness, expected) {
      #expect(item.window.seconds == window)
      #expect(close(item.dispersion, dispersion, relative: 0.02))
    }
    #expect(close(profile.burstiness[1].peakToMean, 1.77, relative: 0.005))
    #expect(close(profile.tokensPerMinute.mean, 455_361, relative: 1e-5))
    #expect(close(profile.tokensPerMinute.p95, 703_361, relative: 1e-3))
    #expect(close(profile.tokensPerMinute.most, 800_837, relative: 1e-5))
  }
}
