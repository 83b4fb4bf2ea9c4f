/// The outcomes of choices that a token must have met to be at an operation, in order.
typealias ChoicePath = [ChoiceOutcome]

/// One way on from a choice.
struct ChoiceOutcome: Hashable {
  var operation: Int
  var comesAbout: Bool
}

extension Compiler {
  /// The choices behind each operation that a token may come to from a start; nil where it never does.
  ///
  /// Where two ways meet again, what they have in common remains. What the state of the platform decides
  /// is no choice: a token may come to either side.
  func choicePaths(from start: Int) -> [ChoicePath?] {
    var paths = [ChoicePath?](repeating: nil, count: program.operations.count)
    paths[start] = []
    for i in start..<program.operations.count {
      guard let here = paths[i] else { continue }
      for (next, outcome) in successors(of: i) {
        precondition(next > i, "steps lead forward")
        let path = here + (outcome.map { [ChoiceOutcome(operation: i, comesAbout: $0)] } ?? [])
        paths[next] = paths[next].map { Compiler.commonStart($0, path) } ?? path
      }
    }
    return paths
  }

  private static func commonStart(_ a: ChoicePath, _ b: ChoicePath) -> ChoicePath {
    zip(a, b).prefix { $0 == $1 }.map(\.0)
  }

  /// Where a token goes on after an operation, with the outcome of a choice.
  private func successors(of index: Int) -> [(Int, Bool?)] {
    let operation = program.operations[index]
    let next = index + 1
    switch operation.code {
    case .jump:
      return [(Int(operation.a), nil)]
    case .branch:
      return [(Int(operation.a), true), (next, false)]
    case .lookup, .edge:
      return [(Int(operation.b), true), (next, false)]
    case .find, .replica, .relogin:
      return [(Int(operation.b), nil), (next, nil)]
    case .connect, .disconnect:
      return [(Int(operation.c), nil), (next, nil)]
    case .enter, .admit, .acquire, .release, .fill, .serve, .share, .seize, .delay, .call, .fork,
      .attempt, .enqueue, .deliver, .receive, .leave, .pace, .openStream:
      return [(next, nil)]
    case .turn, .relieve, .ring, .join, .finish, .arrive, .ask, .iterate, .conduct, .fault, .stop,
      .socket, .instance, .scale, .sample, .begin, .end:
      return []
    }
  }
}
