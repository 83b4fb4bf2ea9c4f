import Quantities

extension Schemas {
  /// Latency targets.
  static let targets = RecordSchema(
    "targets",
    "The response times that an endpoint must not pass.",
    LatencyTargets(),
    [
      Field(optional: "p50", \.p50, .positiveDuration, "Half of all requests are faster."),
      Field(optional: "p95", \.p95, .positiveDuration, "95 of 100 are faster."),
      Field(optional: "p99", \.p99, .positiveDuration, "99 of 100 are faster."),
      Field("scope", \.scope, .choice, "What is measured against them."),
      Field("max_failures", \.maxFailures, .fraction, "The largest share that may fail."),
    ]
  )

  /// An endpoint.
  static let endpoint = RecordSchema(
    "endpoint",
    "Something that callers ask for: its share of the load, its targets and its steps.",
    Endpoint(),
    [
      Field("route", \.route, .text, "The route that reports print; the key when absent."),
      Field(optional: "service", \.service, .reference(.service), "The service that answers."),
      Field(
        optional: "queue",
        \.queue,
        .reference(.queue),
        "The queue whose workers do it; then it is a job, and its time runs from being enqueued."
      ),
      Field("per_query", \.perQuery, .number(0...1e6), "Requests for each query of the workload."),
    ] + byteFields + [
      Field("targets", \.targets, .targets, "The latency targets."),
      Field(
        "priority",
        \.priority,
        .integer(1...100),
        "Its place in lines that go by urgency: 1 goes before 2."
      ),
      callersClient,
      Field("steps", \.steps, .steps, "What a request does, in order.", required: true),
    ]
  )

  /// The client of an endpoint's callers, looked up among the clients.
  private static let callersClient = Field<Endpoint>(
    outline: FieldOutline(
      key: "client",
      shape: .reference(.client),
      doc: "How callers try again and how long they wait; once and for ever when absent."
    ),
    read: { node, endpoint, diagnosis in
      guard let name = Kind<String>.reference(.client).read(node, diagnosis) else { return }
      endpoint.client = diagnosis.clients[name]
    },
    defaultText: { _ in nil }
  )

  /// One line of the bill.
  static let billItem = RecordSchema(
    "bill_item",
    "A line of the monthly bill that no plan of a part covers.",
    BillItem(item: "", price: "", meter: .fixed, quantity: 1, group: "other"),
    [
      Field("item", \.item, .text, "What the bill calls it.", required: true),
      Field("price", \.price, .reference(.price), "Price-book entry.", required: true),
      Field("meter", \.meter, .choice, "What is counted."),
      Field(
        "quantity",
        \.quantity,
        .number(-1e9...1e15),
        "Units for fixed (negative for a credit) and seats; bytes per request for log_gb; else a factor."
      ),
      Field(
        "group",
        \.group,
        .billGroup,
        "The part of the bill it belongs to."
      ),
      Field(optional: "region", \.region, .text, "The region that it is bought in."),
      Field(
        "covers",
        \.covers,
        .list(.text),
        "What a credit covers: price-book entries by the start of their key; all when left out."
      ),
    ]
  )

  /// An answer of the audit.
  static let audit = RecordSchema(
    "audit_answer",
    "The answer to a checklist question that the model cannot derive.",
    AuditAnswer(question: "", answer: nil, evidence: ""),
    [
      Field("answer", \.answer, .auditAnswer, "yes, no or unknown.", required: true),
      Field("evidence", \.evidence, .text, "What the answer rests on."),
    ]
  )

  /// Name and description of the platform.
  static let platform = RecordSchema(
    "platform",
    "What the platform is.",
    Platform(),
    [
      Field("name", \.name, .text, "The name that reports print."),
      Field("description", \.description, .text, "One sentence on what it is."),
      Field(
        "regions",
        \.regions,
        .regionsOfVendors,
        "Where everything of a vendor is bought, by the vendor's part of the price keys: aws."
      ),
    ]
  )
}

extension Kind where Value == Bool? {
  /// `yes`, `no` or `unknown`.
  static var auditAnswer: Kind {
    Kind.scalar(.choice(["yes", "no", "unknown"])) { text throws(Scalars.Refusal) in
      switch text {
      case "yes", "true": return true
      case "no", "false": return false
      case "unknown": return nil
      default: throw Words.refusal(of: text, among: ["yes", "no", "unknown"])
      }
    }
  }
}

extension Kind where Value == LatencyTargets {
  /// Targets that rise with the percentile.
  static var targets: Kind {
    Kind.record(Schemas.targets).refined(.record("targets")) { targets, node, diagnosis in
      let all = targets.all
      for (lower, upper) in zip(all, all.dropFirst()) where upper.limit < lower.limit {
        diagnosis.report(
          .reversed,
          at: node.place,
          "the target of p\(Shape.brief(upper.percentile * 100)) is below that of "
            + "p\(Shape.brief(lower.percentile * 100))",
          help: "a higher percentile cannot be faster"
        )
      }
      return targets
    }
  }
}

