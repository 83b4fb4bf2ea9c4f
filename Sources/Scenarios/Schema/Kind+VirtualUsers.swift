import Quantities

/// An executor of k6: its name, and the keys that it needs and understands beside the common ones.
struct ExecutorRule: Sendable {
  let name: String
  var needs: [String] = []
  var allows: [String] = []

  static let all = [
    ExecutorRule(name: "constant-vus", needs: ["duration"], allows: ["vus"]),
    ExecutorRule(
      name: "ramping-vus",
      needs: ["stages"],
      allows: ["start_vus", "graceful_ramp_down"]
    ),
    ExecutorRule(
      name: "constant-arrival-rate",
      needs: ["rate", "duration", "pre_allocated_vus"],
      allows: ["max_vus"]
    ),
    ExecutorRule(
      name: "ramping-arrival-rate",
      needs: ["stages", "pre_allocated_vus"],
      allows: ["start_rate", "max_vus"]
    ),
    ExecutorRule(name: "per-vu-iterations", allows: ["vus", "iterations", "max_duration"]),
    ExecutorRule(name: "shared-iterations", allows: ["vus", "iterations", "max_duration"]),
  ]

  static let common = ["executor", "start_time", "graceful_stop", "iteration"]
  static let names = all.map(\.name)
}

extension Kind where Value == VirtualUsers {
  /// An executor of k6 whose keys agree with each other.
  static var executor: Kind {
    Kind<ExecutorForm>.record(Schemas.executor).map { form, node, diagnosis in
      ExecutorBuilder(form: form, node: node, diagnosis: diagnosis).build()
    }
  }
}

/// Turns the form of an executor into users.
private struct ExecutorBuilder {
  let form: ExecutorForm
  let node: Located
  let diagnosis: Diagnosis

  func build() -> VirtualUsers? {
    guard let rule = ExecutorRule.all.first(where: { $0.name == form.executor }),
      agrees(with: rule)
    else { return nil }
    let sum = form.stages.reduce(SimInterval.zero) { $0 + $1.over }
    let given = form.duration ?? .zero
    let made: (VirtualUsers.Plan, SimInterval)? =
      switch form.executor {
      case "constant-vus":
        (.looping(from: Double(form.vus), stages: [], rampDown: nil), given)
      case "ramping-vus":
        users.map {
          (.looping(from: Double(form.startVUs), stages: $0, rampDown: form.gracefulRampDown), sum)
        }
      case "constant-arrival-rate": arriving(form.rate ?? .zero, [], isConstant: true, given)
      case "ramping-arrival-rate":
        rates.flatMap { arriving(form.startRate, $0, isConstant: false, sum) }
      case "per-vu-iterations":
        (.each(users: form.vus, iterations: form.iterations), form.maxDuration)
      default: shared
      }
    guard let (plan, duration) = made else { return nil }
    if duration == .zero || form.startTime + duration > TestBuilder.longest {
      diagnosis.report(
        duration == .zero ? .stage : .horizon,
        at: node.place,
        "\(diagnosis.whereInWords) lasts \(duration == .zero ? "no time" : "longer than 366 days")"
      )
      return nil
    }
    var users = VirtualUsers(plan: plan, duration: duration, journey: form.iteration)
    users.start = form.startTime
    users.gracefulStop = form.gracefulStop
    return users
  }

  private func agrees(with rule: ExecutorRule) -> Bool {
    var agrees = true
    let known = rule.needs + rule.allows + ExecutorRule.common
    for entry in node.entries where !known.contains(entry.key) {
      agrees = false
      diagnosis.report(
        .testForm,
        at: entry.place,
        "\"\(entry.key)\" has no meaning for \(rule.name)",
        help: "its keys: \(Spelling.list(known))"
      )
    }
    for key in rule.needs where node[key] == nil {
      agrees = false
      diagnosis.report(
        .missingKey,
        at: node.place,
        "\(diagnosis.whereInWords) has no \"\(key)\", which \(rule.name) needs"
      )
    }
    return agrees
  }

  private var users: [LoadTest.Stage]? {
    stages { if case .users(let count) = $0 { Double(count) } else { nil } }
  }

  private var rates: [LoadTest.Stage]? {
    stages { if case .rate(let rate) = $0 { rate.perSecond } else { nil } }
  }

  /// The stages with their targets as numbers; nil when one is of the other kind.
  private func stages(_ value: (ExecutorTarget) -> Double?) -> [LoadTest.Stage]? {
    var stages: [LoadTest.Stage] = []
    for (index, stage) in form.stages.enumerated() {
      guard let to = value(stage.to) else {
        let place = node["stages"]?.elements[safe: index]?["to"]?.place ?? node.place
        let isRate = form.executor.hasSuffix("rate")
        diagnosis.report(
          .wrongUnit,
          at: place,
          "a stage of \(form.executor) goes to \(isRate ? "a rate" : "a number of users")",
          help: isRate ? "write 50/s" : "write 100"
        )
        return nil
      }
      stages.append(LoadTest.Stage(over: stage.over, to: to))
    }
    return stages
  }

  private func arriving(
    _ rate: Rate,
    _ stages: [LoadTest.Stage],
    isConstant: Bool,
    _ duration: SimInterval
  ) -> (VirtualUsers.Plan, SimInterval)? {
    let allocated = form.preAllocatedVUs ?? 0
    let most = form.maxVUs ?? max(allocated, 1)
    guard most >= allocated else {
      diagnosis.report(
        .reversed,
        at: node["max_vus"]?.place ?? node.place,
        "max_vus of \(diagnosis.whereInWords) is below pre_allocated_vus",
        help: "pre_allocated_vus ≤ max_vus"
      )
      return nil
    }
    let plan = VirtualUsers.Plan.arriving(
      from: rate.perSecond,
      stages: stages,
      isConstant: isConstant,
      allocated: allocated,
      most: most
    )
    return (plan, duration)
  }

  private var shared: (VirtualUsers.Plan, SimInterval)? {
    guard form.iterations >= form.vus else {
      diagnosis.report(
        .outOfRange,
        at: node["iterations"]?.place ?? node["vus"]?.place ?? node.place,
        "\(diagnosis.whereInWords) shares \(form.iterations) iterations among \(form.vus) users",
        help: "at least one iteration for each user, as in k6"
      )
      return nil
    }
    return (.shared(users: form.vus, iterations: form.iterations), form.maxDuration)
  }
}
