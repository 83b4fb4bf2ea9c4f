import Kernel

extension Compiler {
  /// The longest plan: what each token in progress keeps is bounded.
  private static let longestPlan = 32
  /// Rarer steps draw when they are there: an unneeded number costs a third of one drawn in its turn.
  private static let leastProbability = 0.3

  /// Plans what requests and their branches draw when they begin, instead of step by step.
  ///
  /// A draw depends on the request and the step alone, so it may be made at any time; several in a row do
  /// not wait for each other. Where a fault may change a step meanwhile, nothing is drawn ahead.
  mutating func planDraws() {
    guard program.faults.isEmpty else { return }
    let starts =
      program.endpoints.map(\.start) + program.branches + program.callers.map(\.body)
      + program.jobs.map(\.body)
    let reached = Set(starts).sorted().map { (start: Int($0), chances: chances(from: Int($0))) }
    // A number belongs to the token of one start: what several reach is drawn on the spot.
    var owners = [Int](repeating: 0, count: program.operations.count)
    for (_, chances) in reached {
      for i in chances.indices where chances[i] != nil { owners[i] += 1 }
    }
    for (start, chances) in reached {
      let own = chances.indices.filter {
        owners[$0] == 1 && chances[$0] ?? 0 >= Compiler.leastProbability
      }
      plan(from: start, own)
    }
  }

  /// Plans the draws of some operations for the tokens that start at one of them.
  private mutating func plan(from start: Int, _ operations: [Int]) {
    let all = operations.flatMap { draws(of: $0) }.prefix(Compiler.longestPlan)
    // A single one can as well be drawn in its turn.
    guard all.count > 1 else { return }
    var plan = DrawPlan(first: Int32(program.plannedDraws.count))
    var ends: [Int32] = []
    var column: Int32 = 0
    for group in PlannedDraw.Group.allCases {
      for it in all where it.group == group {
        program.plannedDraws.append(it.draw)
        switch it.target {
        case .operation(let i): program.operations[i].column = column
        case .call(let i, let field): program.calls[i][keyPath: field] = column
        }
        column += 1
      }
      ends.append(column)
    }
    (plan.exponentials, plan.choices, plan.lognormals, plan.numbers) =
      (ends[0], ends[1], ends[2], ends[3])
    program.operations[start].plan = Int32(program.drawPlans.count)
    program.drawPlans.append(plan)
    // One more, so that log-normal numbers go in pairs.
    program.drawnColumns = max(program.drawnColumns, Int(column) + 1)
  }

  /// A draw with its group, and who is told its column.
  private struct Candidate {
    enum Target {
      case operation(Int)
      case call(Int, WritableKeyPath<CompiledCall, Int32>)
    }

    var group: PlannedDraw.Group
    var draw: PlannedDraw
    var target: Target
  }

  /// What an operation draws that can be drawn ahead.
  private func draws(of index: Int) -> [Candidate] {
    let operation = program.operations[index]
    switch operation.code {
    case .serve, .share, .seize, .delay:
      let group: PlannedDraw.Group
      switch operation.draw.family {
      case .exponential: group = .exponential
      case .lognormal: group = .lognormal
      case .constant, .gamma, .uniform: return []
      }
      return [candidate(group, operation.purpose, operation.draw, .operation(index))]
    case .branch, .lookup, .edge:
      return [candidate(.choice, operation.purpose, operation.draw, .operation(index))]
    case .call:
      return draws(ofCall: Int(operation.a), operation.purpose)
    default:
      return []
    }
  }

  /// The lengths of a call, and the times of its first attempt at its first target.
  private func draws(ofCall index: Int, _ purpose: UInt32) -> [Candidate] {
    let call = program.calls[index]
    let target = program.targets[Int(call.firstTarget)]
    let first = CallLuck.firstAttempt
    var laws: [(Draw, UInt32, UInt32, WritableKeyPath<CompiledCall, Int32>)] = [
      (target.timeToFirstToken, purpose ^ CallLuck.firstToken, first, \.firstTokenColumn),
      (target.timePerOutputToken, purpose ^ CallLuck.otherTokens, first, \.otherTokensColumn),
    ]
    if !call.fromTrace {
      laws.append((call.input, call.inputPurpose, 0, \.inputColumn))
      laws.append((call.output, call.outputPurpose, 0, \.outputColumn))
    }
    return laws.filter { $0.0.family == .lognormal }.map { law, purpose, number, column in
      candidate(.number, purpose, law, .call(index, column), index: number)
    }
  }

  private func candidate(
    _ group: PlannedDraw.Group,
    _ purpose: UInt32,
    _ law: Draw,
    _ target: Candidate.Target,
    index: UInt32 = 0
  ) -> Candidate {
    let draw = PlannedDraw(law, purpose: purpose, index: index)
    return Candidate(group: group, draw: draw, target: target)
  }

  /// How likely a token that starts at an operation comes to each of the others; nil where it never does.
  ///
  /// Where the state of the platform decides, both ways count as certain.
  private func chances(from start: Int) -> [Double?] {
    var chances = [Double?](repeating: nil, count: program.operations.count)
    chances[start] = 1
    for i in start..<program.operations.count {
      guard let here = chances[i] else { continue }
      for (next, share) in successors(of: i) {
        precondition(next > i, "steps lead forward")
        chances[next] = min((chances[next] ?? 0) + here * share, 1)
      }
    }
    return chances
  }

  /// Where a token goes on after an operation, with the probability of each way.
  private func successors(of index: Int) -> [(Int, Double)] {
    let operation = program.operations[index]
    let next = index + 1
    switch operation.code {
    case .jump:
      return [(Int(operation.a), 1)]
    case .branch:
      return [(Int(operation.a), operation.draw.first), (next, 1 - operation.draw.first)]
    case .lookup, .edge:
      return [(Int(operation.b), operation.draw.first), (next, 1 - operation.draw.first)]
    case .find, .replica, .relogin:
      return [(Int(operation.b), 1), (next, 1)]
    case .connect, .disconnect:
      return [(Int(operation.c), 1), (next, 1)]
    case .enter, .admit, .acquire, .release, .fill, .serve, .share, .seize, .delay, .call, .fork,
      .attempt, .enqueue, .deliver, .receive, .leave, .pace, .openStream:
      return [(next, 1)]
    case .turn, .relieve, .ring, .join, .finish, .arrive, .ask, .iterate, .conduct, .fault, .stop,
      .socket, .instance, .scale, .sample, .begin, .end:
      return []
    }
  }
}
