import Quantities

/// A step as the file writes it: actions by key, of which there must be one.
struct StepForm: Sendable {
  /// The actions that were given.
  var actions: [Action] = []
  /// What reports call the step.
  var label: String?
}

/// `serve`: a server of a station, held for a time.
struct ServeForm: Sendable {
  var at = ""
  var time = Law.constant(0)
}

/// `hold`: a server of a station, held through further steps.
struct HoldForm: Sendable {
  var at = ""
  var steps: [Step] = []
}

/// `query`: statements on a pooled connection.
struct QueryForm: Sendable {
  var reads = ReadsFrom.primary
  var sinceWrite: Law?
  var database = ""
  var time = Law.constant(0)
  var count = 1
}

/// Where statements go.
enum ReadsFrom: String, Sendable, CaseIterable {
  /// To the primary, like all that write.
  case primary
  /// To a replica, if there is one.
  case replica
}

/// `transaction`: a connection, held through further steps.
struct TransactionForm: Sendable {
  var database = ""
  var steps: [Step] = []
}

/// `cache`: a lookup, and what a miss does.
struct CacheForm: Sendable {
  var name = ""
  var hit = Fraction.zero
  var miss: [Step] = []
}

/// `parallel`: branches side by side.
struct ParallelForm: Sendable {
  var join = Join.all
  var losers = Losers.finish
  var branches: [[Step]] = []
}

/// One alternative of `choose`.
struct ChoiceForm: Sendable {
  var probability = Fraction.zero
  var steps: [Step] = []
}

/// `repeat`: steps that are run again and again.
struct RepeatForm: Sendable {
  var again = Fraction.zero
  var most = 20
  var steps: [Step] = []
}

/// `stream`: a stream slot, held through further steps.
struct StreamForm: Sendable {
  var steps: [Step] = []
}

/// `transfer`: bytes at a bandwidth.
struct TransferForm: Sendable {
  var size = Law.constant(0)
  var bandwidth = 1.0
}

extension Schemas {
  /// A step of a request.
  static let step = RecordSchema(
    "step",
    "One step of a request: exactly one action, and perhaps a label.",
    StepForm(),
    [
      action("serve", serve, "Waits for a server of a station and holds it for a time.") {
        .serve(station: $0.at, time: $0.time)
      },
      action("hold", hold, "Waits for a server of a station and holds it through steps.") {
        .hold(station: $0.at, steps: $0.steps)
      },
      action("delay", .law(.seconds), "Lets time pass without occupying anything.") {
        .delay(time: $0)
      },
      action("cpu", .law(.seconds), "Runs on a core of the endpoint's service.") { .cpu(time: $0) },
      action("query", query, "Runs statements on a pooled database connection.") {
        .query(database: $0.database, time: $0.time, count: $0.count, reads: $0.replicaRead)
      },
      action("transaction", transaction, "Holds a pooled connection through steps.") {
        .transaction(database: $0.database, steps: $0.steps)
      },
      action("cache", cacheLookup, "Looks into a cache; a miss runs further steps.") {
        .cache(name: $0.name, hitRatio: $0.hit, miss: $0.miss)
      },
      action("call", .modelCall, "Calls a language model, with retries and fallbacks.") {
        .call($0)
      },
      action("parallel", .parallel, "Runs branches side by side.") {
        .parallel(branches: $0.branches, join: $0.join, losers: $0.losers)
      },
      action("choose", .choices, "Runs one of several step lists, drawn by probability.") {
        .choose($0.map { ($0.probability, $0.steps) })
      },
      action("repeat", again, "Runs steps, and another round of them with a probability.") {
        .again(steps: $0.steps, probability: $0.again, most: $0.most)
      },
      action("stream", stream, "Holds a stream slot of the service through steps.") {
        .stream(steps: $0.steps)
      },
      action("enqueue", .reference(.endpoint), "Leaves a job behind and goes on at once.") {
        .enqueue(job: $0)
      },
      action("transfer", transfer, "Moves bytes at a bandwidth.") {
        .transfer(size: $0.size, bytesPerSecond: $0.bandwidth)
      },
      Field(optional: "label", \.label, .text, "What reports call the step."),
    ]
  )

  private static func action<Form>(
    _ key: String,
    _ kind: Kind<Form>,
    _ doc: String,
    _ make: @escaping @Sendable (Form) -> Action
  ) -> Field<StepForm> {
    Field(
      outline: FieldOutline(key: key, shape: kind.shape, doc: doc),
      read: { node, form, diagnosis in
        guard let value = kind.read(node, diagnosis) else { return }
        form.actions.append(make(value))
      },
      defaultText: { _ in nil }
    )
  }

