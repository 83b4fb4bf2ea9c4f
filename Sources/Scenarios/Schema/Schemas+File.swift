import Quantities

extension Schemas {
  /// A whole file: the keys that stand at its top, in the order in which they are read.
  static let file = RecordSchema(
    "file",
    "A model or scenario file.",
    Scenario(),
    head + books + parts + question
  )

  private static let head: [Field<Scenario>] = [
    note("headroom", .integer(1...1), "The version of the schema: 1.", isRequired: false),
    Field("title", \.title, .text, "The title that reports print."),
    Field("description", \.description, .text, "What the file is about."),
    note("include", .list(.text), "Files whose definitions are merged into this one."),
  ]

  private static let books: [Field<Scenario>] = [
    Field("prices", \.prices, .priceBook, "The price book, by key."),
    Field("limits", \.limitPresets, .presets, "Provider limits as dated facts, by key."),
    Field("clients", \.clients, .clients, "Retry policies of client libraries, by name."),
    Field("breakers", \.breakers, .breakers, "Circuit breakers, by name."),
    Field(
      "adaptive_limits",
      \.adaptiveLimits,
      .adaptiveLimits,
      "Limits that follow what requests take, by name."
    ),
    Field("idle_timers", \.idleTimers, .idleTimers, "When proxies cut connections, by name."),
    Field("reconnects", \.reconnects, .reconnects, "How clients come back, by name."),
  ]

  private static let parts: [Field<Scenario>] = [
    Field(
      outline: FieldOutline(key: "platform", shape: .record("platform"), doc: platform.doc),
      read: { node, scenario, diagnosis in
        let start = scenario.platform
        scenario.platform = platform.decode(node, from: start, diagnosis) ?? start
      },
      defaultText: { _ in nil }
    ),
    Field(
      "stations",
      \.platform.stations,
      .named(.station, \.name),
      "Plain queueing stations."
    ),
    Field(
      "services",
      \.platform.services,
      .named(.planned(service, before: PlanDefaults.apply), \.name),
      "Groups of API instances."
    ),
    Field("queues", \.platform.queues, .named(.queue, \.name), "Queues of jobs."),
    Field("edges", \.platform.edges, .named(.record(edge), \.name), "Caches at the edge."),
    Field(
      "databases",
      \.platform.databases,
      .named(
        .planned(database, before: PlanDefaults.apply, after: PlanDefaults.applyAfter),
        \.name
      ),
      "Databases with their poolers."
    ),
    Field(
      "caches",
      \.platform.caches,
      .named(.planned(cache, before: PlanDefaults.apply), \.name),
      "Caches."
    ),
    Field(
      "providers",
      \.platform.providers,
      .named(.provider, \.name),
      "Accounts at language-model providers."
    ),
    Field("models", \.platform.models, .named(.record(model), \.name), "Language models."),
    Field(
      optional: "realtime",
      \.platform.realtime,
      .planned(realtime, before: PlanDefaults.apply),
      "Connections that users keep open."
    ),
    Field(
      "endpoints",
      \.platform.endpoints,
      .named(.endpoint, \.name),
      "What callers ask for."
    ),
    Field("day_profile", \.platform.dayProfile, .dayProfile, "Relative load of each hour."),
    Field(
      "week_profile",
      \.platform.weekProfile,
      .weekProfile,
      "Relative load of each day, Monday first."
    ),
    Field("bill", \.platform.bill, .list(.record(billItem)), "What else is paid for."),
    Field(
      "commitments",
      \.platform.commitments,
      .list(.record(commitment)),
      "Commitments to spend so much an hour: savings plans."
    ),
    Field(
      "audit",
      \.platform.audit,
      .named(.record(audit), \.question),
      "Answers to checklist questions, by area.question."
    ),
  ]

  private static let question: [Field<Scenario>] = [
    Field("tiers", \.tiers, .named(.tier, \.name), "Sizes of the business, smallest first."),
    Field("tests", \.tests, .named(.test, \.name), "The load tests."),
    Field("experiment", \.experiment, .experiment, "Seed, replications and confidence."),
    note("growth", .record("growth"), "History of growth and how far to project it."),
    Field(
      "money",
      \.money,
      .record(money),
      "What the cost path of the coming months is made from."
    ),
    Field(
      "uncertain",
      \.uncertain,
      .uncertain,
      "Numbers that nobody knows exactly, by path, each with its P10 and P90."
    ),
    Field("changes", \.changes, .named(.record(change), \.name), "Changes for the roadmap."),
    Field(
      "roadmap",
      \.roadmap,
      .list(.record(plannedStep)),
      "A roadmap to be validated, step by step."
    ),
    Field("goals", \.goals, .record(goals), "End-state throughput goals."),
  ]

