import Foundation

/// Every system that a scenario can describe; `QueueingCaseTests` lists those that none can yet.
///
/// Systems with the same arrivals and the same work are run for the same time.
extension QueueingSystem {
  static let all = stations + losses + networks + limiters + large + rules

  /// One station, one endpoint.
  private static func station(
    _ name: String,
    _ servers: Int,
    queue: String = "unbounded",
    time: String = "{exponential: 1s}",
    _ test: String,
    short: Double = 0.2,
    _ cases: [(id: String, metric: Metric)]
  ) -> QueueingSystem {
    QueueingSystem(
      name: name,
      text: """
        stations: {s: {servers: \(servers), queue: \(queue)}}
        endpoints: {job: {steps: [{serve: {at: s, time: \(time)}}]}}
        tests: {steady: {\(test)}}
        """,
      cases: cases,
      short: short
    )
  }

  private static let stations = [
    station(
      "M/M/1 at 0.8",
      1,
      "arrivals: {job: 0.8/s}, warm_up: 1000s, duration: 21000s",
      [("Q01", .response), ("Q02", .quantile(0.95)), ("Q03", .quantile(0.99))]
    ),
    station(
      "M/M/1 at 0.95",
      1,
      "arrivals: {job: 0.95/s}, warm_up: 10000s, duration: 110000s",
      [("Q04", .wait(pool: 0))]
    ),
    station(
      "M/M/10",
      10,
      "arrivals: {job: 8/s}, warm_up: 100s, duration: 2100s",
      [("Q05", .waited(pool: 0)), ("Q06", .wait(pool: 0))]
    ),
    // Its waits come in rare bursts: means of short runs are skewed, and their t intervals lie too low.
    station(
      "M/M/100",
      100,
      "arrivals: {job: 90/s}, warm_up: 100s, duration: 2100s",
      short: 1,
      [("Q08", .wait(pool: 0))]
    ),
    station(
      "M/M/5/15",
      5,
      queue: "10",
      "arrivals: {job: 6/s}, warm_up: 100s, duration: 2100s",
      [("Q10", .failed)]
    ),
    station(
      "M/M/1/10",
      1,
      queue: "9",
      "arrivals: {job: 0.9/s}, warm_up: 500s, duration: 10500s",
      [("Q12", .failed), ("Q13", .number(pool: 0))]
    ),
    station(
      "M/D/1",
      1,
      time: "1s",
      "arrivals: {job: 0.9/s}, warm_up: 2000s, duration: 22000s",
      [("Q14", .wait(pool: 0))]
    ),
    station(
      "M/G/1, log-normal",
      1,
      time: "{mean: 1s, cv: 2}",
      "arrivals: {job: 0.7/s}, warm_up: 2000s, duration: 42000s",
      [("Q16", .wait(pool: 0))]
    ),
    station(
      "D/M/1",
      1,
      "arrivals: {job: 0.8/s}, spacing: even, warm_up: 1000s, duration: 11000s",
      [("Q43", .wait(pool: 0))]
    ),
    station(
      "batches of five",
      1,
      "arrivals: {job: 0.8/s}, batch: 5, warm_up: 2000s, duration: 42000s",
      [("Q44", .wait(pool: 0))]
    ),
    // As long as the same arrivals and jobs one at a time, above.
    station(
      "processor sharing, log-normal",
      1,
      queue: "unbounded, scheduling: processor_sharing",
      time: "{mean: 1s, cv: 2}",
      "arrivals: {job: 0.7/s}, warm_up: 2000s, duration: 42000s",
      [("Q18", .response)]
    ),
    station(
      "M/G/infinity",
      10_000,
      queue: "0",
      time: "{mean: 15s, cv: 2}",
      "arrivals: {job: 6/s}, warm_up: 600s, duration: 12600s",
      [("Q42", .timeAbove(pool: 0, servers: 110))]
    ),
    station(
      "machine repairman",
      1,
      time: "{exponential: 200ms}",
      "users: 30, think: {exponential: 5s}, mix: {job: 100%}, warm_up: 100s, duration: 2100s",
      [("Q24", .throughput), ("Q25", .response)]
    ),
  ]

