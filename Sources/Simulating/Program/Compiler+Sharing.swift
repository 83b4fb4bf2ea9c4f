import Kernel
import Scenarios
import Stations

/// How the jobs of a pool share its servers.
struct Sharing {
  /// Cores of each pool.
  var cores: Double
  var contention = SharedProcessor.Contention()
}

extension Compiler {
  /// Gives each pool of a group a processor that its jobs share.
  mutating func addProcessors(of first: Int32, _ count: Int, _ sharing: Sharing) {
    processorOffset[first] = Int32(program.processors.count) - first
    for i in 0..<Int32(count) {
      program.processors.append(
        CompiledProcessor(pool: first + i, cores: sharing.cores, contention: sharing.contention)
      )
    }
  }

  /// Compiles what wakes the processors.
  mutating func compileAlarms() {
    program.alarms = Int32(program.operations.count)
    for i in program.processors.indices { alarm(.turn, Int32(i)) }
    for i in program.preemptive.indices { alarm(.relieve, Int32(i)) }
    guard needsTimers else { return }
    program.ring = Int32(program.operations.count)
    alarm(.ring, 0)
  }

  private mutating func alarm(_ code: OperationCode, _ index: Int32) {
    var operation = Operation(code)
    operation.a = index
    program.operations.append(operation)
  }
}

extension SharedProcessor.Contention {
  init(_ contention: Contention) {
    self.init(serial: contention.serial, coherency: contention.coherency)
  }
}
