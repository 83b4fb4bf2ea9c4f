import Kernel
import Quantities
import Scenarios

extension Compiler {
  /// Compiles every round of a repetition one after the other, with a way out behind each but the last.
  mutating func emitRounds(
    _ steps: [Step],
    _ again: Fraction,
    _ most: Int,
    _ context: Context,
    _ path: String
  ) {
    var exits: [Int] = []
    for round in 0..<most {
      var inside = context
      inside.round += round == 0 ? "" : "/round\(round)"
      emit(steps, inside)
      guard round + 1 < most else { break }
      exits.append(program.operations.count)
      var branch = Operation(.branch)
      branch.draw = Draw(.constant, 1 - again.value)
      branch.purpose = RandomSource.purpose("\(path)/again\(round)")
      program.operations.append(branch)
    }
    for exit in exits { program.operations[exit].a = Int32(program.operations.count) }
  }
}