  private static let losses = ["{exponential: 1s}", "1s", "{mean: 1s, cv: 2}"].flatMap { time in
    [
      station(
        "Erlang B, 5 on 10, \(time)",
        10,
        queue: "0",
        time: time,
        "arrivals: {job: 5/s}, warm_up: 100s, duration: 2100s",
        [("Q20", .failed)]
      ),
      station(
        "Erlang B, 20 on 30, \(time)",
        30,
        queue: "0",
        time: time,
        "arrivals: {job: 20/s}, warm_up: 100s, duration: 2100s",
        [("Q21", .failed)]
      ),
    ]
  }

  /// Stations with exponential service, walked through in one order.
  private static func network(
    _ name: String,
    _ means: [Double],
    _ steps: String,
    _ test: String,
    _ cases: [(id: String, metric: Metric)]
  ) -> QueueingSystem {
    let stations = means.indices.map { "s\($0): {servers: 1, queue: unbounded}" }
    return QueueingSystem(
      name: name,
      text: """
        stations: {\(stations.joined(separator: ", "))}
        endpoints: {job: {steps: [\(steps)]}}
        tests: {steady: {\(test)}}
        """,
      cases: cases
    )
  }

  private static func serve(_ station: Int, _ seconds: Double) -> String {
    "{serve: {at: s\(station), time: {exponential: \(seconds * 1e9)ns}}}"
  }

  /// Each station as often as it is visited, the visits spread evenly over the way.
  private static func visits(_ counts: [Int], _ seconds: [Double]) -> String {
    let way = counts.indices.flatMap { station in
      (0..<counts[station]).map { visit in
        (at: (Double(visit) + 0.5) / Double(counts[station]), station: station)
      }
    }
    return way.sorted { ($0.at, $0.station) < ($1.at, $1.station) }
      .map { serve($0.station, seconds[$0.station]) }.joined(separator: ", ")
  }

  private static let networks = [
    network(
      "tandem of three",
      [0.125, 1.0 / 7, 1.0 / 6],
      [serve(0, 0.125), serve(1, 1.0 / 7), serve(2, 1.0 / 6)].joined(separator: ", "),
      "arrivals: {job: 5/s}, warm_up: 200s, duration: 4200s",
      [("Q30", .response), ("Q31", .quantile(0.99))]
    ),
    network(
      "closed network of three",
      [0.05, 0.08, 0.03],
      [serve(0, 0.05), serve(1, 0.08), serve(2, 0.03)].joined(separator: ", "),
      "users: 50, think: {exponential: 3s}, mix: {job: 100%}, warm_up: 100s, duration: 1600s",
      [("Q26", .throughput), ("Q27", .response)]
    ),
    network(
      "feedback of a fifth",
      [0.125],
      "{repeat: {again: 20%, most: 20, steps: [\(serve(0, 0.125))]}}",
      "arrivals: {job: 4/s}, warm_up: 100s, duration: 2100s",
      [("Q32", .response)]
    ),
    // The fourth node first; then the first, from which half of all go to the second and come back, and
    // half to the third, which three in ten of all leave to come back.
    network(
      "Bolch, example 7.4",
      [0.04, 0.03, 0.06, 0.05],
      """
      \(serve(3, 0.05)), {repeat: {again: 80%, most: 120, steps: [\(serve(0, 0.04)), \
      {choose: [{probability: 50%, steps: [\(serve(1, 0.03))]}, \
      {probability: 50%, steps: [\(serve(2, 0.06))]}]}]}}
      """,
      "arrivals: {job: 4/s}, warm_up: 200s, duration: 4200s",
      (0..<4).map { ("Q76[\($0)]", .number(pool: $0)) }
    ),
    network(
      "Jain, example 34.1",
      [0.01, 0.02, 0.03],
      visits([16, 7, 8], [0.01, 0.02, 0.03]),
      "arrivals: {job: 3/s}, warm_up: 100s, duration: 3100s",
      [("Q77", .response)]
    ),
    network(
      "Lazowska, page 113",
      [0.005, 0.03, 0.027],
      visits([121, 70, 50], [0.005, 0.03, 0.027]),
      "arrivals: {job: 0.3/s}, warm_up: 200s, duration: 5200s",
      [("Q78", .number(pool: 0))]
    ),
  ]

