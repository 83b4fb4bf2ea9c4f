import Quantities

extension Kind where Value == LoadTest {
  /// A load test whose keys agree with each other.
  static var test: Kind {
    Kind<TestForm>.record(Schemas.test).map { form, node, diagnosis in
      TestBuilder(form: form, node: node, diagnosis: diagnosis).build()
    }
  }
}

/// Turns the form of a load test into a load test.
struct TestBuilder {
  let form: TestForm
  let node: Located
  let diagnosis: Diagnosis

  /// The longest test: a leap year.
  static let longest = SimInterval.seconds(366 * 86_400)

  func build() -> LoadTest? {
    var test = LoadTest()
    test.purpose = form.purpose
    test.spacing = form.spacing
    test.starts = form.starts
    test.followsDay = form.follows != nil
    test.followsWeek = form.follows == "week"
    test.monthlyGrowth = form.monthlyGrowth
    checkGrowth()
    test.maxFailures = form.maxFailures
    test.maxP95 = form.maxP95
    test.traceEndpoint = form.trace
    test.driver = driver
    test.bursts = form.bursts
    test.batch = form.batch
    test.classes = form.classes
    test.herds = form.herds
    guard agrees(test.driver) else { return nil }
    let hasOwn = !form.arrivals.isEmpty || !(form.classes.isEmpty && form.herds.isEmpty)
    test.level = test.driver == .open && (!hasOwn || form.load != nil) ? level : .own
    test.rates = form.arrivals.map { ($0.key, $0.value) }
    checkEndpoints(node["arrivals"])
    checkEndpoints(node["mix"])
    setUsers(&test)
    test.sessions = form.k6
    setMix(&test)
    setStages(&test)
    setDuration(&test)
    setSessions(&test)
    setWarmUp(&test)
    setFaults(&test)
    return test
  }

  private var driver: LoadTest.Driver {
    if node["trace"] != nil { return .trace }
    let closed = ["users", "think", "journey", "k6"]
    return closed.contains { node[$0] != nil } ? .closed : .open
  }

  private func checkGrowth() {
    guard form.monthlyGrowth != 0, form.follows == nil else { return }
    diagnosis.report(
      .testForm,
      at: node["monthly_growth"]?.place ?? node.place,
      "the load of \(diagnosis.whereInWords) does not follow the calendar, so it does not grow",
      help: "follows: day, or follows: week"
    )
  }

  private var level: LoadTest.Level { form.load == "mean" ? .mean : .peak }

  private func agrees(_ driver: LoadTest.Driver) -> Bool {
    let strangers: [String]
    let kind: String
    switch driver {
    case .open: (strangers, kind) = (["think", "users", "mix"], "open")
    case .closed:
      let k6 = [
        "users", "think", "mix", "journey", "from", "stages", "duration", "warm_up", "classes",
        "herds",
      ]
      let more = node["k6"] != nil ? k6 : node["journey"] != nil ? ["mix"] : []
      (strangers, kind) = (
        ["load", "arrivals", "spacing", "bursts", "batch", "trace", "follows"] + more,
        node["k6"] != nil ? "one of k6" : node["journey"] != nil ? "of sessions" : "closed"
      )
    case .trace:
      (strangers, kind) = (
        [
          "load", "arrivals", "users", "think", "journey", "k6", "spacing", "bursts", "batch",
          "classes", "herds",
          "stages", "from", "follows",
        ], "trace"
      )
    }
    var agrees = true
    for entry in node.entries where strangers.contains(entry.key) {
      agrees = false
      diagnosis.report(
        .testForm,
        at: entry.place,
        "\"\(entry.key)\" has no meaning in \(diagnosis.whereInWords), which is \(kind)",
        help: "a test has load or arrivals (open), users and think (closed), or trace"
      )
    }
    if driver == .open, node["load"] != nil, let own = node["arrivals"] {
      diagnosis.report(
        .testForm,
        at: own.place,
        "\(diagnosis.whereInWords) has both load and arrivals",
        help: "load takes the rates from the tier, arrivals gives them here"
      )
      agrees = false
    }
    return agrees
  }

  private func checkEndpoints(_ map: Located?) {
    for entry in map?.entries ?? [] {
      let name = Located(content: .scalar(entry.key, plain: false), place: entry.place)
      _ = Kind<String>.reference(.endpoint).read(name, diagnosis)
    }
  }

