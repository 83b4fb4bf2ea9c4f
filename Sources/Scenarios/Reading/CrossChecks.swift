import Quantities

/// What must hold between the parts of a scenario once each of them is right by itself.
struct CrossChecks {
  let scenario: Scenario
  let tree: Located
  let diagnosis: Diagnosis
  private let work: [String: ExpectedWork]

  /// Checks of a scenario and the tree that it was decoded from.
  init(_ scenario: Scenario, _ tree: Located, _ diagnosis: Diagnosis) {
    self.scenario = scenario
    self.tree = tree
    self.diagnosis = diagnosis
    let models = Dictionary(
      scenario.platform.models.map { ($0.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    work = Dictionary(
      scenario.platform.endpoints.map { ($0.name, ExpectedWork(of: $0.steps, models: models)) },
      uniquingKeysWith: { a, _ in a }
    )
  }

  /// Runs all checks.
  func run() {
    checkConnections()
    checkContention()
    checkSpend()
    checkBatches()
    checkRegions()
    checkTransactions()
    checkHolds()
    QueueChecks.check(scenario, tree, diagnosis)
    checkRealtime()
    for test in scenario.tests {
      guard let place = tree["tests"]?[test.name]?.place else { continue }
      checkLoad(test, at: place)
      checkEvents(test, at: place)
      if test.driver == .open, test.level == .own, test.warmUp == nil, test.stages.isEmpty {
        checkStability(test, at: place)
      }
    }
  }

  private func checkConnections() {
    for database in scenario.platform.databases
    where database.reservedConnections >= database.maxConnections {
      let node = tree["databases"]?[database.name]
      diagnosis.report(
        .outOfRange,
        at: node?["reserved_connections"]?.place ?? node?.place ?? tree.place,
        "database \"\(database.name.escapedForTerminal(limit: 60))\" keeps all "
          + "\(database.maxConnections) connections for itself",
        help: "reserved_connections is below max_connections"
      )
    }
  }

  private func checkTransactions() {
    for endpoint in scenario.platform.endpoints {
      for name in EndpointChecks.transactions(in: endpoint.steps).sorted() {
        let database = scenario.platform.databases.first { $0.name == name }
        guard database?.pooler?.mode == .statement else { continue }
        diagnosis.report(
          .notAllowed,
          at: tree["endpoints"]?[endpoint.name]?.place ?? tree.place,
          "endpoint \"\(endpoint.name.escapedForTerminal(limit: 60))\" holds a transaction on "
            + "\"\(name.escapedForTerminal(limit: 60))\", whose pooler works by statement",
          help: "use mode: transaction or session"
        )
      }
    }
  }

  /// Whoever is interrupted stops; a server that is held through other steps cannot.
  private func checkHolds() {
    let preemptive = scenario.platform.stations.filter { $0.scheduling == .preemptive }
    for endpoint in scenario.platform.endpoints {
      let held = EndpointChecks.holds(in: endpoint.steps)
      for station in preemptive where held.contains(station.name) {
        diagnosis.report(
          .notAllowed,
          at: tree["endpoints"]?[endpoint.name]?.place ?? tree.place,
          "endpoint \"\(endpoint.name.escapedForTerminal(limit: 60))\" holds a server of "
            + "\"\(station.name.escapedForTerminal(limit: 60))\", which interrupts those it serves",
          help: "serve there, or use scheduling: priority"
        )
      }
    }
  }

  private func checkContention() {
    for database in scenario.platform.databases
    where database.contention != Contention() && database.scheduling == .fifo {
      let node = tree["databases"]?[database.name]
      diagnosis.report(
        .notAllowed,
        at: node?["contention"]?.place ?? node?.place ?? tree.place,
        "database \"\(database.name.escapedForTerminal(limit: 60))\" has contention, but its queries "
          + "run in turn",
        help: "add scheduling: processor_sharing"
      )
    }
  }

  /// A limit on what is spent needs to know what a call costs.
  private func checkSpend() {
    for provider in scenario.platform.providers
    where provider.spent != nil || provider.limits.contains(where: { $0.dimension == .spend }) {
      for model in scenario.platform.models where model.provider == provider.name {
        guard model.price.flatMap({ scenario.prices[$0] })?.tokens == nil else { continue }
        let name = model.name.escapedForTerminal(limit: 60)
        diagnosis.report(
          .missingKey,
          at: tree["models"]?[model.name]?.place ?? tree.place,
          "model \"\(name)\" has no token price, so the spend limit of its provider cannot act",
          help: "price: an entry of the price book that has tokens"
        )
      }
    }
  }

  /// What goes through the batch interface costs less only where the price says how much.
  private func checkBatches() {
    for model in scenario.platform.models where model.isBatch {
      guard model.price.flatMap({ scenario.prices[$0] })?.tokens?.batchDiscount == nil else {
        continue
      }
      let node = tree["models"]?[model.name]
      diagnosis.report(
        .missingKey,
        at: node?["batch"]?.place ?? node?.place ?? tree.place,
        "model \"\(model.name.escapedForTerminal(limit: 60))\" works in batches, but its price has no "
          + "batch_discount",
        help: "price: an entry of the price book whose tokens have a batch_discount"
      )
    }
  }

  private func checkLoad(_ test: LoadTest, at place: Located.Place) {
    let name = test.name.escapedForTerminal(limit: 60)
    let asksByQuery = scenario.platform.endpoints.contains { $0.perQuery > 0 }
    if test.driver == .open, test.level != .own {
      if scenario.tiers.isEmpty {
        let message = "test \"\(name)\" takes its load from the tiers, but there are none"
        let help = "add tiers, or give the test its own arrivals"
        diagnosis.report(.testForm, at: place, message, help: help)
      } else if !asksByQuery {
        let message =
          "test \"\(name)\" takes its load from the tiers, but no endpoint has per_query"
        diagnosis.report(.testForm, at: place, message, help: "per_query: 1 for the main endpoint")
      }
    }
    if test.driver == .closed, test.sessions.isEmpty, test.mix.isEmpty, !asksByQuery {
      let message = "the users of test \"\(name)\" do not know what to ask for"
      diagnosis.report(.testForm, at: place, message, help: "give a mix, or endpoints a per_query")
    }
    if test.level == .own, test.driver == .open, test.classes.isEmpty,
      test.herds.isEmpty, test.rates.allSatisfy({ $0.rate == .zero })
    {
      let message = "nothing ever arrives in test \"\(name)\""
      diagnosis.report(.testForm, at: place, message, help: "give a rate above zero")
    }
  }

  private func checkEvents(_ test: LoadTest, at place: Located.Place) {
    let most = scenario.experiment.maxEvents
    let expected = expectedEvents(test)
    guard expected > Double(most) else { return }
    let shown = CrossChecks.brief(expected)
    diagnosis.report(
      .tooManyEvents,
      at: place,
      "test \"\(test.name.escapedForTerminal(limit: 60))\" would take about \(shown) events; "
        + "experiment.max_events is \(most)",
      help: "lower the rate or the duration, or set experiment.max_events to \(shown) or more"
    )
  }

  private func expectedEvents(_ test: LoadTest) -> Double {
    let shape = CrossChecks.meanLevel(test) * test.duration.seconds
    switch test.driver {
    case .trace: return 0
    case .closed where !test.sessions.isEmpty:
      return test.sessions.reduce(0) { $0 + expectedEvents($1) }
    case .closed:
      let shares = test.mix.isEmpty ? platformMix : test.mix.map { ($0.endpoint, $0.share.value) }
      let seconds = shares.reduce(test.thinkTime.meanValue) {
        $0 + $1.1 * (work[$1.0]?.seconds ?? 0)
      }
      let steps = shares.reduce(0) { $0 + $1.1 * CrossChecks.events(work[$1.0]) }
      return shape / max(seconds, 1e-6) * steps
    case .open:
      let queries = scenario.tiers.map(\.queriesPerDay).max() ?? 0
      let peak = test.level == .peak ? scenario.platform.peakToMean : 1
      let rates =
        test.level == .own
        ? test.rates.map { ($0.endpoint, $0.rate.perSecond) }
        : scenario.platform.endpoints.map { ($0.name, $0.perQuery * queries / 86_400 * peak) }
      return rates.reduce(0) { $0 + $1.1 * shape * CrossChecks.events(work[$1.0]) }
    }
  }

  private func expectedEvents(_ users: VirtualUsers) -> Double {
    let visits = users.expectedVisits ?? []
    var seconds = users.pause.meanValue
    var events = 2.0
    for (stop, count) in zip(users.journey, visits) {
      seconds += count * (stop.think.meanValue + (work[stop.endpoint]?.seconds ?? 0))
      events += count * (2 + CrossChecks.events(work[stop.endpoint]))
    }
    return users.mostIterations(each: max(seconds, 1e-3)) * events
  }

  private var platformMix: [(String, Double)] {
    let endpoints = scenario.platform.endpoints
    let sum = endpoints.reduce(0) { $0 + $1.perQuery }
    return sum > 0 ? endpoints.map { ($0.name, $0.perQuery / sum) } : []
  }

  /// An arrival, and two events for each step.
  private static func events(_ work: ExpectedWork?) -> Double { 1 + 2 * (work?.steps ?? 0) }

  /// The mean of the load curve over the test.
  private static func meanLevel(_ test: LoadTest) -> Double {
    let surges = test.faults.reduce(1.0) { product, fault in
      guard case .surge(let factor) = fault.kind else { return product }
      let span = min(fault.span.seconds, test.duration.seconds)
      return product * (1 + max(factor - 1, 0) * span / max(test.duration.seconds, 1e-9))
    }
    return surges * meanLevelOfStages(test)
  }

  private static func meanLevelOfStages(_ test: LoadTest) -> Double {
    guard !test.stages.isEmpty else { return test.from }
    var area = 0.0
    var level = test.from
    for stage in test.stages {
      area += (level + stage.to) / 2 * stage.over.seconds
      level = stage.to
    }
    return area / max(test.duration.seconds, 1e-9)
  }

  private static func brief(_ value: Double) -> String {
    guard value < 1e15 else { return "\(value)" }
    guard value >= 1000 else { return "\(Int(value.rounded(.up)))" }
    var unit = 1.0
    while value / unit >= 100 { unit *= 10 }
    return "\(Int64((value / unit).rounded(.up) * unit))"
  }

  private func checkStability(_ test: LoadTest, at place: Located.Place) {
    var offered: [(what: String, load: Double, servers: Double)] = []
    let platform = scenario.platform
    for station in platform.stations where station.queue == .unbounded {
      let load = load(test) { $0.stationSeconds[station.name] ?? 0 }
      offered.append(("station \"\(station.name)\"", load, Double(station.servers)))
    }
    for database in platform.databases {
      let load = load(test) { $0.databaseSeconds[database.name] ?? 0 }
      offered.append(("the cores of database \"\(database.name)\"", load, Double(database.cores)))
    }
    for service in platform.services {
      let ours = Set(platform.endpoints.filter { $0.service == service.name }.map(\.name))
      let load = load(test, of: ours) { $0.cpuSeconds }
      let cores = min(Double(service.workers), service.coresPerInstance)
      let all = cores * Double(service.instances)
      offered.append(("the cores of service \"\(service.name)\"", load, all))
    }
    for (what, load, servers) in offered where load >= servers {
      guard load > 0 else { continue }
      let percent = Shape.brief((load / servers * 1000).rounded() / 10)
      diagnosis.warn(
        .unstable,
        at: place,
        "\(what.escapedForTerminal()) is offered \(percent)% of what it can do in test "
          + "\"\(test.name.escapedForTerminal(limit: 60))\": its queue never stops growing",
        help: "there is no steady state; results depend on the duration"
      )
    }
  }

  /// Seconds of work that arrive in a second.
  private func load(
    _ test: LoadTest,
    of endpoints: Set<String>? = nil,
    _ seconds: (ExpectedWork) -> Double
  ) -> Double {
    test.rates.reduce(0) { sum, entry in
      guard endpoints?.contains(entry.endpoint) ?? true, let work = work[entry.endpoint] else {
        return sum
      }
      return sum + entry.rate.perSecond * test.from * seconds(work)
    }
  }
}