  private static func action<Form>(
    _ key: String,
    _ schema: RecordSchema<Form>,
    _ doc: String,
    _ make: @escaping @Sendable (Form) -> Action
  ) -> Field<StepForm> {
    action(key, Kind.record(schema), doc, make)
  }

  /// `serve`.
  static let serve = RecordSchema(
    "serve",
    "A server of a station, held for a time.",
    ServeForm(),
    [
      Field("at", \.at, .reference(.station), "The station.", required: true),
      Field("time", \.time, .law(.seconds), "How long.", required: true),
    ]
  )

  /// `hold`.
  static let hold = RecordSchema(
    "hold",
    "A server of a station, held through further steps.",
    HoldForm(),
    [
      Field("at", \.at, .reference(.station), "The station.", required: true),
      Field("steps", \.steps, .steps, "What is done meanwhile.", required: true),
    ]
  )

  /// `query`.
  static let query = RecordSchema(
    "query",
    "Statements on a pooled database connection.",
    QueryForm(),
    [
      Field("database", \.database, .reference(.database), "The database.", required: true),
      Field("time", \.time, .law(.seconds), "The time of one statement on a core.", required: true),
      Field("count", \.count, .integer(1...100_000), "How many statements, one after the other."),
      Field("from", \.reads, .choice, "Whether a replica may answer: statements that only read."),
      Field(
        optional: "since_write",
        \.sinceWrite,
        .law(.seconds),
        "How long ago it was written what a replica is asked for; very long when absent."
      ),
    ]
  )

  /// `transaction`.
  static let transaction = RecordSchema(
    "transaction",
    "A pooled database connection, held through further steps.",
    TransactionForm(),
    [
      Field("database", \.database, .reference(.database), "The database.", required: true),
      Field("steps", \.steps, .steps, "What is done meanwhile.", required: true),
    ]
  )

  /// `cache`.
  static let cacheLookup = RecordSchema(
    "cache_lookup",
    "A lookup in a cache, and what a miss does.",
    CacheForm(),
    [
      Field("name", \.name, .reference(.cache), "The cache.", required: true),
      Field(
        "hit",
        \.hit,
        .fraction,
        "The share that finds something; a guess for a cache of keys.",
        required: true
      ),
      Field("miss", \.miss, .steps, "What a miss does."),
    ]
  )

  /// `parallel`.
  static let parallel = RecordSchema(
    "parallel",
    "Branches that run side by side.",
    ParallelForm(),
    [
      Field("join", \.join, .join, "When to go on: all, first, {quorum: N} or {settled: N}."),
      Field("losers", \.losers, .choice, "What becomes of branches that nobody waits for."),
      Field("branches", \.branches, .list(.steps), "A list of step lists.", required: true),
    ]
  )

  /// One alternative of `choose`.
  static let choice = RecordSchema(
    "alternative",
    "One alternative of a choice.",
    ChoiceForm(),
    [
      Field("probability", \.probability, .fraction, "How often it is taken.", required: true),
      Field("steps", \.steps, .steps, "What is done then.", required: true),
    ]
  )

  /// `repeat`.
  static let again = RecordSchema(
    "repeat",
    "Steps that are run again and again, such as the tool calls of an agent.",
    RepeatForm(),
    [
      Field("again", \.again, .fraction, "How often another round follows one.", required: true),
      Field("most", \.most, .integer(1...1000), "The most rounds."),
      Field("steps", \.steps, .steps, "What a round does.", required: true),
    ]
  )

  /// `stream`.
  static let stream = RecordSchema(
    "stream",
    "A stream slot of the service, held through further steps.",
    StreamForm(),
    [Field("steps", \.steps, .steps, "What is done meanwhile.", required: true)]
  )

  /// `transfer`.
  static let transfer = RecordSchema(
    "transfer",
    "Bytes moved at a bandwidth.",
    TransferForm(),
    [
      Field("size", \.size, .law(.bytes), "How many bytes.", required: true),
      Field("bandwidth", \.bandwidth, .bandwidth, "How fast.", required: true),
    ]
  )
}

extension QueryForm {
  /// What a replica is asked for; nil for a query of the primary.
  var replicaRead: ReplicaRead? {
    guard reads == .replica else { return nil }
    var read = ReplicaRead()
    read.sinceWrite = sinceWrite
    return read
  }
}
