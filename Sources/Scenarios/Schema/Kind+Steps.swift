import Quantities

extension Kind where Value == [Step] {
  /// A list of steps.
  static var steps: Kind {
    // The schema of a step is only touched when steps are read: it refers to itself.
    let step = Kind<Step>(shape: .record("step")) { node, diagnosis in
      let before = diagnosis.problems.count
      guard let form = Schemas.step.decode(node, diagnosis) else { return nil }
      guard form.actions.count == 1, let action = form.actions.first else {
        if diagnosis.problems.count == before {
          let words = Schemas.step.fields.map(\.outline.key).filter { $0 != "label" }
          diagnosis.report(
            .stepForm,
            at: node.place,
            "\(diagnosis.whereInWords) must have exactly one action, not \(form.actions.count)",
            help: "one of \(Spelling.list(words))"
          )
        }
        return nil
      }
      var label = form.label
      if case .call = action { label = label ?? node["call"]?["name"]?.text }
      return Step(action, path: diagnosis.pathText, label: label)
    }
    return .list(step)
  }
}

/// `{quorum: N}` or `{settled: N}`.
struct QuorumForm: Sendable {
  var quorum: Int?
  var settled: Int?
}

extension Schemas {
  /// `{quorum: N}` or `{settled: N}`.
  static let quorum = RecordSchema(
    "quorum",
    "Goes on when that many branches succeeded, or when all have ended: exactly one of the keys.",
    QuorumForm(),
    [
      Field(optional: "quorum", \.quorum, .positive, "Goes on when that many succeeded."),
      Field(
        optional: "settled",
        \.settled,
        .positive,
        "Waits for all, and goes on when that many of them succeeded."
      ),
    ]
  )
}

extension Kind where Value == Join {
  /// `all`, `first`, `{quorum: N}` or `{settled: N}`.
  static var join: Kind {
    let words = ["all", "first"]
    return Kind(
      shape: .either([.choice(words), .record("quorum")]),
      read: { node, diagnosis in
        if node.isMapping {
          return Schemas.quorum.decode(node, diagnosis).flatMap { counted($0, node, diagnosis) }
        }
        return Kind<String>.word(words).read(node, diagnosis).map { $0 == "first" ? .first : .all }
      },
      show: { $0 == .all ? "all" : nil }
    )
  }

  private static func counted(
    _ form: QuorumForm,
    _ node: Located,
    _ diagnosis: Diagnosis
  ) -> Join? {
    switch (form.quorum, form.settled) {
    case (let count?, nil): return .quorum(count)
    case (nil, let count?): return .settled(count)
    default:
      // A key that is there and unreadable has been reported already.
      if node.entries.count != 1 || node["quorum"] == nil && node["settled"] == nil {
        diagnosis.report(
          .quorum,
          at: node.place,
          "\(diagnosis.whereInWords) must have exactly one of quorum and settled",
          help: "{quorum: 2} or {settled: 2}"
        )
      }
      return nil
    }
  }
}

extension Kind where Value == ParallelForm {
  /// Branches, and a quorum that they can reach.
  static var parallel: Kind {
    Kind.record(Schemas.parallel).map { form, node, diagnosis in
      let branches = node["branches"] ?? node
      if branches.elements.isEmpty, branches.isSequence {
        diagnosis.report(.quorum, at: branches.place, "there are no branches to run")
      }
      if let quorum = form.join.count, quorum > branches.elements.count {
        diagnosis.report(
          .quorum,
          at: node["join"]?.place ?? node.place,
          "a quorum of \(quorum) cannot be reached by \(branches.elements.count) branches",
          help: "allowed: 1 to \(branches.elements.count)"
        )
      }
      return form
    }
  }
}

extension Join {
  /// The number of branches that it names.
  fileprivate var count: Int? {
    switch self {
    case .quorum(let count), .settled(let count): count
    case .all, .first: nil
    }
  }
}

extension Kind where Value == [ChoiceForm] {
  /// Alternatives whose probabilities add up to one.
  static var choices: Kind {
    let list = Kind.list(.record(Schemas.choice))
    return list.refined(list.shape) { alternatives, node, diagnosis in
      guard alternatives.count == node.elements.count else { return alternatives }
      let sum = alternatives.reduce(0) { $0 + $1.probability.value }
      Shares.check(sum, what: "the probabilities", at: node.place, diagnosis)
      return alternatives
    }
  }
}

/// Shares that must add up to one.
enum Shares {
  /// Reports a sum that is not one.
  static func check(
    _ sum: Double,
    what: String,
    at place: Located.Place,
    _ diagnosis: Diagnosis
  ) {
    guard abs(sum - 1) > 0.001 else { return }
    let shown = Shape.brief((sum * 100_000).rounded() / 1000)
    diagnosis.report(
      .shares,
      at: place,
      "\(what) of \(diagnosis.whereInWords) add up to \(shown)%",
      help: "they must add up to 100% (within 0.1%)"
    )
  }
}

