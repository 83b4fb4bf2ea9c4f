import Foundation
import Quantities
import Scenarios
import Simulating
import TestSupport
import Testing

/// Every preset of `models/limits` by its name in a scenario that runs.
@Suite struct `Presets of limits and clients` {
  private static let clients = "models/limits/clients.yaml"
  private static let files = repositoryFiles(in: "models/limits", ending: ".yaml")
    .filter { $0 != clients && !protection.contains($0) }
  private static let protection = [
    "models/limits/adaptive-limits.yaml", "models/limits/breakers.yaml",
    "models/limits/connections.yaml",
  ]

  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: repositoryPath(file), encoding: .utf8)
  }

  /// A scenario with the facts of a file, one account, one priced model and half a minute of calls.
  private func scenario(
    _ facts: String,
    provider: String,
    client: String,
    errors: Int = 0
  ) throws -> Scenario {
    let text = """
      headroom: 1
      prices:
        made/up: {vendor: v, product: p, unit: million tokens, source: made up, as_of: 2026, grade: C,
          tokens: {input: 1, output: 2}}
      providers: {account: {\(provider)error_rate: \(errors)%}}
      models: {model: {provider: account, price: made/up, time_to_first_token: 400ms}}
      endpoints:
        ask: {steps: [{call: {model: model, input: 900, output: 200, max_tokens: 400\(client)}}]}
      tests: {half: {arrivals: {ask: 20/s}, duration: 30s}}

      """
    return try ScenarioDocument.read(text: text + facts, name: "preset").scenario
  }

  private func run(_ scenario: Scenario) throws -> Simulating.Measurement {
    let test = try #require(scenario.tests.first)
    return drain(Program(scenario, workload: Workload(tier: nil, test: test)), replication: 0)
  }

  @Test(arguments: files)
  func `every tier of a provider is usable by its name, with source and date`(file: String) throws {
    let facts = try text(file)
    let presets = try scenario(facts, provider: "", client: "").limitPresets
    #expect(presets.count >= 2)
    for (key, preset) in presets {
      #expect(!preset.provenance.source.isEmpty && preset.provenance.asOf.hasPrefix("2026"))
      let scenario = try scenario(facts, provider: "preset: \(key), ", client: "")
      let account = try #require(scenario.platform.providers.first)
      #expect(account.preset == key)
      #expect(account.limits == preset.provider.limits)
      let run = try run(scenario)
      #expect(run.endpoints[0].completed > 0, "\(key)")
    }
  }

  @Test func `all seven providers have a file`() {
    let names = Self.files.map { $0.split(separator: "/").last.map(String.init) ?? "" }
    let wanted = [
      "anthropic", "azure-openai", "bedrock", "deepseek", "gemini", "openai", "openrouter",
    ]
    #expect(names.sorted() == wanted.map { "\($0).yaml" })
  }

  /// Attempts at a provider that always fails: the product over the layers.
  @Test func `every client library makes the attempts that it should`() throws {
    let facts = try text(Self.clients)
    let policies = try scenario(facts, provider: "", client: "").clients
    #expect(policies.count >= 18)
    for (name, policy) in policies {
      #expect(policy.source != nil && policy.asOf != nil && policy.grade != nil, "\(name)")
      let scenario = try scenario(facts, provider: "", client: ", client: \(name)", errors: 100)
      let run = try run(scenario)
      let each = Double(run.models[0].attempts) / Double(run.models[0].calls)
      let layers = policy.inner + [policy]
      let product = layers.reduce(1) { $0 * ($1.retriesServerErrors ? $1.attempts : 1) }
      if policy.budget != nil {
        #expect(run.models[0].attempts == run.models[0].calls + 35, "\(name)")
      } else if policy.deadline != nil {
        #expect(each > 60 && each < 75, "\(name): \(each)")
      } else {
        #expect(each == Double(product), "\(name): \(each)")
      }
    }
    #expect(policies["langchain-openai-1.7-with-retry"]?.inner.map(\.attempts) == [3])
  }

  @Test func `every breaker and every adaptive limit is usable by its name`() throws {
    let facts = try Self.protection.map(text).joined(separator: "\n")
    let known = try scenario(facts, provider: "", client: "")
    #expect(known.breakers.count >= 3 && known.adaptiveLimits.count >= 4)
    for (name, policy) in known.breakers {
      #expect(!policy.provenance.source.isEmpty && policy.provenance.asOf.hasPrefix("20"))
      let broken = try scenario(facts, provider: "", client: ", breaker: \(name)", errors: 100)
      let run = try run(broken)
      #expect(run.models[0].stopped > 0, "\(name)")
      #expect(run.endpoints[0].failures == run.models[0].stopped + run.models[0].errors)
    }
    for (name, policy) in known.adaptiveLimits {
      #expect(!policy.provenance.source.isEmpty && policy.provenance.asOf.hasPrefix("20"))
      let service = """

        services: {api: {adaptive_limit: \(name)}}
        endpoints: {page: {service: api, steps: [{cpu: 30ms}]}}
        tests: {over: {arrivals: {page: 60/s}, duration: 30s}}
        headroom: 1
        """
      let protected = try ScenarioDocument.read(text: facts + service, name: "preset").scenario
      let run = try run(protected)
      #expect(run.failures(.shed) > 0, "\(name)")
    }
  }
}
