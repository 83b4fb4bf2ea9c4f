import Kernel

extension Compiler {
  /// Tells every step at which a request sleeps what the request will leave to chance next.
  ///
  /// Where a fault may change a step meanwhile, nothing is drawn ahead.
  mutating func assignDrawsAhead() {
    guard program.faults.isEmpty else { return }
    for i in program.operations.indices {
      let code = program.operations[i].code
      guard code == .serve || code == .delay else { continue }
      program.operations[i].ahead = nextDraw(after: i)
    }
  }

  /// The first step after another that draws anything, −1 where a choice or the end comes before it.
  private func nextDraw(after index: Int) -> Int32 {
    var next = index + 1
    // Jumps lead forward; the bound is for those that do not.
    for _ in program.operations.indices where next < program.operations.count {
      let operation = program.operations[next]
      switch operation.code {
      case .release, .acquire, .enter, .openStream: next += 1
      case .jump: next = Int(operation.a)
      case .branch, .lookup: return Int32(next)
      case .serve, .delay: return operation.draw.family == .constant ? -1 : Int32(next)
      default: return -1
      }
    }
    return -1
  }
}
