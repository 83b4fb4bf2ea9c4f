import Kernel
import Quantities
import Scenarios

extension Compiler {
  /// Compiles branches that run side by side, each written by a function of its own.
  mutating func emitFork(
    _ branches: [(inout Compiler) -> Void],
    _ join: Join,
    _ losers: Losers
  ) {
    let index = Int32(program.forks.count)
    let first = Int32(program.branches.count)
    program.branches += Array(repeating: 0, count: branches.count)
    var compiled = CompiledFork(
      firstBranch: first,
      branchCount: Int32(branches.count),
      needed: Int32(branches.count)
    )
    switch join {
    case .all: break
    case .quorum(let n): compiled.needed = Int32(n)
    case .first: compiled.needed = 1
    case .settled(let n):
      compiled.needed = Int32(n)
      compiled.waitsForAll = true
    }
    compiled.cancelsLosers = losers == .cancelled
    program.forks.append(compiled)
    var fork = Operation(.fork)
    fork.a = index
    program.operations.append(fork)
    let skip = program.operations.count
    program.operations.append(Operation(.jump))
    for (i, branch) in branches.enumerated() {
      program.branches[Int(first) + i] = Int32(program.operations.count)
      branch(&self)
      program.operations.append(Operation(.join))
    }
    program.operations[skip].a = Int32(program.operations.count)
  }

  /// Compiles a call, and the second one that follows when it takes too long.
  mutating func emit(_ call: ModelCall, _ path: String, _ context: Context) {
    guard let wait = call.hedgedAfter else {
      return emitCall(call, path, luck: path, context)
    }
    let nanoseconds = Draw(.constant, Double(wait.nanoseconds))
    emitFork(
      [
        { $0.emitCall(call, path, luck: path, context) },
        { it in
          it.delay(nanoseconds, .model, "\(path)/wait")
          it.emitCall(call, path, luck: "\(path)/hedge", context, isHedge: true)
        },
      ],
      .first,
      .cancelled
    )
  }
}
