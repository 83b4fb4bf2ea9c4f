import Kernel

extension Compiler {
  /// The most numbers that a token draws ahead: each in progress keeps them.
  private static let mostColumns = 32

  /// Plans what requests and their branches draw when they begin, instead of step by step.
  ///
  /// A draw depends on the request and the step alone, so it may be made at any time; several in a row do
  /// not wait for each other. Where a fault may change a step meanwhile, nothing is drawn ahead.
  mutating func planDraws() {
    guard program.faults.isEmpty else { return }
    let starts =
      program.endpoints.map(\.start) + program.branches + program.callers.map(\.body)
      + program.jobs.map(\.body)
    let reached = Set(starts).sorted().map { (start: Int($0), paths: choicePaths(from: Int($0))) }
    // A number belongs to the token of one start: what several reach is drawn on the spot.
    var owners = [Int](repeating: 0, count: program.operations.count)
    for (_, paths) in reached {
      for i in paths.indices where paths[i] != nil { owners[i] += 1 }
    }
    for (start, paths) in reached {
      let all = paths.indices.flatMap { i in
        owners[i] == 1 ? paths[i].map { draws(of: i, behind: $0) } ?? [] : []
      }
      let kept = Array(all.prefix(Compiler.mostColumns))
      // A single one can as well be drawn in its turn.
      guard kept.count > 1 else { continue }
      var columns: Int32 = 0
      program.operations[start].plan = addPlan(behind: [], kept, &columns)
      // One more, so that log-normal numbers go in pairs.
      program.drawnColumns = max(program.drawnColumns, Int(columns) + 1)
    }
  }

  /// Adds the plan of what is drawn behind some choices, and those of what follows; −1 when there is none.
  ///
  /// Columns go in the order in which the plans are drawn.
  private mutating func addPlan(
    behind path: ChoicePath,
    _ all: [Candidate],
    _ columns: inout Int32
  ) -> Int32 {
    let own = all.filter { $0.path == path }
    guard !own.isEmpty else { return -1 }
    let first = program.plannedDraws.count
    var plan = DrawPlan(first: Int32(first), column: columns)
    var choices: [(draw: Int, operation: Int)] = []
    for group in PlannedDraw.Group.allCases {
      for it in own where it.group == group {
        if group == .choice { choices.append((program.plannedDraws.count, it.operation)) }
        program.plannedDraws.append(it.draw)
        setColumn(columns, of: it)
        columns += 1
      }
      let end = Int32(program.plannedDraws.count - first)
      switch group {
      case .exponential: plan.exponentials = end
      case .choice: plan.choices = end
      case .lognormal: plan.lognormals = end
      case .number: plan.numbers = end
      }
    }
    let index = Int32(program.drawPlans.count)
    program.drawPlans.append(plan)
    for (draw, operation) in choices {
      let (so, not) = (
        path + [ChoiceOutcome(operation: operation, comesAbout: true)],
        path + [ChoiceOutcome(operation: operation, comesAbout: false)]
      )
      program.plannedDraws[draw].ifSo = addPlan(behind: so, all, &columns)
      program.plannedDraws[draw].ifNot = addPlan(behind: not, all, &columns)
    }
    return index
  }

  private mutating func setColumn(_ column: Int32, of it: Candidate) {
    if let field = it.field {
      program.calls[Int(program.operations[it.operation].a)][keyPath: field] = column
    } else {
      program.operations[it.operation].column = column
    }
  }

  /// A draw that may be made ahead.
  private struct Candidate {
    var operation: Int
    /// The choices behind which it lies.
    var path: ChoicePath
    var group: PlannedDraw.Group
    var draw: PlannedDraw
    /// Which number of a call it is, nil for the one of another step.
    var field: WritableKeyPath<CompiledCall, Int32>?
  }

  /// What an operation draws that can be drawn ahead.
  private func draws(of index: Int, behind path: ChoicePath) -> [Candidate] {
    let operation = program.operations[index]
    let group: PlannedDraw.Group
    switch operation.code {
    case .serve, .share, .seize, .delay:
      switch operation.draw.family {
      case .exponential: group = .exponential
      case .lognormal: group = .lognormal
      case .constant, .gamma, .uniform: return []
      }
    case .branch, .lookup, .edge: group = .choice
    case .call: return draws(ofCall: index, behind: path)
    default: return []
    }
    let draw = PlannedDraw(operation.draw, purpose: operation.purpose, index: 0)
    return [Candidate(operation: index, path: path, group: group, draw: draw)]
  }

  /// The lengths of a call, and the times of its first attempt at its first target.
  private func draws(ofCall index: Int, behind path: ChoicePath) -> [Candidate] {
    let call = program.calls[Int(program.operations[index].a)]
    let purpose = program.operations[index].purpose
    let target = program.targets[Int(call.firstTarget)]
    let first = Luck.firstAttempt
    var laws: [(Draw, UInt32, UInt32, WritableKeyPath<CompiledCall, Int32>)] = [
      (target.timeToFirstToken, purpose ^ Luck.firstToken, first, \.firstTokenColumn),
      (target.timePerOutputToken, purpose ^ Luck.otherTokens, first, \.otherTokensColumn),
    ]
    if !call.fromTrace {
      laws.append((call.input, call.inputPurpose, 0, \.inputColumn))
      laws.append((call.output, call.outputPurpose, 0, \.outputColumn))
    }
    return laws.filter { $0.0.family == .lognormal }.map { law, purpose, number, field in
      let draw = PlannedDraw(law, purpose: purpose, index: number)
      return Candidate(operation: index, path: path, group: .number, draw: draw, field: field)
    }
  }
}
