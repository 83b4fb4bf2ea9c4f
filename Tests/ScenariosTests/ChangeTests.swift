import Foundation
import Quantities
import Testing

@testable import Scenarios

@Suite struct `Changes` {
  @Test(arguments: [
    "services.api.instances", "api.instances",
  ])
  func `set a value at a full or a short path`(path: String) throws {
    let document = try read(fullScenario, changes: [Change(path: path, value: "7")])
    #expect(document.scenario.platform.services[0].instances == 7)
  }

  @Test func `create keys that may be there`() throws {
    let document = try read(fullScenario)
    let scenario = try document.applying([
      Change(path: "services.api.limit", value: "50"),
      Change(path: "databases.postgres.pooler.clients", value: "999"),
      Change(path: "models.gpt-4.1.cached_share", value: "0.5"),
      Change(path: "services.api.pools.postgres", value: "{size: 1, overflow: 0}"),
      Change(path: "endpoints.council.steps[1].cpu", value: "9ms"),
      Change(path: "endpoints.council.steps[0].delay.median", value: "1ms"),
      Change(path: "goals.requests", value: "5/s"),
      Change(path: "services.worker", value: "{instances: 2}"),
    ])
    let api = scenario.platform.services[0]
    #expect(api.limit == .atMost(50))
    #expect(api.pools[0].most == 1)
    #expect(scenario.platform.services[1].name == "worker")
    #expect(scenario.platform.databases[0].pooler?.clients == 999)
    #expect(scenario.platform.models[0].cachedShare.value == 0.5)
    guard case .cpu(let time) = scenario.platform.endpoints[0].steps[1].action else {
      Issue.record("the second step is a cpu step")
      return
    }
    #expect(time == .constant(0.009))
    #expect(document.scenario.platform.services[0].limit == .unbounded)
  }

  @Test(arguments: [
    ("services.api.instanses", "4", "H034", "\"instanses\"; did you mean \"instances\"?"),
    ("services.apj.instances", "4", "H034", "\"apj\"; did you mean \"api\"?"),
    ("servises.api.instances", "4", "H034", "\"servises\"; did you mean \"services\"?"),
    ("api.instanses", "4", "H034", "\"instanses\"; did you mean \"instances\"?"),
    ("endpoints.council.steps[99].cpu", "4ms", "H034", "no element of the list"),
    ("services.api.instances.more", "4", "H034", "goes on behind a single value"),
    ("services.api.instances", "-4", "H015", "-4 is out of range"),
    ("services.api.instances", "[", "H005", "not well-formed"),
    ("services.api.instances", "*x", "H008", "no anchor"),
    ("", "4", "H034", "leads nowhere"),
  ])
  func `that lead nowhere are explained`(
    path: String,
    value: String,
    code: String,
    message: String
  ) throws {
    let error = try #require(throws: ScenarioError.self) {
      try read(fullScenario, changes: [Change(path: path, value: value)])
    }
    let problem = try #require(error.problems.first)
    #expect(problem.code == code)
    #expect(problem.message.contains(message), "\(problem.message)")
    #expect(problem.file.hasPrefix("--set"))
  }

  @Test func `a short path that fits several things is refused`() throws {
    let text = """
      headroom: 1
      stations: {a: {servers: 1}}
      caches: {b: {}}
      services: {x: {}}
      databases: {x: {}}
      """
    let error = try #require(throws: ScenarioError.self) {
      try read(text, changes: [Change(path: "x.cores", value: "4")])
    }
    #expect(error.problems.first?.code == "H035")
    #expect(error.problems.first?.help?.contains("services.x.cores, databases.x.cores") == true)
    let document = try read(text, changes: [Change(path: "x.instances", value: "4")])
    #expect(document.scenario.platform.services[0].instances == 4)
  }

  @Test func `candidate changes of a roadmap are checked when the file is read`() throws {
    let text = """
      headroom: 1
      services: {api: {}}
      changes:
        good: {title: A, mends: [cpu], levels: [{services.api.instances: 4}]}
        path: {title: B, mends: [cpu], levels: [{services.api.instanses: 4}]}
        value: {title: C, mends: [cpu], levels: [{services.api.instances: many}]}

      """
    #expect(try places(text) == ["5:44 H034", "6:44 H013"])
    let value = text.replacingOccurrences(of: "instanses", with: "workers")
    #expect(try places(value) == ["6:44 H013"])
  }

  @Test func `values of candidate changes keep their form`() throws {
    let text = """
      headroom: 1
      services: {api: {}}
      databases: {main: {}}
      changes:
        pool: {title: A, mends: [app_pool], levels: [{services.api.pools: {main: {size: 3, overflow: 0}}}]}

      """
    let document = try read(text)
    let settings = document.scenario.changes[0].levels[0]
    #expect(settings[0].value == "{main: {size: 3, overflow: 0}}")
    let changes = settings.map { Change(path: $0.path, value: $0.value) }
    #expect(try document.applying(changes).platform.services[0].pools[0].size == 3)
  }
}