/// `call`: a language model, its token lengths and its client.
struct CallForm: Sendable {
  var model = ""
  var input: Law?
  var output: Law?
  var lengths: String?
  var maxTokens: Int?
  var cutsAnswers = true
  var prefix: PromptPrefix?
  var breaker: String?
  var throttle: ThrottlePolicy?
  var hedgedAfter: SimInterval?
  var client: String?
  var group: [String] = []
  var fallback: [String] = []
  var name: String?
}

extension Schemas {
  /// `prefix`.
  static let prefix = RecordSchema(
    "prompt_prefix",
    "The part of the prompt that calls have in common.",
    PromptPrefix(),
    [
      Field("tokens", \.tokens, .positive, "How long it is.", required: true),
      Field(
        "conversations",
        \.conversations,
        .integer(1...10_000_000),
        "How many different ones there are, all equally often."
      ),
    ]
  )

  /// `throttle`.
  static let throttle = RecordSchema(
    "client_throttle",
    "When a client stops its own calls: too many are wanted for those that are accepted.",
    ThrottlePolicy(),
    [
      Field(
        "factor",
        \.factor,
        .number(1...1000),
        "How many times as many may be wanted as are accepted.",
        source: "Google SRE book (2016), chapter 21: 2"
      ),
      Field(
        "window",
        \.window,
        .positiveDuration,
        "The time over which both are counted.",
        source: "Google SRE book (2016), chapter 21: two minutes"
      ),
    ]
  )

  /// `call`.
  static let call = RecordSchema(
    "call",
    "A call of a language model.",
    CallForm(),
    [
      Field("model", \.model, .reference(.model), "The model.", required: true),
      Field(optional: "input", \.input, .law(.tokens), "Prompt tokens."),
      Field(optional: "output", \.output, .law(.tokens), "Answer tokens."),
      Field(
        optional: "lengths",
        \.lengths,
        .word(["trace"]),
        "Takes both lengths from the row of the trace that made the request."
      ),
      Field(optional: "max_tokens", \.maxTokens, .positive, "The most answer tokens asked for."),
      Field(
        "cuts_answers",
        \.cutsAnswers,
        .flag,
        "Whether an answer ends at max_tokens; else only the limits count them."
      ),
      Field(
        optional: "breaker",
        \.breaker,
        .reference(.breaker),
        "The circuit breaker in front of each model, one for each process, inside the retries."
      ),
      Field(
        optional: "throttle",
        \.throttle,
        .record(throttle),
        "How the client stops its own calls, in each process, when too few are accepted."
      ),
      Field(
        optional: "prefix",
        \.prefix,
        .record(prefix),
        "The part of the prompt that calls have in common, for the model's prompt_cache."
      ),
      Field(
        optional: "hedge_after",
        \.hedgedAfter,
        .positiveDuration,
        "Asks once more when no answer has come by then; the first answer counts."
      ),
      Field(optional: "client", \.client, .reference(.client), "The client library's retries."),
      Field(
        "group",
        \.group,
        .list(.reference(.model)),
        "Further deployments of the same group, over which the client's router spreads calls."
      ),
      Field(
        "fallback",
        \.fallback,
        .list(.reference(.model)),
        "Models tried in turn after a final failure."
      ),
      Field(optional: "name", \.name, .text, "What reports call the step; label is the same."),
    ]
  )
}

extension Kind where Value == ModelCall {
  /// A call, with the policy of its client looked up.
  static var modelCall: Kind {
    Kind<CallForm>.record(Schemas.call).map { form, node, diagnosis in
      var call = ModelCall(model: form.model)
      call.fromTrace = form.lengths != nil
      if !call.fromTrace, node["input"] == nil || node["output"] == nil {
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) has no \(node["input"] == nil ? "\"input\"" : "\"output\"")",
          help: "give input and output in tokens, or lengths: trace"
        )
      }
      call.inputTokens = form.input ?? .constant(0)
      call.outputTokens = form.output ?? .constant(0)
      call.maxTokens = form.maxTokens
      call.cutsAnswers = form.cutsAnswers
      call.hedgedAfter = form.hedgedAfter
      call.prefix = form.prefix
      call.throttle = form.throttle
      call.breaker = form.breaker.flatMap { diagnosis.breakers[$0] }
      call.group = form.group
      call.fallbacks = form.fallback
      if let client = form.client, let policy = diagnosis.clients[client] { call.client = policy }
      if !call.group.isEmpty, call.client.router == nil {
        diagnosis.report(
          .retry,
          at: node["group"]?.place ?? node.place,
          "\(diagnosis.whereInWords) has a group, but its client has no router",
          help: "client: litellm-router-1.109, or a client with router: {}"
        )
      }
      checkChain(call, at: node["fallback"]?.place ?? node.place, diagnosis)
      return call
    }
  }

  private static func checkChain(
    _ call: ModelCall,
    at place: Located.Place,
    _ diagnosis: Diagnosis
  ) {
    var seen: Set<String> = []
    let chain = [call.model] + call.group + call.fallbacks
    for model in chain where !seen.insert(model).inserted {
      diagnosis.report(
        .fallbackCycle,
        at: place,
        "the fallbacks come back to \"\(model.escapedForTerminal(limit: 60))\": "
          + chain.map { $0.escapedForTerminal(limit: 60) }.joined(separator: " → "),
        help: "name each model of the chain once"
      )
      return
    }
  }
}
