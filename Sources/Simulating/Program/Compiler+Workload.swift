import Kernel
import Quantities
import Scenarios

extension Compiler {
  /// Compiles what drives the load.
  mutating func compileWorkload() {
    let test = workload.test
    program.horizon = test.duration.nanoseconds
    switch test.driver {
    case .open: compileOpen(test)
    case .closed where !test.sessions.isEmpty: compileSessions(test)
    case .closed: compileClosed(test)
    case .trace: compileTrace(test)
    }
    if test.driver != .trace { compileClasses(test) }
    let warmUp = workload.warmUp ?? test.warmUp ?? .zero
    program.warmUp = min(warmUp.nanoseconds, program.horizon)
    compileConductors()
    program.specials = Int32(program.operations.count)
    for index in program.sources.indices {
      var arrive = Operation(.arrive)
      arrive.a = Int32(index)
      program.operations.append(arrive)
    }
    // The last one is where cancelled tokens go.
    for code in [OperationCode.ask, .sample, .begin, .end, .fault, .stop] {
      program.operations.append(Operation(code))
    }
  }

  private mutating func compileOpen(_ test: LoadTest) {
    let curve = loadCurve(test)
    for (index, endpoint) in scenario.platform.endpoints.enumerated() {
      let rate = arrivalRate(of: endpoint, test) * workload.factor
      guard rate.perSecond > 0 else { continue }
      let base = arrivalRate(of: endpoint, test)
      let gaps = Gaps(test.spacing, test.bursts, batch: test.batch, rate: base)
      program.sources.append(
        CompiledSource(
          endpoint: Int32(index),
          curve: curve.scaled(by: rate.perSecond / 1e9),
          isPoisson: gaps.isPoisson,
          purpose: RandomSource.purpose("\(endpoint.name)/arrivals"),
          gaps: gaps.isPlain ? nil : gaps
        )
      )
    }
  }

  /// Requests of an endpoint at 100 % of a test.
  private func arrivalRate(of endpoint: Endpoint, _ test: LoadTest) -> Rate {
    switch test.level {
    case .own:
      return test.rates.first { $0.endpoint == endpoint.name }?.rate ?? .zero
    case .mean, .peak:
      guard let tier = workload.tier else { return .zero }
      let mean = Rate(perDay: tier.queriesPerDay * endpoint.perQuery)
      return test.level == .peak && !test.followsDay
        ? mean * scenario.platform.peakToMean : mean
    }
  }

  /// The load as a multiple of 100 %, over the time of a test.
  func loadCurve(_ test: LoadTest) -> RateCurve {
    let curve = test.followsDay ? dayCurve(test) : stageCurve(test, constant: test.from)
    return curve.surging(test.faults)
  }

  func stageCurve(_ test: LoadTest, constant: Double) -> RateCurve {
    var points: [(time: Int64, value: Double)] = [(0, constant)]
    var time: Int64 = 0
    for stage in test.stages {
      time += stage.over.nanoseconds
      points.append((time, stage.to))
    }
    // The last level holds on to the end of the test.
    let end = test.duration.nanoseconds
    if time < end { points.append((end, test.stages.last?.to ?? constant)) }
    return RateCurve(points: points)
  }

  private mutating func compileClosed(_ test: LoadTest) {
    let base = test.stages.isEmpty ? Double(test.users) : test.from
    let curve = stageCurve(test, constant: base).surging(test.faults).scaled(by: workload.factor)
    var shares = test.mix.map { (name: $0.endpoint, share: $0.share.value) }
    if shares.isEmpty {
      let total = scenario.platform.endpoints.reduce(0) { $0 + $1.perQuery }
      shares = scenario.platform.endpoints.map { ($0.name, total > 0 ? $0.perQuery / total : 0) }
      if total == 0 { shares = shares.map { ($0.name, 1 / Double(shares.count)) } }
    }
    var sum = 0.0
    var cumulative: [Double] = []
    var endpoints: [Int32] = []
    for (name, share) in shares where share > 0 {
      guard let index = program.endpointNames.firstIndex(of: name) else { continue }
      sum += share
      cumulative.append(sum)
      endpoints.append(Int32(index))
    }
    let think = Draw(test.thinkTime, scale: 1e9)
    program.users = CompiledUsers(
      curve: curve,
      most: Int32(curve.peak.rounded(.up)),
      think: think,
      thinkLane: delayLane(think),
      cumulative: cumulative,
      endpoints: endpoints,
      thinkPurpose: RandomSource.purpose("think"),
      pickPurpose: RandomSource.purpose("pick")
    )
  }

  private mutating func compileTrace(_ test: LoadTest) {
    guard let name = test.traceEndpoint, let index = program.endpointNames.firstIndex(of: name)
    else { preconditionFailure("a trace feeds an endpoint that exists") }
    precondition(workload.factor > 0, "a trace is replayed at some speed")
    // More load is the same trace, faster.
    program.trace = workload.trace.map {
      TraceArrival(
        time: Int64(Double($0.time.nanoseconds) / workload.factor),
        input: $0.inputTokens,
        output: $0.outputTokens
      )
    }
    program.horizon = (program.trace.last?.time ?? 0) + 1
    program.sources.append(
      CompiledSource(
        endpoint: Int32(index),
        curve: RateCurve(points: []),
        isPoisson: false,
        purpose: 0,
        fromTrace: true
      )
    )
  }
}
