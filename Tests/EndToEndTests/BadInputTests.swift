import Foundation
import Testing

@Suite struct `Bad input on the command line` {
  /// A mistake, numbered as in the list of inputs that must be survived.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var testDescription: String { name }

    /// A working scenario with one part replaced.
    init(_ name: String, _ part: String, with replacement: String) {
      precondition(Self.working.contains(part), "the part stands in the working scenario")
      self.name = name
      text = Self.working.replacingOccurrences(of: part, with: replacement)
    }

    init(_ name: String, text: String) {
      self.name = name
      self.text = text
    }

    static let working = """
      headroom: 1
      services:
        api: {instances: 2, workers: 2, timeout: 30s, pools: {main: {size: 5, overflow: 0}}}
      databases:
        main: {max_connections: 100}
      providers:
        account: {limits: [{requests: 60/min}]}
      models:
        fast: {provider: account, time_to_first_token: 300ms, time_per_output_token: 10ms}
      clients:
        sdk: {attempts: 3, base: 500ms, cap: 8s}
      endpoints:
        ask:
          service: api
          steps:
            - cpu: 2ms
            - query: {database: main, time: 3ms}
            - call: {model: fast, client: sdk, input: 100, output: 50}
      tests:
        steady: {arrivals: {ask: 1/s}, duration: 10min, warm_up: 1min}
      """

    static let bomb =
      "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
      + (1...9).map {
        "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ", "))]"
      }
      .joined(separator: "\n")

    static let all: [Mistake] = [
      Mistake("1 a rate that is no number", "ask: 1/s", with: "ask: .nan"),
      Mistake("2 an endless duration", "duration: 10min", with: "duration: .inf"),
      Mistake("3 a negative rate", "ask: 1/s", with: "ask: -1/s"),
      Mistake(
        "4 a probability above one",
        "- cpu: 2ms",
        with: "- choose: [{probability: 120%, steps: []}]"
      ),
      Mistake(
        "4 a mix that misses one",
        "arrivals: {ask: 1/s}",
        with: "users: 5, think: 1s, mix: {ask: 97%}"
      ),
      Mistake("5 no instances", "instances: 2", with: "instances: 0"),
      Mistake("5 an empty pool", "size: 5", with: "size: 0"),
      Mistake("6 a rate beyond all events", "ask: 1/s", with: "ask: 1000000000000/s"),
      Mistake("7 a warm-up as long as the run", "warm_up: 1min", with: "warm_up: 10min"),
      Mistake("7 ten years", "duration: 10min", with: "duration: 10y"),
      Mistake("8 a cycle of fallbacks", "output: 50}", with: "output: 50, fallback: [fast]}"),
      Mistake("9 an unknown key", "timeout: 30s", with: "timout: 30s"),
      Mistake("10 a duration without unit", "timeout: 30s", with: "timeout: 500"),
      Mistake("10 a unit of length", "timeout: 30s", with: "timeout: 5m"),
      Mistake("11 a duplicate key", "instances: 2,", with: "instances: 2, instances: 3,"),
      Mistake("12 a model that is not there", "model: fast", with: "model: fats"),
      Mistake("13 an alias bomb", text: bomb),
      Mistake("13 a recursive anchor", text: "headroom: 1\nservices: &a {api: *a}\n"),
      Mistake("14 a hundred thousand levels", text: String(repeating: "[", count: 100_000)),
      Mistake("15 a word that YAML takes for no", "{ask: 1/s}", with: "{no: 1/s}"),
      Mistake("15 an octal number", "instances: 2", with: "instances: 012"),
      Mistake("16 a tab", "  api: {", with: "\tapi: {"),
      Mistake("16 a NUL byte", "instances: 2", with: "instances: \0"),
      Mistake("17 an empty file", text: ""),
      Mistake("17 comments only", text: "# nothing\n"),
      Mistake("19 a spread beyond measure", "- cpu: 2ms", with: "- cpu: {median: 2ms, sigma: 20}"),
      Mistake("20 a negative stage", "duration: 10min", with: "stages: [{over: 0s, to: -5%}]"),
      Mistake("20 decreasing time", "duration: 10min", with: "stages: [{over: -1min, to: 100%}]"),
      Mistake("21 a cap below the base", "cap: 8s", with: "cap: 100ms"),
      Mistake("21 a billion attempts", "attempts: 3", with: "attempts: 1000000000"),
    ]
  }

  @Test func `the working scenario works`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(Mistake.working.utf8))
    let outcome = try Program.run(["check", path])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(arguments: Mistake.all)
  func `each gets its place and a helpful line`(mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(mistake.text.utf8))
    for verb in ["check", "run"] {
      let outcome = try Program.run([verb, path])
      #expect(outcome.status == 65, "\(verb): \(outcome.status) \(outcome.errors)")
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("\(path):") && $0.contains("error[H") }, "\(lines)")
      #expect(lines.contains { $0.contains("help:") }, "\(lines)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `other encodings are explained`() throws {
    let folder = try TemporaryFolder()
    let utf16 = try #require(Mistake.working.data(using: .utf16))
    for bytes in [utf16, Data([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A])] {
      let outcome = try Program.run(["check", try folder.write(bytes)])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("error[H"))
    }
  }

  @Test func `an unstable steady state is warned of and run`() throws {
    let folder = try TemporaryFolder()
    let text = """
      headroom: 1
      stations: {server: {servers: 1, queue: unbounded}}
      endpoints: {job: {steps: [{serve: {at: server, time: {exponential: 1s}}}]}}
      tests: {steady: {arrivals: {job: 1.2/s}, duration: 1h, warm_up: auto}}
      """
    let outcome = try Program.run(["check", try folder.write(Data(text.utf8))])
    #expect(outcome.status == 0)
    #expect((outcome.output + outcome.errors).contains("H038"))
  }

  @Test func `a missing file, a wrong option and no verb have codes of their own`() throws {
    #expect(try Program.run(["check", "/nowhere/at-all.yaml"]).status == 66)
    #expect(try Program.run(["run"]).status == 64)
    #expect(try Program.run(["run", "x.yaml", "--threads", "0"]).status == 64)
    #expect(try Program.run(["fly"]).status == 64)
  }
}
