import Foundation
import Testing

@testable import Scenarios

/// The law written as a delay of a step.
private func law(_ text: String) throws -> Law {
  let document = try read("headroom: 1\nendpoints: {a: {steps: [{delay: \(text)}]}}\n")
  guard case .delay(let law) = document.scenario.platform.endpoints[0].steps[0].action else {
    throw CancellationError()
  }
  return law
}

@Suite struct `Laws` {
  @Test func `a single value is a constant`() throws {
    #expect(try law("20ms") == .constant(0.02))
  }

  @Test func `an exponential has its mean`() throws {
    #expect(try law("{exponential: 1s}") == .exponential(mean: 1))
    #expect(try law("{mean: 1s, law: exponential}") == .exponential(mean: 1))
  }

  @Test(arguments: [0.1, 0.5, 1, 3])
  func `mean and cv give a log-normal with that mean and cv`(cv: Double) throws {
    let law = try law("{mean: 20ms, cv: \(cv)}")
    #expect(law.family == .lognormal)
    let variance = exp(law.second * law.second) - 1
    #expect(abs(law.meanValue - 0.02) < 1e-12)
    #expect(abs(variance.squareRoot() - cv) < 1e-9)
  }

  @Test func `median and p95 give a log-normal with that p95`() throws {
    let law = try law("{median: 20ms, p95: 60ms}")
    #expect(law.first == 0.02)
    #expect(abs(law.first * exp(1.6449 * law.second) - 0.06) < 1e-12)
  }

  @Test func `the other forms are read`() throws {
    #expect(try law("{median: 20ms, sigma: 0.8}") == .lognormal(median: 0.02, sigma: 0.8))
    #expect(try law("{uniform: [1ms, 3ms]}") == Law(.uniform, 0.001, 0.003))
    #expect(try law("{mean: 1s, cv: 2, law: gamma}") == Law(.gamma, 1, 2))
    #expect(try law("{mean: 1s, cv: 0}") == .constant(1))
    #expect(try law("{constant: 1s}") == .constant(1))
  }

  @Test(arguments: [
    "{mean: 1s}", "{median: 1s}", "{median: 1s, p95: 1s}", "{median: 1s, p95: 2s, sigma: 1}",
    "{median: 1s, sigma: 6}", "{median: 0s, sigma: 1}", "{uniform: [3ms, 1ms]}", "{uniform: [1ms]}",
    "{exponential: 0s}", "{exponential: 1s, cv: 2}", "{mean: 1s, median: 1s}", "{}",
    "{mean: 1s, cv: 999, law: gamma}", "{median: 1ms, p95: 90s}", "{pareto: 1s}",
    "{mean: -1s, cv: 1}",
    "[1ms]", "{mean: 1s, cv: 1, law: weibull}", "{mean: 1, cv: 1}",
  ])
  func `impossible laws are refused`(text: String) {
    #expect(throws: ScenarioError.self) { try law(text) }
  }
}
