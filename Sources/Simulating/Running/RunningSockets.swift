import Kernel
import Stations

/// A client that keeps a connection open while a replication runs.
struct RunningSocket {
  enum State: UInt8 {
    /// It does not want to be connected.
    case away
    /// It waits before it tries to connect.
    case waiting
    /// It asks to be connected.
    case connecting
    /// It is connected.
    case open
    /// It has given up.
    case gone
  }

  /// What the request that connects it has come to.
  enum Answer: UInt8 {
    case none
    case succeeded
    case failed
  }

  var state = State.away
  var answer = Answer.none
  /// Why it will end, if nothing else comes before.
  var ending = ConnectionLedger.Ending.left
  /// Whether it ends because fewer clients are wanted.
  var isUnwanted = false
  /// The instance that holds its slot, −1 for none.
  var instance: Int32 = -1
  /// Attempts in a row that failed, and attempts in all.
  var failures: Int32 = 0
  var attempts: UInt32 = 0
  /// When its timer goes off; another time than now is one that is void.
  var wakeAt: Int64 = -1
  /// When it lost its connection, −1 for a client that is new.
  var lostAt: Int64 = -1
  /// When its client leaves.
  var leavesAt: Int64 = .max
}

/// All of them, and how many each instance holds.
struct RunningSockets {
  let plan: CompiledSockets
  let table: RawTable<RunningSocket>
  /// The token that wakes each.
  let tokens: RawTable<Int32>
  /// Connections of each instance, those that are being made included.
  let held: RawTable<Int32>
  /// Instances that take new ones and what they hold, for the balancer.
  let ready: RawTable<Int32>
  let load: RawTable<Int32>
  let curve: CurveSpan
  let pieces: RawTable<RateCurve.Piece>
  var balancer: Balancer
  var ledger = ConnectionLedger()

  init(_ plan: CompiledSockets, of program: Program) {
    self.plan = plan
    let service = program.services[Int(plan.service)]
    let instances = Int(service.workers / service.workersPerInstance)
    table = RawTable(repeating: RunningSocket(), count: Int(plan.most))
    tokens = RawTable(repeating: -1, count: Int(plan.most))
    held = RawTable(repeating: 0, count: instances)
    ready = RawTable(repeating: -1, count: instances)
    load = RawTable(repeating: 0, count: instances)
    pieces = RawTable(program.socketCurve.pieces)
    curve = CurveSpan(pieces: pieces.memory, count: pieces.count)
    balancer = Balancer(service.balancing)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    table.free()
    tokens.free()
    held.free()
    ready.free()
    load.free()
    pieces.free()
  }
}