  private static func provider(
    _ name: String,
    _ account: String,
    _ rate: String,
    _ answer: String,
    _ test: String,
    _ id: String
  ) -> QueueingSystem {
    QueueingSystem(
      name: name,
      text: """
        providers: {p: {\(account)}}
        models: {m: {provider: p, time_to_first_token: \(answer)}}
        endpoints: {job: {steps: [{call: {model: m, input: 1, output: 1}}]}}
        tests: {steady: {arrivals: {job: \(rate)}, \(test)}}
        """,
      cases: [(id, .failed)]
    )
  }

  private static let limiters = [
    provider(
      "bucket of 10 at 0.9",
      "limits: [{requests: 1/s, rule: bucket, burst: 10}]",
      "0.9/s",
      "1ms",
      "warm_up: 500s, duration: 10500s",
      "Q46"
    ),
    provider(
      "bucket of 10 at 1.2",
      "limits: [{requests: 1/s, rule: bucket, burst: 10}]",
      "1.2/s",
      "1ms",
      "warm_up: 500s, duration: 10500s",
      "Q47"
    ),
    provider(
      "bucket of 1 at 0.9",
      "limits: [{requests: 1/s, rule: bucket, burst: 1}]",
      "0.9/s",
      "1ms",
      "warm_up: 500s, duration: 10500s",
      "Q48"
    ),
    provider(
      "sliding log",
      "limits: [{requests: 60/min, rule: sliding_log}]",
      "55/min",
      "1ms",
      "warm_up: 600s, duration: 20600s",
      "Q51"
    ),
    provider(
      "sixty at once",
      "max_concurrency: 60",
      "5/s",
      "{mean: 11s, cv: 1.5}",
      "warm_up: 200s, duration: 8200s",
      "Q53"
    ),
  ]

  private static let large = [daily, choices]

  /// A hundredth of 10 + 8 sin(2πt/86,400 s) in arrivals per second, straight between 5-minute points.
  ///
  /// The mean number in an infinite system is linear in the rate. Its peak lags behind that of the rate
  /// by arctan(ω/μ)/ω = 1,790 s; a day before it is enough to forget the empty start.
  private static var daily: QueueingSystem {
    let peak = 86_400 / 4 + 1790.0 + 86_400
    let points = Int(peak / 300)
    var stages: [String] = []
    for i in 1...points {
      stages.append("{over: 300s, to: \(level(Double(i) * 300))%}")
    }
    let rest = peak - Double(points) * 300
    stages.append("{over: \(rest)s, to: \(level(peak))%}")
    return QueueingSystem(
      name: "daily load, half-hour sessions",
      text: """
        stations: {s: {servers: 1000000, queue: 0}}
        endpoints: {job: {steps: [{serve: {at: s, time: {exponential: 1800s}}}]}}
        tests:
          day: {arrivals: {job: 0.1/s}, from: 100%, stages: [\(stages.joined(separator: ", "))]}
        """,
      cases: [("Q65", .inFlightAtEnd)],
      scale: 0.01
    )
  }

  private static func level(_ time: Double) -> Double {
    let radians = 2 * Double.pi * time / 86_400
    return 100 + 80 * sin(radians)
  }

  /// Two thousand workers at 0.9 each.
  private static let choices = QueueingSystem(
    name: "two choices of two thousand",
    text: """
      services: {api: {instances: 2000, workers: 1, balancing: two_choices, backlog: unbounded}}
      endpoints: {job: {service: api, steps: [{cpu: {exponential: 1s}}]}}
      tests: {steady: {arrivals: {job: 1800/s}, warm_up: 60s, duration: 180s}}
      """,
    cases: [("Q67", .response)],
    replications: 5,
    short: 0.1
  )
}
