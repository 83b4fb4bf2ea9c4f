import Quantities

/// A level of load as the file writes it: a percentage, or a number of users.
struct LevelForm: Sendable, Hashable {
  /// The percentage as a multiple, or the number of users.
  var value: Double
  /// Whether it was written with a percent sign.
  var isPercent: Bool
  /// Where it stands.
  var place: Located.Place
}

/// A stage as the file writes it.
struct StageForm: Sendable {
  var over = SimInterval.zero
  var to: LevelForm?
}

/// A load test as the file writes it.
struct TestForm: Sendable {
  var purpose = LoadTest.Purpose.custom
  var load: String?
  var arrivals: [(key: String, value: Rate)] = []
  var users: Int?
  var think: Law?
  var mix: [(key: String, value: Fraction)] = []
  var trace: String?
  var follows: String?
  var monthlyGrowth = 0.0
  var from: LevelForm?
  var stages: [StageForm] = []
  var duration: SimInterval?
  var spacing = LoadTest.Spacing.poisson
  var starts = Instant.default
  var warmUp: WarmUpForm = .span(.zero)
  var maxFailures = LoadTest().maxFailures
  var maxP95: SimInterval?
  var faults: [Fault] = []
  var bursts: Bursts?
  var batch = 1
  var classes: [ClientClass] = []
  var herds: [Herd] = []
  var journey: [Stop] = []
  var k6: [VirtualUsers] = []
}

/// What is deleted from the start of a test.
enum WarmUpForm: Sendable, Hashable {
  /// What MSER-5 finds.
  case auto
  /// A span.
  case span(SimInterval)
}

extension Schemas {
  /// A piece of the load curve.
  static let stage = RecordSchema(
    "stage",
    "A straight piece of the load curve.",
    StageForm(),
    [
      Field("over", \.over, .duration, "How long it lasts.", required: true),
      Field(
        optional: "to",
        \.to,
        .level,
        "The load at its end: 200% of the load, or a number of users.",
        required: true
      ),
    ]
  )

  /// A load test.
  static let test = RecordSchema(
    "test",
    "A load test: how much load, in which shape, for how long.",
    TestForm(),
    [
      Field("purpose", \.purpose, .choice, "What it is for; decides how it is judged."),
      Field(
        optional: "load",
        \.load,
        .word(["mean", "peak"]),
        "Open load from the tier: its mean over a day, or its busiest hour (the default)."
      ),
      Field("arrivals", \.arrivals, .map(of: .rate), "Open load of the test's own, by endpoint."),
      Field(optional: "users", \.users, .positive, "Closed load: users at 100%."),
      Field(optional: "think", \.think, .law(.seconds), "What users wait between requests: 1s."),
      Field("mix", \.mix, .map(of: .fraction), "Share of each endpoint for users and traces."),
      Field(
        "journey",
        \.journey,
        .journey,
        "What each of the users does in a session; think is the time between sessions."
      ),
      Field("k6", \.k6, .named(.executor, \.name), "Scenarios of k6, by name."),
      Field(optional: "trace", \.trace, .reference(.endpoint), "Endpoint fed by the trace file."),
      Field(
        optional: "follows",
        \.follows,
        .word(["day", "week"]),
        "Follows the platform's day profile, or its days and weeks."
      ),
      Field(
        "monthly_growth",
        \.monthlyGrowth,
        .number(-0.99...10),
        "By how much a load that follows the calendar grows in 30 days: 0.1."
      ),
      Field(optional: "from", \.from, .level, "The load at the start: 100%, or all users."),
      Field("stages", \.stages, .list(.record(stage)), "The pieces of the load curve."),
      Field(
        optional: "duration",
        \.duration,
        .positiveDuration,
        "How long load is offered: 1h, or the sum of the stages."
      ),
      Field("spacing", \.spacing, .choice, "How arrivals are spaced."),
      Field("starts", \.starts, .instant, "When it begins, in UTC, for limits of the calendar."),
      Field("warm_up", \.warmUp, .warmUp, "What is deleted from the start: a span, or auto."),
      Field("max_failures", \.maxFailures, .fraction, "The share of failures that passes."),
      Field(
        optional: "max_p95",
        \.maxP95,
        .positiveDuration,
        "A p95 over all requests that holds."
      ),
      Field(optional: "bursts", \.bursts, .bursts, "How arrivals clump, in place of spacing."),
      Field("batch", \.batch, .integer(1...1_000_000), "Requests that come at once."),
      Field("classes", \.classes, .clientClasses, "Further callers, each with a law of its own."),
      Field("herds", \.herds, .list(.record(herd)), "Requests that come together."),
      Field("faults", \.faults, .list(.fault), "What goes wrong meanwhile."),
    ]
  )

  /// A size of the business.
  static let tier = RecordSchema(
    "tier",
    "One size of the business.",
    Tier(),
    [
      Field("users", \.users, .positive, "Registered users.", required: true),
      Field(
        optional: "monthly_active_users",
        \.monthlyActiveUsers,
        .count,
        "Users who come at least once in a month."
      ),
      Field("concurrent_users", \.concurrentUsers, .count, "Users connected in the busy hour."),
      Field(
        "queries_per_day",
        \.queriesPerDay,
        .number(0...1e12),
        "Queries a day.",
        required: true
      ),
      Field("database_size", \.databaseSize, .size, "Size of the database."),
      Field(
        "active_connections",
        \.activeConnections,
        .count,
        "Connections open in the busy hour; the concurrent users when absent."
      ),
    ]
  )
}

extension Kind where Value == LevelForm {
  /// A percentage or a number of users.
  static var level: Kind {
    Kind(shape: .either([.number(0...1e9), .fractionOrMore])) { node, diagnosis in
      Kind<Double>.multiple.read(node, diagnosis).map {
        LevelForm(
          value: $0,
          isPercent: node.text?.hasSuffix("%") ?? false,
          place: node.place
        )
      }
    }
  }
}

extension Shape {
  /// A percentage that may pass 100.
  static let fractionOrMore = Shape.quantity(
    name: "level",
    example: "200%",
    pattern: #"^[0-9.]+ ?%?$"#
  )
}

extension Kind where Value == WarmUpForm {
  /// `auto` or a span.
  static var warmUp: Kind {
    Kind.scalar(
      .either([.choice(["auto"]), .duration]),
      show: { $0 == .auto ? "auto" : "0s" }
    ) { text throws(Scalars.Refusal) in
      if text == "auto" { return .auto }
      return .span(SimInterval(seconds: try Units.duration(text)))
    }
  }
}

extension Kind where Value == Instant {
  /// A moment in UTC.
  static var instant: Kind {
    let shape = Shape.quantity(
      name: "moment",
      example: "2026-11-30T23:00",
      pattern: #"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$"#
    )
    return Kind.scalar(shape) { text throws(Scalars.Refusal) in
      guard let instant = Instant(text) else {
        throw Scalars.Refusal(
          code: .wrongType,
          message: "\"\(text.escapedForTerminal(limit: 60))\" is not a moment",
          help: "write 2026-11-30 or 2026-11-30T23:00; times are UTC"
        )
      }
      return instant
    }
  }
}

extension Kind where Value == Tier {
  /// A tier, with the connections that follow from its users.
  static var tier: Kind {
    Kind.record(Schemas.tier).map { tier, node, _ in
      var tier = tier
      if node["active_connections"] == nil { tier.activeConnections = tier.concurrentUsers }
      return tier
    }
  }
}
