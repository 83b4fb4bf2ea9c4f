import Quantities

/// A stop of a session as the file writes it.
struct StopForm: Sendable {
  var ask = ""
  var think = Law.constant(0)
  var next: [(key: String, value: Fraction)]?
}

/// The target of a stage of an executor: users, or a rate.
enum ExecutorTarget: Sendable, Hashable {
  case users(Int)
  case rate(Rate)
}

/// A stage of an executor as the file writes it.
struct ExecutorStageForm: Sendable {
  var over = SimInterval.zero
  var to = ExecutorTarget.users(0)
}

/// An executor of k6 as the file writes it.
struct ExecutorForm: Sendable {
  var executor = ""
  var vus = 1
  var duration: SimInterval?
  var startVUs = 1
  var stages: [ExecutorStageForm] = []
  var gracefulRampDown = SimInterval.seconds(30)
  var gracefulStop = SimInterval.seconds(30)
  var startTime = SimInterval.zero
  var rate: Rate?
  var startRate = Rate.zero
  var preAllocatedVUs: Int?
  var maxVUs: Int?
  var iterations = 1
  var maxDuration = SimInterval.seconds(600)
  var iteration: [Stop] = []
}

extension Schemas {
  /// A stop of a session.
  static let stop = RecordSchema(
    "stop",
    "Something that a user does in a session: it asks, waits for the answer, and thinks.",
    StopForm(),
    [
      Field("ask", \.ask, .reference(.endpoint), "The endpoint.", required: true),
      Field("think", \.think, .law(.seconds), "How long it thinks when it has heard."),
      Field(
        optional: "next",
        \.next,
        .map(of: .fraction),
        "Where it goes, by what the stops ask for; the rest ends the session. The next of the list "
          + "when absent."
      ),
    ]
  )

  private static let source = "k6 2.2.0, lib/executor"

  /// A stage of an executor.
  static let executorStage = RecordSchema(
    "executor_stage",
    "A straight piece of the users, or of the rate, of an executor.",
    ExecutorStageForm(),
    [
      Field("over", \.over, .duration, "How long it lasts; 0s is a jump.", required: true),
      Field(
        "to",
        \.to,
        .executorTarget,
        "Users or a rate at its end: 100, or 50/s.",
        required: true
      ),
    ]
  )

  /// An executor of k6.
  static let executor = RecordSchema(
    "k6_executor",
    "A scenario of k6: what starts iterations, and what an iteration is.",
    ExecutorForm(),
    [
      Field("executor", \.executor, .word(ExecutorRule.names), "The executor.", required: true),
      Field("vus", \.vus, .integer(1...1_000_000), "Virtual users."),
      Field(optional: "duration", \.duration, .positiveDuration, "How long it runs."),
      Field("start_vus", \.startVUs, .integer(0...1_000_000), "Users at the start."),
      Field("stages", \.stages, .list(.record(executorStage)), "Its pieces."),
      Field(
        "graceful_ramp_down",
        \.gracefulRampDown,
        .duration,
        "How long a user that is not wanted any more may finish its iteration.",
        source: source
      ),
      Field(
        "graceful_stop",
        \.gracefulStop,
        .duration,
        "How long iterations may go on after the end.",
        source: source
      ),
      Field("start_time", \.startTime, .duration, "When it starts."),
      Field(optional: "rate", \.rate, .rate, "Iterations that start: 60/s."),
      Field("start_rate", \.startRate, .rate, "The same at the start of the stages."),
      Field(
        optional: "pre_allocated_vus",
        \.preAllocatedVUs,
        .integer(0...1_000_000),
        "Users that are there at first."
      ),
      Field(
        optional: "max_vus",
        \.maxVUs,
        .integer(1...1_000_000),
        "The most users: one more for each dropped iteration; those that are there at first."
      ),
      Field("iterations", \.iterations, .integer(1...1_000_000_000), "Of each user, or of all."),
      Field(
        "max_duration",
        \.maxDuration,
        .positiveDuration,
        "When iterations that were not started are dropped.",
        source: source
      ),
      Field("iteration", \.iteration, .journey, "What an iteration does.", required: true),
    ]
  )
}

extension Kind where Value == ExecutorTarget {
  /// A number of users or a rate.
  static var executorTarget: Kind {
    Kind(shape: .either([.integer(0...1_000_000), .rate])) { node, diagnosis in
      if node.text?.contains("/") == true {
        return Kind<Rate>.rate.read(node, diagnosis).map { .rate($0) }
      }
      return Kind<Int>.integer(0...1_000_000).read(node, diagnosis).map { .users($0) }
    }
  }
}

extension Kind where Value == [Stop] {
  /// The stops of a session, from each of which the end can be reached.
  static var journey: Kind {
    Kind<[StopForm]>.list(.record(Schemas.stop)).map { forms, node, diagnosis in
      guard !forms.isEmpty else {
        diagnosis.report(
          .testForm,
          at: node.place,
          "\(diagnosis.whereInWords) is empty",
          help: "write [{ask: an endpoint, think: 1s}]"
        )
        return nil
      }
      var stops: [Stop] = []
      for (index, form) in forms.enumerated() {
        var stop = Stop(endpoint: form.ask, think: form.think)
        let place = node.elements[safe: index]?["next"]?.place ?? node.place
        stop.next = form.next.map { ways($0, forms, at: place, diagnosis) }
        stops.append(stop)
      }
      let users = VirtualUsers(
        plan: .shared(users: 1, iterations: 1),
        duration: .zero,
        journey: stops
      )
      if users.expectedVisits == nil {
        diagnosis.report(
          .testForm,
          at: node.place,
          "\(diagnosis.whereInWords) never ends: users go round for ever",
          help:
            "let the shares of next add up to less than 100% somewhere; the rest ends the session"
        )
      }
      return stops
    }
  }

  private static func ways(
    _ next: [(key: String, value: Fraction)],
    _ forms: [StopForm],
    at place: Located.Place,
    _ diagnosis: Diagnosis
  ) -> [(stop: Int, share: Fraction)] {
    let sum = next.reduce(0) { $0 + $1.value.value }
    if sum > 1.000001 { Shares.check(sum, what: "the shares", at: place, diagnosis) }
    return next.compactMap { name, share in
      guard let stop = forms.firstIndex(where: { $0.ask == name }) else {
        diagnosis.report(
          .unknownName,
          at: place,
          "no stop of the session asks for \"\(name.escapedForTerminal(limit: 60))\"",
          help: "stops: \(Spelling.list(forms.map(\.ask)))"
        )
        return nil
      }
      return (stop, share)
    }
  }
}
