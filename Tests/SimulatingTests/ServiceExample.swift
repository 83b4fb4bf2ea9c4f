import Quantities
import Scenarios
import Simulating
import Statistics

/// A service, a provider and one endpoint, fed by a trace: arrivals and durations to the nanosecond.
///
/// A call answers after 0.1 s and one more second for each token beyond the first.
struct ServiceExample {
  var service = Service()
  var provider = Provider()
  var stations: [Station] = []
  var client = RetryPolicy()
  var fallbacks: [String] = []
  var group: [String] = []
  /// When the test begins, for limits of the calendar.
  var starts = Instant.default
  /// What else is different.
  var adjust: (inout Scenario) -> Void = { _ in }
  var maxTokens: Int?
  var faults: [Fault] = []
  var databases: [Database] = []
  /// Steps around the call of the model, which stands in the place of nil.
  var steps: [Step?] = [nil]

  init() {
    service.name = "api"
    service.limit = .atMost(1)
    provider.name = "p"
  }

  var call: Step {
    var call = ModelCall(model: "m")
    call.fallbacks = fallbacks
    call.group = group
    call.fromTrace = true
    call.maxTokens = maxTokens
    call.client = client
    return Step(.call(call), path: "ask/call")
  }

  /// Arrivals at seconds, with their tokens.
  func run(_ rows: [(at: Double, input: Int32, output: Int32)]) -> Measurement {
    var endpoint = Endpoint()
    endpoint.name = "ask"
    endpoint.service = "api"
    endpoint.steps = steps.map { $0 ?? call }
    var scenario = Scenario()
    scenario.platform.stations = stations
    scenario.platform.services = [service]
    scenario.platform.databases = databases
    scenario.platform.providers = [provider]
    scenario.platform.models = ["m", "n"].map { name in
      LanguageModel(
        name: name,
        provider: "p",
        price: nil,
        timeToFirstToken: .constant(0.1),
        timePerOutputToken: .constant(1)
      )
    }
    scenario.platform.endpoints = [endpoint]
    adjust(&scenario)
    var test = LoadTest()
    test.driver = .trace
    test.starts = starts
    test.traceEndpoint = "ask"
    test.faults = faults
    let trace = rows.map { row in
      TraceRow(
        time: .zero + SimInterval(seconds: row.at),
        inputTokens: row.input,
        outputTokens: row.output
      )
    }
    let workload = Workload(tier: nil, test: test, trace: trace)
    return drain(Program(scenario, workload: workload), replication: 0)
  }
}

extension Measurement {
  func failures(_ reason: FailureReason) -> Int64 { endpoints[0].failed[Int(reason.rawValue)] }

  /// The longest response time in seconds.
  var longest: Double? { endpoints[0].responseTime.maximum?.seconds }
}