  private func setUsers(_ test: inout LoadTest) {
    guard test.driver == .closed, form.k6.isEmpty else { return }
    test.thinkTime = form.think ?? .constant(1)
    let peak = ([form.from] + form.stages.map(\.to)).compactMap { level in
      level.flatMap { $0.isPercent ? nil : $0.value }
    }.max()
    test.users = form.users ?? Int((peak ?? 0).rounded())
    if test.users < 1 {
      diagnosis.report(
        .missingKey,
        at: node.place,
        "\(diagnosis.whereInWords) has no users",
        help: "give users: 30, or stages that end at a number of users"
      )
    }
  }

  private func setMix(_ test: inout LoadTest) {
    guard let mix = node["mix"] else { return }
    test.mix = form.mix.map { ($0.key, $0.value) }
    guard form.mix.count == mix.entries.count else { return }
    Shares.check(
      form.mix.reduce(0) { $0 + $1.value.value },
      what: "the shares of the mix",
      at: mix.place,
      diagnosis
    )
  }

  private func setStages(_ test: inout LoadTest) {
    let base = test.driver == .closed ? Double(test.users) : 1
    let start = form.stages.isEmpty || form.users != nil || test.driver != .closed ? base : 0
    test.from = form.from.map { value(of: $0, test: test) } ?? start
    for (index, stage) in form.stages.enumerated() {
      let place = node["stages"]?.elements[safe: index]?.place ?? node.place
      if stage.over == .zero {
        diagnosis.report(
          .stage,
          at: place,
          "stage \(index + 1) of \(diagnosis.whereInWords) lasts no time",
          help: "a jump is a short stage, such as {over: 1s, to: 200%}"
        )
      }
      guard let to = stage.to else { continue }
      test.stages.append(.init(over: stage.over, to: value(of: to, test: test)))
    }
  }

  private func value(of level: LevelForm, test: LoadTest) -> Double {
    switch (test.driver, level.isPercent) {
    case (.closed, true): return level.value * Double(test.users)
    case (.closed, false), (_, true): return level.value
    default:
      let percent = Shape.brief(level.value * 100)
      diagnosis.report(
        .wrongUnit,
        at: level.place,
        "the load of an open test is a percentage, not \(Shape.brief(level.value))",
        help: "write \(percent)% for \(Shape.brief(level.value)) times the load"
      )
      return level.value
    }
  }

  private func setDuration(_ test: inout LoadTest) {
    let seconds = test.stages.reduce(0) { $0 + $1.over.seconds }
    guard seconds <= TestBuilder.longest.seconds,
      form.duration ?? .zero <= TestBuilder.longest
    else {
      diagnosis.report(
        .horizon,
        at: node["duration"]?.place ?? node["stages"]?.place ?? node.place,
        "\(diagnosis.whereInWords) lasts longer than 366 days",
        help: "allowed: up to 366d of simulated time"
      )
      return
    }
    let sum = SimInterval(seconds: seconds)
    guard !test.stages.isEmpty else {
      test.duration = form.duration ?? test.duration
      return
    }
    if let given = form.duration, given != sum {
      diagnosis.report(
        .testForm,
        at: node["duration"]?.place ?? node.place,
        "the stages last \(Written.duration(sum)), not \(Written.duration(given))",
        help: "leave the duration out; it is the sum of the stages"
      )
    }
    test.duration = sum
  }

  /// The users of a test with sessions loop through them; executors of k6 say themselves how long.
  private func setSessions(_ test: inout LoadTest) {
    if let end = test.sessions.map(\.end).max() { test.duration = end }
    guard !form.journey.isEmpty else { return }
    let from = test.stages.isEmpty ? Double(test.users) : test.from
    var users = VirtualUsers(
      plan: .looping(from: from, stages: test.stages, rampDown: nil),
      duration: test.duration,
      journey: form.journey
    )
    users.name = "users"
    users.pause = test.thinkTime
    test.sessions = [users]
  }

  private func setWarmUp(_ test: inout LoadTest) {
    switch form.warmUp {
    case .auto: test.warmUp = nil
    case .span(let span):
      test.warmUp = span
      if span >= test.duration {
        diagnosis.report(
          .warmUp,
          at: node["warm_up"]?.place ?? node.place,
          "a warm-up of \(Written.duration(span)) leaves nothing of a test of "
            + Written.duration(test.duration),
          help: "a warm-up is shorter than the test; auto lets MSER-5 decide"
        )
      }
    }
  }
}

extension Array {
  /// The element at an index, or nil when there is none.
  subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
