import Quantities

/// Replications as the file writes them: one number, or a smallest and a largest.
struct ReplicationsForm: Sendable, Hashable {
  var min = Experiment().minReplications
  var max = Experiment().maxReplications
}

/// An experiment as the file writes it.
struct ExperimentForm: Sendable {
  var experiment = Experiment()
  var replications = ReplicationsForm()
}

extension Schemas {
  /// A smallest and a largest number of replications.
  static let replications = RecordSchema(
    "replications",
    "The fewest and the most independent replications.",
    ReplicationsForm(),
    [
      Field("min", \.min, .integer(2...1_000_000), "The fewest."),
      Field("max", \.max, .integer(2...1_000_000), "The most."),
    ]
  )

  /// Seed, replications and confidence.
  static let experiment = RecordSchema(
    "experiment",
    "Seed, replications and confidence of the experiment.",
    ExperimentForm(),
    [
      Field("seed", \.experiment.seed, .seed, "The master seed."),
      Field("replications", \.replications, .replications, "{min, max}, or one number for both."),
      Field(
        "observations",
        \.experiment.observations,
        .positive,
        "Requests that each endpoint with targets should have in all."
      ),
      Field("confidence", \.experiment.confidence, .confidence, "Confidence of every interval."),
      Field(
        optional: "precision",
        \.experiment.precision,
        .precision,
        "Replicates until intervals are that narrow: 5% means at most ± 5% of the value."
      ),
      Field(
        optional: "budget",
        \.experiment.budget,
        .positiveDuration,
        "Time on the clock for each test on its way to the precision: 60s."
      ),
      Field(
        "max_events",
        \.experiment.maxEvents,
        .maxEvents,
        "The most events that one replication may take."
      ),
    ]
  )

  /// A change that a roadmap may use.
  static let change = RecordSchema(
    "change",
    "A change that a roadmap may apply: values set at paths of the model, in rising levels.",
    CandidateChange(
      name: "",
      title: "",
      rationale: "",
      causes: [],
      levels: [],
      effortDays: 0,
      leadTimeDays: 0
    ),
    [
      Field("title", \.title, .text, "What is done, in words.", required: true),
      Field("why", \.rationale, .text, "Why it helps, in words."),
      Field("mends", \.causes, .list(.choice), "What it mends.", required: true),
      Field(
        "levels",
        \.levels,
        .list(.settings),
        "Its levels in rising order: paths and the values that they get.",
        required: true
      ),
      Field(
        "effort_days",
        \.effortDays,
        .number(0...100_000),
        "Work that it takes, in person-days."
      ),
      Field(
        "lead_time_days",
        \.leadTimeDays,
        .number(0...10_000),
        "Days from the decision until it works."
      ),
    ]
  )

  /// End-state goals.
  static let goals = RecordSchema(
    "goals",
    "End-state goals of the platform.",
    ThroughputGoals(),
    [
      Field(optional: "requests", \.requests, .rate, "Requests per time."),
      Field(optional: "concurrent_users", \.concurrentUsers, .positive, "Users connected at once."),
      Field(
        optional: "active_connections",
        \.activeConnections,
        .positive,
        "Connections open at once."
      ),
    ]
  )
}

extension Kind where Value == UInt64 {
  /// A seed.
  static var seed: Kind {
    Kind.scalar(.integer(0...Int.max), show: { "\($0)" }) { text throws(Scalars.Refusal) in
      if let seed = UInt64(text) { return seed }
      _ = try Scalars.integer(text)
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "the seed \(text.escapedForTerminal(limit: 60)) is out of range",
        help: "allowed: 0 to 18446744073709551615"
      )
    }
  }
}

extension Kind where Value == Int64 {
  /// A number of events.
  static var maxEvents: Kind {
    Kind<Int>.integer(1000...1_000_000_000_000_000).map(show: { "\($0)" }) { value, _, _ in
      Int64(value)
    }
  }
}

extension Kind where Value == Fraction {
  /// A confidence strictly between a half and one.
  static var confidence: Kind {
    Kind.fraction.refined(.fraction) { confidence, node, diagnosis in
      guard confidence.value > 0.5, confidence.value < 1 else {
        diagnosis.report(
          .experiment,
          at: node.place,
          "a confidence of \(Shape.brief(confidence.value * 100))% gives no interval",
          help: "allowed: above 50% and below 100%, such as 95%"
        )
        return nil
      }
      return confidence
    }
  }
}

extension Kind where Value == Fraction {
  /// A relative precision that replications can reach.
  static var precision: Kind {
    Kind.fraction.refined(.fraction) { precision, node, diagnosis in
      guard precision.value >= 0.001, precision.value <= 0.5 else {
        diagnosis.report(
          .experiment,
          at: node.place,
          "no experiment ends at a precision of \(Shape.brief(precision.value * 100))%",
          help: "allowed: 0.1% to 50%, such as 5%"
        )
        return nil
      }
      return precision
    }
  }
}

extension Kind where Value == ReplicationsForm {
  /// One number, or a smallest and a largest.
  static var replications: Kind {
    let shape = Shape.either([.integer(2...1_000_000), .record("replications")])
    return Kind(shape: shape, show: { "{min: \($0.min), max: \($0.max)}" }) { node, diagnosis in
      var form: ReplicationsForm?
      if node.isMapping {
        form = Schemas.replications.decode(node, diagnosis)
      } else {
        form = Kind<Int>.integer(0...1_000_000).read(node, diagnosis).map {
          ReplicationsForm(min: $0, max: $0)
        }
      }
      guard let form else { return nil }
      if form.min < 2 {
        diagnosis.report(
          .experiment,
          at: node.place,
          "\(form.min) replications give no interval",
          help: "allowed: a whole number from 2"
        )
      } else if form.min > form.max {
        diagnosis.report(
          .reversed,
          at: node.place,
          "the fewest replications (\(form.min)) are more than the most (\(form.max))"
        )
      }
      return form
    }
  }

  /// A kind with its reader last, so that it can trail.
  private init(
    shape: Shape,
    show: @escaping @Sendable (ReplicationsForm) -> String?,
    _ read: @escaping @Sendable (Located, Diagnosis) -> ReplicationsForm?
  ) {
    self.init(shape: shape, read: read, show: show)
  }
}

extension Kind where Value == [(path: String, value: String)] {
  /// Paths and the values that they get, kept as written.
  static var settings: Kind {
    Kind(shape: .map(.anything)) { node, diagnosis in
      guard node.isMapping, !node.entries.isEmpty else {
        diagnosis.report(
          .wrongShape,
          at: node.place,
          "\(diagnosis.whereInWords) must be a mapping of paths to values",
          help: "such as: {services.api.instances: 4}"
        )
        return nil
      }
      return node.entries.map { ($0.key, $0.value.flowText) }
    }
  }
}
