/// Users who walk through sessions while a replication runs; empty for other tests.
struct SessionTables {
  /// A user.
  struct User {
    /// What it does.
    enum State: UInt8 {
      /// Nothing.
      case idle
      /// It waits for an answer.
      case waiting
      /// It thinks.
      case thinking
      /// It waits between iterations.
      case pausing
    }

    var session: Int32
    /// The token that answers wake; −1 when it has gone.
    var slot: Int32 = -1
    var state = State.idle
    /// Whether it is wanted.
    var isWanted = false
    var stop: Int32 = 0
    /// The request whose answer it waits for, and that request's generation.
    var request: Int32 = -1
    var generation: UInt32 = 0
    /// Changes whenever its timer is void.
    var epoch: UInt32 = 0
    /// Changes whenever it is wanted or not wanted any more.
    var notice: UInt32 = 0
    /// Requests made, and iterations started.
    var asked: UInt64 = 0
    var started: Int64 = 0
    var iterationStart: Int64 = 0
  }

  /// What starts the iterations of some users.
  struct Conductor {
    let plan: CompiledSessions.Plan
    var firstUser: Int32
    /// The next of its steps, and behind the last.
    var step: Int32
    let lastStep: Int32
    let curve: CurveSpan
    var wanted: Int32 = 0
    /// Users that are there, for those at a rate, and those of them that are free.
    var allocated: Int32
    var free: Int32
    var cursor = RateCursor()
    var next: Int64
    var started: Int64 = 0
    /// Iterations under way.
    var running: Int32 = 0
    var hasEnded = false
  }

  let users: RawTable<User>
  let conductors: RawTable<Conductor>
  /// Users of each that are free, the last first.
  let free: RawTable<Int32>
  let stops: RawTable<CompiledStop>
  let ways: RawTable<CompiledWay>
  let steps: RawTable<CompiledSessions.Step>
  private let curves: RawTable<RateCurve.Piece>

  init(_ program: Program) {
    var users: [User] = []
    var conductors: [Conductor] = []
    steps = RawTable(program.sessions.flatMap(\.steps))
    curves = RawTable(program.sessions.flatMap(\.curve.pieces))
    var step: Int32 = 0
    var piece = 0
    for (index, session) in program.sessions.enumerated() {
      let plan = session.plan
      defer {
        step += Int32(session.steps.count)
        piece += session.curve.pieces.count
      }
      conductors.append(
        Conductor(
          plan: plan,
          firstUser: Int32(users.count),
          step: step,
          lastStep: step + Int32(session.steps.count),
          curve: CurveSpan(pieces: curves.memory + piece, count: session.curve.pieces.count),
          allocated: plan.allocated,
          free: plan.allocated,
          next: plan.startsAtOnce ? plan.start : -1
        )
      )
      users += Array(repeating: User(session: Int32(index)), count: Int(plan.most))
    }
    self.users = RawTable(users)
    self.conductors = RawTable(conductors)
    free = RawTable(users.indices.map(Int32.init))
    stops = RawTable(program.stops)
    ways = RawTable(program.ways)
  }

  /// Gives the memory back; the owner calls it once.
  func freeAll() {
    users.free()
    conductors.free()
    free.free()
    stops.free()
    ways.free()
    steps.free()
    curves.free()
  }
}
