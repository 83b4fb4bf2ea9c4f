import Testing

@testable import Scenarios

@Suite struct `Texts that are no files` {
  private let text = """
    headroom: 1
    stations:
      desk: {servers: 1}
    endpoints:
      ask:
        steps:
          - serve: {at: desk, time: {exponential: 500ms}}
    tests:
      load: {arrivals: {ask: 1/s}, duration: 10min}
    """

  @Test func `a text is read as a file with the same bytes is`() throws {
    let document = try ScenarioDocument.read(text: text, name: "desk")
    #expect(document.scenario.name == "desk")
    #expect(document.scenario.platform.stations.map(\.name) == ["desk"])
    #expect(document.files.map(\.path) == ["desk"])
    let files = try TemporaryFiles()
    let file = try ScenarioDocument.read(try files.write(text, to: "desk.yaml"))
    #expect(document.files.map(\.digest) == file.files.map(\.digest))
  }

  @Test func `changes apply to it`() throws {
    let changes = [Change(path: "desk.servers", value: "3")]
    let document = try ScenarioDocument.read(text: text, name: "desk", changes: changes)
    #expect(document.scenario.platform.stations[0].servers == 3)
  }

  @Test func `its mistakes have their places`() throws {
    let wrong = text.replacing("servers: 1", with: "severs: 1")
    let error = try #require(throws: ScenarioError.self) {
      try ScenarioDocument.read(text: wrong, name: "desk")
    }
    #expect(error.problems.first?.file == "desk")
    #expect(error.problems.first?.line == 3)
    #expect(throws: ScenarioError.self) { try ScenarioDocument.read(text: "", name: "desk") }
    #expect(throws: ScenarioError.self) { try ScenarioDocument.read(text: "- 1", name: "desk") }
  }

  @Test func `it includes no files`() throws {
    let error = try #require(throws: ScenarioError.self) {
      try ScenarioDocument.read(text: text + "\ninclude: [other.yaml]", name: "desk")
    }
    #expect(error.problems.map(\.line) == [10])
    #expect(error.problems.first?.message.contains("includes none") == true)
  }

  @Test func `the work of an endpoint is that of its laws' means`() throws {
    let scenario = try ScenarioDocument.read(text: text, name: "desk").scenario
    let work = scenario.expectedWork(of: scenario.platform.endpoints[0])
    #expect(work.stationSeconds == ["desk": 0.5])
    #expect(work.cpuSeconds == 0)
  }
}