  /// A key that is read elsewhere: before or after everything else.
  private static func note(
    _ key: String,
    _ shape: Shape,
    _ doc: String,
    isRequired: Bool = false
  ) -> Field<Scenario> {
    Field(
      outline: FieldOutline(key: key, shape: shape, doc: doc, isRequired: isRequired),
      read: { _, _, _ in },
      defaultText: { _ in nil }
    )
  }

  /// Every kind of record, the file first.
  static let all: [RecordOutline] = [
    file.outline, platform.outline, station.outline, service.outline, edge.outline,
    autoscale.outline,
    scaleCap.outline, pool.outline,
    database.outline, disk.outline, replicas.outline, contention.outline, pooler.outline,
    cache.outline, cacheKeys.outline,
    provider.outline,
    rateLimit.outline, limitRamp.outline,
    uncertain.outline, factor.outline, pricingPlan.outline, money.outline, longContext.outline,
    peakHours.outline,
    scaleStep.outline, revision.outline, regional.outline, reserved.outline,
    spot.outline, commitment.outline, model.outline, promptCache.outline, prefix.outline,
    client.outline, budget.outline,
    router.outline, breaker.outline, adaptiveLimit.outline, controlledDelay.outline,
    realtime.outline, sessions.outline, idleTimer.outline, reconnect.outline,
    endpoint.outline, targets.outline,
    step.outline, serve.outline, hold.outline, query.outline, transaction.outline,
    cacheLookup.outline, call.outline, throttle.outline, queue.outline,
    parallel.outline, quorum.outline, choice.outline, again.outline, stream.outline,
    transfer.outline,
    billItem.outline, audit.outline, tier.outline, test.outline, stage.outline, fault.outline,
    bursts.outline, clientClass.outline, herd.outline, stop.outline, executor.outline,
    executorStage.outline,
    experiment.outline, replications.outline, growth.outline, series.outline, link.outline,
    change.outline,
    plannedStep.outline, goals.outline, price.outline, tokens.outline, limitPreset.outline,
  ]

  /// The record of that name.
  static func outline(_ name: String) -> RecordOutline? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) },
    uniquingKeysWith: { first, _ in first }
  )
}

extension Kind where Value == [String: Price] {
  /// The price book; what follows may refer to it.
  static var priceBook: Kind {
    Kind<[Price]>.named(.record(Schemas.price), \.key).map { list, _, diagnosis in
      diagnosis.prices = Dictionary(list.map { ($0.key, $0) }, uniquingKeysWith: { a, _ in a })
      return diagnosis.prices
    }
  }
}

extension Kind where Value == [String: LimitPreset] {
  /// The presets; what follows may refer to them.
  static var presets: Kind {
    Kind<[LimitPreset]>.named(.record(Schemas.limitPreset), \.key).map { list, _, diagnosis in
      let presets = list.map { preset in
        var preset = preset
        preset.provider.preset = preset.key
        return preset
      }
      diagnosis.presets = Dictionary(presets.map { ($0.key, $0) }, uniquingKeysWith: { a, _ in a })
      return diagnosis.presets
    }
  }
}

extension Kind where Value == Endpoint {
  /// An endpoint, whose route is its key when it gives none.
  static var endpoint: Kind {
    let record = Kind.record(Schemas.endpoint)
    return record.refined(record.shape) { endpoint, node, diagnosis in
      var endpoint = endpoint
      if node["route"] == nil { endpoint.route = diagnosis.path.last ?? "" }
      EndpointChecks.check(endpoint, node, diagnosis)
      return endpoint
    }
  }
}

extension Kind where Value == Experiment {
  /// An experiment that can give intervals.
  static var experiment: Kind {
    Kind<ExperimentForm>.record(Schemas.experiment).map { form, node, diagnosis in
      if form.experiment.budget != nil, form.experiment.precision == nil {
        diagnosis.report(
          .experiment,
          at: node["budget"]?.place ?? node.place,
          "a budget without a precision ends nothing: the number of replications is fixed",
          help: "add precision: 5%, or leave the budget out"
        )
      }
      var experiment = form.experiment
      experiment.minReplications = form.replications.min
      experiment.maxReplications = form.replications.max
      return experiment
    }
  }
}