extension Kind where Value == DayProfile {
  /// 24 weights.
  static var dayProfile: Kind {
    Kind<[Double]>.list(.amount).map { weights, node, diagnosis in
      guard weights.count == node.elements.count else { return nil }
      guard weights.count == 24, weights.contains(where: { $0 > 0 }) else {
        diagnosis.report(
          .wrongShape,
          at: node.place,
          "a day profile has 24 weights, one of them above zero; this one has \(weights.count)",
          help: "one relative weight for each hour from midnight"
        )
        return nil
      }
      return DayProfile(hourly: weights)
    }
  }
}

extension Kind where Value == WeekProfile {
  /// 7 weights.
  static var weekProfile: Kind {
    Kind<[Double]>.list(.amount).map { weights, node, diagnosis in
      guard weights.count == node.elements.count else { return nil }
      guard weights.count == 7, weights.contains(where: { $0 > 0 }) else {
        diagnosis.report(
          .wrongShape,
          at: node.place,
          "a week profile has 7 weights, one of them above zero; this one has \(weights.count)",
          help: "one relative weight for each day from Monday"
        )
        return nil
      }
      return WeekProfile(daily: weights)
    }
  }
}

extension Kind {
  /// A part whose plan in the price book gives further defaults.
  static func planned(
    _ schema: RecordSchema<Value>,
    before: @escaping @Sendable (inout Value, [String: Double]) -> Void,
    after: @escaping @Sendable (inout Value, Located, [String: Double]) -> Void = { _, _, _ in }
  ) -> Kind {
    Kind(shape: .record(schema.name)) { node, diagnosis in
      let limits = node["plan"]?.text.flatMap { diagnosis.prices[$0] }?.limits ?? [:]
      var start = schema.template
      before(&start, limits)
      guard var record = schema.decode(node, from: start, diagnosis) else { return nil }
      after(&record, node, limits)
      return record
    }
  }
}

/// What the limits of a plan say about the part that runs on it.
enum PlanDefaults {
  /// Cores and memory of an instance; vendors' gigabytes of memory are powers of two.
  @Sendable static func apply(to service: inout Service, _ limits: [String: Double]) {
    if let cpu = limits["cpu"] ?? limits["vcpu"], cpu > 0 { service.coresPerInstance = cpu }
    if let ram = limits["ram_gb"] { service.memory = bytes(ram * 1_073_741_824) }
  }

  /// Connections, cores, size and disk of a database.
  @Sendable static func apply(to database: inout Database, _ limits: [String: Double]) {
    if let most = limits["max_direct_connections"] ?? limits["max_connections"], most >= 1 {
      database.maxConnections = Int(min(most, 1e9))
    }
    if let cpu = limits["cpu"] ?? limits["vcpu"], cpu > 0 {
      database.cores = max(1, Int(min(cpu, 1e4)))
    }
    if let size = limits["recommended_max_db_gb"] { database.recommendedSize = bytes(size * 1e9) }
    if let iops = limits["disk_baseline_iops"], iops > 0 { database.maxIOPS = iops }
  }

  /// Clients of the pooler in front of a database.
  @Sendable static func applyAfter(
    to database: inout Database,
    _ node: Located,
    _ limits: [String: Double]
  ) {
    if let clients = limits["max_pooler_clients"], clients >= 1, node["pooler"]?["clients"] == nil {
      database.pooler?.clients = Int(min(clients, 1e9))
    }
  }

  /// Connections of a cache.
  @Sendable static func apply(to cache: inout Cache, _ limits: [String: Double]) {
    if let most = limits["max_connections"], most >= 1 {
      cache.maxConnections = .atMost(Int(min(most, 1e9)))
    }
    let operations = limits["max_commands_s"] ?? limits["max_operations_per_s"]
    if let operations { cache.maxOperations = Rate(perSecond: operations) }
  }

  /// Connections that a real-time plan allows.
  @Sendable static func apply(to realtime: inout Realtime, _ limits: [String: Double]) {
    let most = limits["concurrent_connections"] ?? limits["max_concurrent_connections"]
    if let most, most >= 1 { realtime.maxConnections = .atMost(Int(min(most, 1e9))) }
  }

  private static func bytes(_ value: Double) -> ByteCount {
    ByteCount(Int64(min(value, 9e18).rounded()))
  }
}

extension Kind where Value == Provider {
  /// A provider that starts from its preset.
  static var provider: Kind {
    Kind(shape: .record("provider")) { node, diagnosis in
      let preset = node["preset"]?.text.flatMap { diagnosis.presets[$0] }
      var start = preset?.provider ?? Schemas.provider.template
      start.preset = preset?.key
      return Schemas.provider.decode(node, from: start, diagnosis)
    }
  }
}
