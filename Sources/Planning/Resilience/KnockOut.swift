import Quantities
public import Scenarios
import Simulating
public import Statistics

/// What becomes of the requests while one part of the platform is out.
public struct KnockOut: Sendable {
  /// How the platform stands without the part.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// Some endpoint answers less than half of its requests: a single point of failure.
    case stops
    /// More requests fail than are allowed, or a target is missed.
    case suffers
    /// Every target holds.
    case carriesOn
    /// The model cannot say.
    case unknown
  }

  /// The tier whose load it had; nil without tiers.
  public var tier: String?
  /// Whether the platform was the one that the roadmap arrives at for the tier, rather than as it is.
  public var isPlanned = false
  /// The part, as reports name it.
  public var part: String
  /// The layer of the platform that it belongs to.
  public var layer: Layer
  /// What is done to it, in words.
  public var fault: String
  /// The share of all requests that still succeeds.
  public var succeeded: Estimated
  /// The endpoint that suffers most, and the share of its requests that still succeeds.
  public var worst: (route: String, share: Double)?
  /// How the platform stands without it.
  public var outcome: Outcome
  /// What that rests on, with numbers.
  public var evidence: String
  /// What would help.
  public var remedy: String

  /// Whether the platform stands or falls with it.
  public var isSinglePointOfFailure: Bool { outcome == .stops }
}

/// A part that can be taken out, and how.
struct KnockOutTrial: Sendable {
  /// Requests that tell whether a target holds; more of them would only cost time.
  static let enoughRequests = 20_000.0

  var part: String
  var layer: Layer
  var fault: String
  var remedy: String
  /// What is done: faults of the whole test, and what is changed in the scenario; nil for a part whose
  /// loss is not modelled.
  var makeFault: Fault.Kind?
  var change: (@Sendable (Scenario) -> Scenario)?
  /// The trial whose outcome is the same, by position.
  var sameAs: Int?
}

extension Laboratory {
  /// Takes each part of a platform out for the whole of a test and looks what still succeeds.
  ///
  /// Out are in turn: each provider account, each database (and with it its pooler, through which all
  /// of its queries pass), one of its copies that answer reads, each cache, one instance of each
  /// service, one worker of each queue, and each station. An endpoint stops when it answers less than
  /// half of its requests, although it answered more with the part.
  ///
  /// - Parameters:
  ///   - test: The load.
  ///   - tier: The tier whose load it has.
  ///   - scenario: The platform.
  /// - Returns: One entry for each part that requests use, the worst first.
  public func knockOuts(_ test: LoadTest, at tier: Tier?, of scenario: Scenario) async -> [KnockOut]
  {
    var load = test
    load.faults = []
    load.warmUp = .zero
    let asked = Program(scenario, workload: Workload(tier: tier, test: load, trace: trace))
    let expected = asked.expectedRequests.reduce(0, +)
    let shorter = Breakpoint.duration(
      of: load,
      offering: asked.expectedRequests,
      enough: KnockOutTrial.enoughRequests
    )
    if let shorter { load.duration = shorter }
    // Shares of a thousand requests are known to some hundredths, enough to tell half from all.
    let runs = max(2, min(Int((1000 / max(expected, 1)).rounded(.up)), 50))
    let usual = await run(load, at: tier, of: scenario, replications: runs)
    let trials = scenario.platform.knockOutTrials
    let results = await inParallel(trials.count) { [load] index -> TestResult? in
      let trial = trials[index]
      guard trial.sameAs == nil, trial.makeFault != nil || trial.change != nil else { return nil }
      var broken = load
      if let fault = trial.makeFault {
        // Nor does it come back for those who still wait when the test is over.
        broken.faults = [Fault(at: .zero, lasting: load.duration + .seconds(3600), fault)]
      }
      let changed = trial.change?(scenario) ?? scenario
      return await run(broken, at: tier, of: changed, replications: runs)
    }
    var found: [KnockOut] = []
    for (trial, result) in zip(trials, results) {
      if let other = trial.sameAs {
        found.append(trial.outcome(like: found[other]))
      } else {
        found.append(result.map { trial.outcome($0, usual) } ?? trial.unknown)
      }
    }
    let order = KnockOut.Outcome.allCases
    for index in found.indices { found[index].tier = tier?.name }
    return found.enumerated().sorted { a, b in
      let (left, right) = (
        order.firstIndex(of: a.element.outcome) ?? 0, order.firstIndex(of: b.element.outcome) ?? 0
      )
      return (left, a.offset) < (right, b.offset)
    }.map(\.element)
  }
}

extension [KnockOut] {
  /// Those of the platform as it is, at the first tier.
  var ofToday: [KnockOut] { filter { $0.tier == first?.tier } }
}

extension KnockOutTrial {
  /// The outcome of a trial, beside the same test with everything in place.
  func outcome(_ result: TestResult, _ usual: TestResult) -> KnockOut {
    var worst: (route: String, share: Double)?
    var stopped: [String] = []
    for (endpoint, before) in zip(result.endpoints, usual.endpoints) where endpoint.offered > 0 {
      let share = endpoint.answeredShare
      if share < worst?.share ?? .infinity { worst = (endpoint.route, share) }
      if share < 0.5, before.answeredShare >= 0.5 {
        stopped.append("\(percent(share)) of \(endpoint.route)")
      }
    }
    // What is missed with everything in place says nothing about the part.
    let before = Set(usual.targetChecks.filter(\.isMissed).map(\.subject))
    let missed = result.targetChecks.filter { $0.isMissed && !before.contains($0.subject) }
    let outcome: KnockOut.Outcome
    let evidence: String
    if !stopped.isEmpty {
      outcome = .stops
      evidence = "answered are \(AuditText.list(stopped))"
    } else if let first = missed.first {
      outcome = .suffers
      evidence = first.words
    } else {
      outcome = .carriesOn
      evidence = before.isEmpty ? "every target holds" : "nothing falls that holds with it"
    }
    return KnockOut(
      part: part,
      layer: layer,
      fault: fault,
      succeeded: result.answeredShare,
      worst: worst,
      outcome: outcome,
      evidence: evidence,
      remedy: outcome == .carriesOn ? "" : remedy
    )
  }

  /// The outcome of another part, for one that everything of the other passes through.
  func outcome(like other: KnockOut) -> KnockOut {
    var same = other
    same.part = part
    same.layer = layer
    same.fault = fault
    if same.outcome != .carriesOn { same.remedy = remedy }
    return same
  }

  /// The answer for a part whose loss is not modelled.
  var unknown: KnockOut {
    let reason = NotEstimable(reason: "its loss is not modelled", observations: 0)
    return KnockOut(
      part: part,
      layer: layer,
      fault: fault,
      succeeded: .notEstimable(reason),
      worst: nil,
      outcome: .unknown,
      evidence: "its loss is not modelled",
      remedy: remedy
    )
  }
}

extension EndpointResult {
  /// The share of its requests that was answered; those still open at the end were not.
  var answeredShare: Double { offered > 0 ? Double(completed) / Double(offered) : 1 }
}

extension TestResult {
  /// The share of all requests that was answered.
  var answeredShare: Estimated {
    let offered = endpoints.reduce(0) { $0 + $1.offered }
    let completed = endpoints.reduce(0) { $0 + $1.completed }
    return wilsonInterval(
      successes: Int(completed),
      trials: Int(offered),
      level: Fraction(0.95)
    )
  }
}
