import Quantities
import Scenarios
import Simulating
import Statistics

/// Turns the measurements of independent replications into a result with intervals.
struct Summary {
  let scenario: Scenario
  let workload: Workload
  let program: Program
  var measurements: [Measurement]
  let warmUpNote: String

  /// The summary of a prepared test.
  init(_ scenario: Scenario, _ setup: Laboratory.Setup, _ measurements: [Measurement]) {
    self.scenario = scenario
    workload = setup.workload
    program = setup.program
    self.measurements = measurements
    warmUpNote = setup.warmUpNote
  }

  private var level: Fraction { scenario.experiment.confidence }
  private var seconds: Double {
    measurements.reduce(0) { $0 + Double(max($1.measuredTime, 0)) / 1e9 }
  }

  func result() -> TestResult {
    // Nobody waits for a job: what holds for all requests is about the others.
    let asked = measurements.map { m in
      zip(m.endpoints, scenario.platform.endpoints).filter { $1.queue == nil }.map(\.0)
    }
    let completed = asked.map { $0.reduce(0) { $0 + $1.completed } }
    let failed = asked.map { $0.reduce(0) { $0 + $1.failures } }
    let everything = asked.map { Histogram.merged($0.map(\.responseTime)) }
    let endpoints = program.endpointNames.indices.map(endpoint)
    return TestResult(
      tier: workload.tier?.name,
      test: workload.test,
      factor: workload.factor,
      replications: measurements.count,
      warmUp: SimInterval(nanoseconds: program.warmUp),
      warmUpNote: warmUpNote,
      stopping: nil,
      backlogGrowth: Backlog(test: workload.test, measurements: measurements).growth,
      measuredSeconds: seconds,
      endpoints: endpoints,
      resources: program.groups.indices.map(resource),
      providers: program.providerNames.indices.map { (program.providerNames[$0], provider($0)) },
      models: program.modelNames.indices.map { (program.modelNames[$0], model($0)) },
      fleets: program.fleetNames.indices.map(fleet),
      queues: program.queueNames.indices.map(queue),
      sessions: program.sessionNames.indices.map(session),
      replicas: program.replicaNames.indices.map(replicas),
      paces: program.paceNames.indices.map(pace),
      sockets: sockets,
      caches: program.cacheNames.indices.map(cache),
      recovery: recovery,
      timeline: timeline(),
      throughput: meanInterval(
        of: zip(completed, measurements).map { count, m in
          m.measuredTime > 0 ? Double(count) / (Double(m.measuredTime) / 1e9) : 0
        },
        level: level,
        observations: Int(completed.reduce(0, +))
      ),
      failureRatio: ratio(failed, zip(completed, failed).map(+)),
      overallP95: quantileInterval(of: everything, p: Fraction(0.95), level: level),
      peakInFlight: measurements.reduce(0) { $0 + Double($1.peakInFlight) }
        / Double(max(measurements.count, 1)),
      events: measurements.reduce(0) { $0 + $1.events },
      wasTruncated: measurements.contains(where: \.wasTruncated),
      latencies: latencies(of: endpoints)
    )
  }

  /// A ratio of counts; a Wilson interval where the replications do not differ.
  private func ratio(_ numerators: [Int64], _ denominators: [Int64]) -> Estimated {
    let hits = Int(numerators.reduce(0, +))
    let trials = Int(denominators.reduce(0, +))
    if hits == 0 || hits == trials {
      return wilsonInterval(successes: hits, trials: trials, level: level)
    }
    return ratioInterval(
      numerators: numerators.map(Double.init),
      denominators: denominators.map(Double.init),
      level: level,
      observations: trials
    )
  }

