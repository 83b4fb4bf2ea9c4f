import Foundation
import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// One real hour of chat under every admission rule: 19,366 requests, on average 453,215 tokens a
/// minute, replayed from the conversation trace of Azure/AzurePublicDataset (2023).
///
/// The reference shares were computed by another program from the same file: answers take 0.5 s and
/// 20 ms a token, nothing is retried, buckets are a minute deep. The same limit admits from 29 to 98 %
/// of this hour: a simulator with one rule is wrong for the others.
@Suite struct `Admission rules on a real hour` {
  private static let trace = repositoryPath(
    "../shared/data/traces/AzureLLMInferenceTrace_conv.csv"
  )

  private static var isHere: Bool { FileManager.default.fileExists(atPath: trace) }

  /// The share of requests admitted, in percent.
  private func admitted(_ limits: String, charge: String, maxTokens: Int, _ more: [Change] = [])
    throws -> Double
  {
    let path = repositoryPath("scenarios/chat-hour.yaml")
    let call = "endpoints.chat.steps[0].call"
    let changes = [
      Change(path: "providers.account.limits", value: limits),
      Change(path: "providers.account.charge", value: charge),
      Change(path: "\(call).max_tokens", value: "\(maxTokens)"),
      Change(path: "\(call).cuts_answers", value: "no"),
    ]
    let scenario = try ScenarioDocument.read(path, changes: changes + more, trace: Self.trace)
      .scenario
    let test = try #require(scenario.tests.first)
    let workload = Workload(tier: nil, test: test, trace: scenario.trace)
    let run = drain(Program(scenario, workload: workload), replication: 0)
    return Double(run.endpoints[0].completed) / Double(run.endpoints[0].offered) * 100
  }

  private static let rules: [(charge: String, rule: String, burndown: Int)] = [
    ("actual", "bucket", 1), ("max_of_estimate", "bucket", 1),
    ("prompt_plus_max", "fixed_window", 1), ("reserve_and_settle", "bucket", 1),
    ("reserve_and_settle", "bucket", 5),
  ]

  private static let rows: [(tokens: Int, maxTokens: Int, admitted: [Double])] = [
    (500_000, 256, [97.7, 98.7, 91.6, 97.6, 76.2]),
    (500_000, 1024, [97.7, 95.2, 69.3, 96.9, 75.8]),
    (500_000, 4096, [97.7, 37.3, 29.0, 95.5, 72.0]),
    (800_000, 1024, [100, 100, 93.5, 100, 98.5]),
    (800_000, 4096, [100, 59.3, 46.2, 100, 98.0]),
    (1_000_000, 4096, [100, 73.9, 57.5, 100, 100]),
  ]

  @Test(
    .enabled(if: isHere, "the trace of a real hour is not there"),
    arguments: 0..<rows.count
  )
  func `every rule admits the share that it should`(row: Int) throws {
    let row = Self.rows[row]
    for (rule, expected) in zip(Self.rules, row.admitted) {
      let share = try admitted(
        "[{tokens: \(row.tokens)/min, rule: \(rule.rule)}]",
        charge: rule.charge,
        maxTokens: row.maxTokens,
        [Change(path: "providers.account.burndown", value: "\(rule.burndown)")]
      )
      #expect(
        abs(share - expected) <= 1.5,
        "\(rule) at \(row.tokens) and \(row.maxTokens): \(share), not \(expected)"
      )
    }
  }

  @Test(.enabled(if: isHere, "the trace of a real hour is not there"))
  func `prompt and answer tokens counted apart, prompts in a minute's depth and in a second's`()
    throws
  {
    let flow = [Change(path: "providers.account.output_charged", value: "as_produced")]
    let minute = try admitted(
      "[{input_tokens: 400000/min}, {output_tokens: 80000/min}]",
      charge: "actual",
      maxTokens: 4096,
      flow
    )
    #expect(abs(minute - 96.8) <= 1.5)
    let second = try admitted(
      "[{input_tokens: 400000/min, burst: 6667}, {output_tokens: 80000/min}]",
      charge: "actual",
      maxTokens: 4096,
      flow
    )
    #expect(abs(second - 92.6) <= 1.5)
  }
}
