import Quantities

extension Scenario {
  /// What one request of an endpoint is expected to do, from the means of its laws.
  public func expectedWork(of endpoint: Endpoint) -> ExpectedWork {
    let models = Dictionary(platform.models.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    return ExpectedWork(of: endpoint.steps, models: models)
  }
}

/// What one request of an endpoint is expected to do, from the means of its laws.
///
/// No waiting and no retries are counted: this bounds a run before it starts and finds loads that
/// cannot be served; it is no forecast.
public struct ExpectedWork {
  /// Steps taken, weighted by probability.
  public internal(set) var steps = 0.0
  /// Seconds from the first step to the last.
  public internal(set) var seconds = 0.0
  /// Seconds on a core of the endpoint's service.
  public internal(set) var cpuSeconds = 0.0
  /// Seconds on a server of each station.
  public internal(set) var stationSeconds: [String: Double] = [:]
  /// Seconds on a core of each database.
  public internal(set) var databaseSeconds: [String: Double] = [:]

  /// Jobs that are left behind.
  public internal(set) var jobs: [String: Double] = [:]

  /// The work of some steps, one after the other.
  init(of steps: [Step], models: [String: LanguageModel]) {
    for step in steps { add(step, models) }
  }

  private mutating func add(_ step: Step, _ models: [String: LanguageModel]) {
    steps += 1
    switch step.action {
    case .serve(let station, let time):
      seconds += time.meanValue
      stationSeconds[station, default: 0] += time.meanValue
    case .hold(let station, let inner):
      let work = ExpectedWork(of: inner, models: models)
      add(work, times: 1)
      stationSeconds[station, default: 0] += work.seconds
    case .delay(let time): seconds += time.meanValue
    case .cpu(let time):
      seconds += time.meanValue
      cpuSeconds += time.meanValue
    case .query(let database, let time, let count, _):
      steps += Double(count)
      seconds += time.meanValue * Double(count)
      databaseSeconds[database, default: 0] += time.meanValue * Double(count)
    case .cache(_, let hitRatio, let miss):
      add(ExpectedWork(of: miss, models: models), times: 1 - hitRatio.value)
    case .call(let call):
      guard let model = models[call.model] else { return }
      let answer = call.outputTokens.meanValue * model.timePerOutputToken.meanValue
      seconds += model.timeToFirstToken.meanValue + answer
    case .parallel(let branches, let join, _): addParallel(branches, join, models)
    case .choose(let alternatives):
      for (probability, inner) in alternatives {
        add(ExpectedWork(of: inner, models: models), times: probability.value)
      }
    case .again(let inner, let probability, let most):
      add(
        ExpectedWork(of: inner, models: models),
        times: Action.expectedRounds(probability, most: most)
      )
    case .stream(let inner), .transaction(_, let inner):
      add(ExpectedWork(of: inner, models: models), times: 1)
    case .enqueue(let job): jobs[job, default: 0] += 1
    case .transfer(let size, let bytesPerSecond): seconds += size.meanValue / bytesPerSecond
    }
  }

  private mutating func addParallel(
    _ branches: [[Step]],
    _ join: Join,
    _ models: [String: LanguageModel]
  ) {
    let works = branches.map { ExpectedWork(of: $0, models: models) }
    let times = works.map(\.seconds).sorted()
    let before = seconds
    for work in works { add(work, times: 1) }
    switch join {
    case .all, .settled: seconds = before + (times.last ?? 0)
    case .first: seconds = before + (times.first ?? 0)
    case .quorum(let count): seconds = before + (times[safe: count - 1] ?? times.last ?? 0)
    }
  }

  private mutating func add(_ other: ExpectedWork, times: Double) {
    steps += other.steps * times
    seconds += other.seconds * times
    cpuSeconds += other.cpuSeconds * times
    for (name, count) in other.jobs { jobs[name, default: 0] += count * times }
    for (name, time) in other.stationSeconds { stationSeconds[name, default: 0] += time * times }
    for (name, time) in other.databaseSeconds { databaseSeconds[name, default: 0] += time * times }
  }
}