  private func endpoint(_ index: Int) -> EndpointResult {
    let definition = scenario.platform.endpoints[index]
    let parts = measurements.map { $0.endpoints[index] }
    let offered = parts.reduce(0) { $0 + $1.offered }
    let completed = parts.reduce(0) { $0 + $1.completed }
    let failures = FailureReason.allCases.map { reason in
      (reason: reason, count: parts.reduce(0) { $0 + $1.failed[Int(reason.rawValue)] })
    }.filter { $0.count > 0 }.sorted {
      ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue)
    }
    let scoped = parts.map { $0.times(in: definition.targets.scope) }
    let total = parts.map(\.responseTime)
    let pooled = Histogram.merged(scoped)
    let targets: [(Double, SimInterval?)] = [
      (0.5, definition.targets.p50), (0.95, definition.targets.p95), (0.99, definition.targets.p99),
    ]
    var shares = [Double](repeating: 0, count: TimeShare.allCases.count)
    for part in parts {
      for i in shares.indices { shares[i] += Double(part.shares[i]) / 1e9 }
    }
    return EndpointResult(
      name: definition.name,
      route: definition.route,
      scope: definition.targets.scope,
      offered: offered,
      edgeHits: parts.reduce(0) { $0 + $1.edgeHits },
      completed: completed,
      inFlight: parts.reduce(0) { $0 + $1.inFlight },
      failures: failures,
      failureRatio: ratio(parts.map(\.failures), parts.map { $0.failures + $0.completed }),
      maxFailures: definition.targets.maxFailures,
      offeredRate: Rate(perSecond: seconds > 0 ? Double(offered) / seconds : 0),
      throughput: Rate(perSecond: seconds > 0 ? Double(completed) / seconds : 0),
      mean: mean(parts),
      percentiles: targets.map { p, target in
        PercentileResult(
          percentile: p,
          value: quantileInterval(of: scoped, p: Fraction(p), level: level),
          target: target,
          // Two requests beyond it are the least that a percentile is read from.
          pooled: Double(pooled.count) * (1 - p) >= 2
            ? pooled.quantile(Fraction(p))?.seconds : nil
        )
      },
      totalP95: quantileInterval(of: total, p: Fraction(0.95), level: level),
      p999: quantileInterval(of: scoped, p: Fraction(0.999), level: level),
      shares: shares.map { completed > 0 ? $0 / Double(completed) : 0 }
    )
  }

  /// The mean over all requests: total time over total count, since replications differ in size.
  private func mean(_ parts: [Measurement.Endpoint]) -> Estimated {
    ratioInterval(
      numerators: parts.map { Double($0.responseTime.sumOfNanoseconds) / 1e9 },
      denominators: parts.map { Double($0.completed) },
      level: level,
      observations: Int(parts.reduce(0) { $0 + $1.completed })
    )
  }

  func resource(_ index: Int) -> ResourceResult {
    let group = program.groups[index]
    let parts = measurements.map { $0.groups[index] }
    let requests = parts.reduce(0) { $0 + $1.requests }
    let turnedAway = parts.reduce(0) { $0 + $1.refused + $1.reneged }
    let time = max(seconds, 1e-9)
    let served = max(requests - turnedAway, 1)
    return ResourceResult(
      group: group,
      meanInUse: parts.reduce(0) { $0 + Double($1.busyTime) } / 1e9 / time,
      peakInUse: parts.map(\.peakInUse).max() ?? 0,
      meanQueue: parts.reduce(0) { $0 + Double($1.queueTime) } / 1e9 / time,
      peakQueue: parts.map(\.peakWaiting).max() ?? 0,
      meanWait: parts.reduce(0) { $0 + Double($1.waitingTime) } / 1e9 / Double(served),
      waitedShare: requests > 0
        ? Double(parts.reduce(0) { $0 + $1.waited }) / Double(requests) : 0,
      waitEstimate: ratioInterval(
        numerators: parts.map { Double($0.waitingTime) / 1e9 },
        denominators: parts.map { Double(max($0.requests - $0.refused - $0.reneged, 0)) },
        level: level,
        observations: Int(served)
      ),
      waitedEstimate: ratio(parts.map(\.waited), parts.map(\.requests)),
      turnedAway: turnedAway,
      requests: requests
    )
  }

  private func provider(_ index: Int) -> Measurement.Provider {
    var sum = Measurement.Provider.none
    for part in measurements.map({ $0.providers[index] }) {
      sum.calls += part.calls
      sum.throttled += part.throttled
      sum.refusedForSpend += part.refusedForSpend
      sum.peakCallsPerMinute = max(sum.peakCallsPerMinute, part.peakCallsPerMinute)
      sum.peakTokensPerMinute = max(sum.peakTokensPerMinute, part.peakTokensPerMinute)
      sum.peakInputPerMinute = max(sum.peakInputPerMinute, part.peakInputPerMinute)
      sum.peakOutputPerMinute = max(sum.peakOutputPerMinute, part.peakOutputPerMinute)
    }
    return sum
  }

  private func model(_ index: Int) -> Measurement.Model {
    var sum = Measurement.Model.none
    for part in measurements.map({ $0.models[index] }) {
      sum.calls += part.calls
      sum.attempts += part.attempts
      sum.fallbacks += part.fallbacks
      sum.throttled += part.throttled
      sum.errors += part.errors
      sum.timeouts += part.timeouts
      sum.hedges += part.hedges
      sum.stopped += part.stopped
      sum.tokens.add(part.tokens)
      sum.longContext.add(part.longContext)
      sum.peakHours.add(part.peakHours)
    }
    return sum
  }

  private func fleet(_ index: Int) -> FleetResult {
    let parts = measurements.map { $0.fleets[index] }
    let time = parts.reduce(0) { $0 + Double($1.instanceTime) } / 1e9
    let mean = time / max(seconds, 1e-9)
    return FleetResult(
      name: program.fleetNames[index],
      meanInstances: mean,
      servingInstances: min(serving(ofFleet: index) ?? mean, mean),
      peakInstances: Int(parts.map(\.peak).max() ?? 0),
      hours: hours(ofFleet: index, mean: mean),
      boots: parts.reduce(0) { $0 + $1.boots },
      crashes: parts.reduce(0) { $0 + $1.crashes },
      outOfMemory: parts.reduce(0) { $0 + $1.outOfMemory }
    )
  }

  /// The mean number of instances that take requests, by the samples after the warm-up; nil without any.
  private func serving(ofFleet index: Int) -> Double? {
    let counts = measurements.flatMap { run in
      run.samples.filter { index < $0.instances.count && $0.time > program.warmUp }
        .map { Double($0.instances[index]) }
    }
    return counts.isEmpty ? nil : counts.reduce(0, +) / Double(counts.count)
  }

  /// The mean number of instances in each whole hour of every replication.
  ///
  /// Samples count the instances that take requests; those that boot and drain are paid for as well, so
  /// that the hours are brought up to the mean of what is paid.
  private func hours(ofFleet index: Int, mean: Double) -> [Double] {
    let hour: Int64 = 3_600_000_000_000
    var hours: [Double] = []
    for samples in measurements.map(\.samples) {
      let whole = Int((samples.last?.time ?? 0) / hour)
      guard whole > 0 else { continue }
      var sums = [(count: Double, total: Double)](repeating: (0, 0), count: whole)
      for sample in samples {
        let place = Int(max(sample.time - 1, 0) / hour)
        guard place < whole, index < sample.instances.count else { continue }
        sums[place].count += 1
        sums[place].total += Double(sample.instances[index])
      }
      hours += sums.filter { $0.count > 0 }.map { $0.total / $0.count }
    }
    let seen = hours.reduce(0, +) / Double(max(hours.count, 1))
    return seen > 0 ? hours.map { $0 * mean / seen } : []
  }

  private func replicas(_ index: Int) -> ReplicaResult {
    var counts = Measurement.Replicas()
    for part in measurements { counts.add(part.replicas[index]) }
    return ReplicaResult(name: program.replicaNames[index], counts: counts)
  }

  private func pace(_ index: Int) -> PaceResult {
    var counts = Measurement.Pace()
    for part in measurements { counts.add(part.paces[index]) }
    return PaceResult(name: program.paceNames[index], counts: counts)
  }

  private var sockets: SocketsResult? {
    guard program.hasSockets, let clients = scenario.platform.realtime?.sessions else {
      return nil
    }
    var counts = Measurement.Sockets()
    for part in measurements.flatMap(\.sockets) { counts.add(part) }
    return SocketsResult(counts: counts, sessions: clients, seconds: seconds)
  }

  private func cache(_ index: Int) -> (name: String, lookups: Int64, hits: Int64) {
    let parts = measurements.map { $0.caches[index] }
    return (
      program.cacheNames[index], parts.reduce(0) { $0 + $1.lookups },
      parts.reduce(0) { $0 + $1.hits }
    )
  }

  private func timeline() -> [TimelinePoint] {
    let count = measurements.map(\.samples.count).min() ?? 0
    guard count > 1 else { return [] }
    return (1..<count).map { i in
      let here = measurements.map { $0.samples[i] }
      let span = Double(here[0].time - measurements[0].samples[i - 1].time) / 1e9
      let runs = Double(measurements.count)
      let completed = here.reduce(0) { $0 + $1.completed }
      return TimelinePoint(
        time: Double(here[0].time) / 1e9,
        offered: Double(here.reduce(0) { $0 + $1.offered }) / runs / span,
        completed: Double(completed) / runs / span,
        failed: Double(here.reduce(0) { $0 + $1.failed }) / runs / span,
        responseTime: completed > 0
          ? Double(here.reduce(0) { $0 + $1.responseTime }) / 1e9 / Double(completed) : nil,
        inFlight: Double(here.reduce(0) { $0 + $1.inFlight }) / runs,
        instances: program.fleetNames.indices.map { f in
          Double(here.reduce(0) { $0 + Int64($1.instances[f]) }) / runs
        },
        busy: program.groups.enumerated().map { index, group in
          guard group.isLimited, group.capacity > 0 else { return 0 }
          let inUse = here.reduce(0) { $0 + Int64($1.inUse[index]) }
          return Double(inUse) / runs / Double(group.capacity)
        },
        waiting: program.groups.indices.map { index in
          Double(here.reduce(0) { $0 + Int64($1.waiting[index]) }) / runs
        }
      )
    }
  }
}
