import Kernel
import Stations

/// One independent run of a program: one value, one thread, no allocation in the loop.
///
/// Everything that changes lives in raw memory that this struct owns; it is mutated only through
/// its own methods, so no reference is counted and no exclusivity is checked at run time. All of its
/// methods are `mutating`, those too which only look: a method that does not mutate is given a copy of
/// the struct where the caller mutates it, and that costs more than most steps.
struct Replication: ~Copyable {
  let program: Program
  let random: RandomSource
  let ziggurat = Ziggurat()

  var now: Int64 = 0
  var events = EventList()
  var lanes: LaneSet
  let laneCount: Int32
  /// The operation that stops a cancelled token.
  let stopPlace: Place

  // Read-only tables.
  let operations: RawTable<Operation>
  let services: RawTable<CompiledService>
  let calls: RawTable<CompiledCall>
  let targets: RawTable<CompiledTarget>
  let providers: RawTable<CompiledProvider>
  let forks: RawTable<CompiledFork>
  let callers: RawTable<CompiledCaller>
  let branches: RawTable<Int32>
  let laneKinds: RawTable<CompiledLane>
  let limitDimensions: RawTable<LimitDimension>
  let layers: RawTable<CompiledLayer>
  let endpoints: RawTable<CompiledEndpoint>
  let curvePieces: RawTable<RateCurve.Piece>
  let trace: RawTable<TraceArrival>
  let users: RunningUsers
  /// Spans of the day in which models cost more, and the time of the day at which the run begins.
  let peakSpans: RawTable<PeakSpan>
  let startOfDay: Int64
  /// Cumulative shares of the endpoints that users ask for, and those endpoints.
  let userShares: RawTable<Double>
  let userEndpoints: RawTable<Int32>

  // State.
  var tokens: UnsafeMutablePointer<Token>
  var details: UnsafeMutablePointer<TokenDetails>
  var links: UnsafeMutablePointer<WaitingLinks>
  /// What tokens have drawn when they began.
  var drawn: DrawnNumbers
  /// Nanoseconds that tokens have spent, by the columns of the program.
  var shares: UnsafeMutablePointer<Int64>
  var held: UnsafeMutablePointer<Int32>
  var slotCapacity: Int32
  var slotsUsed: Int32
  var freeSlot: Int32 = -1
  let pools: RawTable<ServerPool>
  let limiters: UnsafeMutablePointer<RateLimiter>
  let processors: RawTable<SharedProcessor>
  /// The token that each processor's alarms wake.
  let alarmSlots: RawTable<Int32>
  let connections: RawTable<CompiledConnection>
  let keyedCaches: RawTable<RunningKeys>
  /// Open connections that nobody uses, by pool and worker.
  let idleConnections: RawTable<Int32>
  /// Services whose instances come and go.
  let fleets: RawTable<RunningFleet>
  /// Clients that keep connections open.
  var sockets: RunningSockets?
  /// Tokens that never end.
  var permanent: Int32 = 0
  let resilience: ResilienceTables
  let lines: LineTables
  let sessions: SessionTables
  var timers = TimerHeap()
  var timerSlot: Int32 = -1
  let extras: DatabaseTables
  let balancers: RawTable<Balancer>
  /// Requests in progress at each worker of each service.
  let busy: RawTable<Int32>
  let busyStart: RawTable<Int32>
  /// Whether each fault lasts now, and how slow each step is; empty without faults.
  let faultsOn: RawTable<Bool>
  let slowness: RawTable<Double>
  /// Whether a request sleeps once through several delays in a row, unless a fault may change them.
  var mergesDelays = true
  let sources: RawTable<RunningSource>
  /// Times of arrivals made ahead, by source.
  let arrivals: RawTable<Int64>
  var ready: UnsafeMutablePointer<Int32>
  var readyCount = 0
  var readyCapacity = 64

  // Measurement.
  var tallies: Tallies
  var measuring = false
  var isOver = false
  /// Events that may still happen before the run is cut short.
  var eventsLeft: Int64
  /// Whether a token goes on without an event if that would be the next of all, and until when.
  var skipsNextEvents = true
  var unlistedUntil: Int64 = -1
  var wasTruncated = false
  /// What the pools had counted when the measurement ended, and when that was.
  let finalTallies: RawTable<ServerPool.Tally>
  /// The same of the fleets.
  let finalFleets: RawTable<Measurement.Fleet>
  /// The same of what databases have besides servers.
  var finalExtras = Measurement()
  /// The same of the clients' connections.
  var finalSockets: ConnectionLedger.Tally?
  var measuredFrom: Int64 = 0
  var measuredUntil: Int64 = 0
  /// Whether requests are followed one by one, and attempts of calls that have failed since the last look
  /// at them: `trace`.
  var isTraced = false
  var tracedFailures: [TracedFailure] = []
  /// Measured requests that have neither finished nor failed; before the measurement ends, less those
  /// that have arrived.
  var openRequests: Int64 = 0
  /// Requests whose caller waits.
  var inFlight: Int64 {
    tallies.totals.offered &- tallies.totals.completed &- tallies.totals.failed
  }

  init(_ program: Program, replication: Int) {
    self.program = program
    random = RandomSource(seed: program.seed, replication: replication)
    eventsLeft = program.maxEvents
    lanes = LaneSet(delays: program.lanes.map(\.delay))
    laneCount = Int32(program.lanes.count)
    operations = RawTable(program.operations)
    stopPlace = operations.memory[operations.count - 1].place
    services = RawTable(program.services)
    calls = RawTable(program.calls)
    targets = RawTable(program.targets)
    providers = RawTable(program.providers)
    forks = RawTable(program.forks)
    callers = RawTable(program.callers)
    branches = RawTable(program.branches)
    laneKinds = RawTable(program.lanes)
    limitDimensions = RawTable(program.limiters.map(\.dimension))
    layers = RawTable(program.layers)
    resilience = ResilienceTables(program)
    lines = LineTables(program)
    sessions = SessionTables(program)
    extras = DatabaseTables(program)
    pools = RawTable(program.pools.map(\.idle))
    processors = RawTable(program.processors.map(\.idle))
    alarmSlots = RawTable(repeating: -1, count: program.processors.count)
    connections = RawTable(program.connections)
    keyedCaches = RawTable(program.keyedCaches.map { RunningKeys($0) })
    idleConnections = RawTable(repeating: 0, count: Int(program.idleCounters))
    fleets = RawTable(program.fleets.map { RunningFleet($0, of: program) })
    sockets = program.sockets.map { RunningSockets($0, of: program) }
    limiters = .allocate(capacity: max(program.limiters.count, 1))
    for (i, it) in program.limiters.enumerated() { (limiters + i).initialize(to: it.limiter) }
    balancers = RawTable(program.services.map { Balancer($0.balancing) })
    let workers = program.services.map(\.workers)
    busyStart = RawTable(workers.indices.map { workers[..<$0].reduce(0, +) })
    busy = RawTable(repeating: 0, count: Int(workers.reduce(0, +)))
    faultsOn = RawTable(repeating: false, count: program.faults.count)
    slowness = RawTable(repeating: 1, count: program.faults.isEmpty ? 0 : program.operations.count)
    endpoints = RawTable(program.endpoints)
    let userCurve = program.users?.curve.pieces ?? []
    curvePieces = RawTable(program.sources.flatMap(\.curve.pieces) + userCurve)
    sources = RawTable(RunningSource.all(of: program, pieces: curvePieces.memory))
    arrivals = RawTable(repeating: 0, count: program.sources.count * RunningSource.batch)
    trace = RawTable(program.trace)
    peakSpans = RawTable(program.peakSpans)
    startOfDay = program.startOfDay
    users = RunningUsers(
      program.users,
      curve: CurveSpan(
        pieces: curvePieces.memory + (curvePieces.count - userCurve.count),
        count: userCurve.count
      )
    )
    userShares = RawTable(program.users?.cumulative ?? [])
    userEndpoints = RawTable(program.users?.endpoints ?? [])
    tallies = Tallies(program)
    slotCapacity = 128
    slotsUsed = Int32(program.lanes.count)
    while slotCapacity < slotsUsed + 64 { slotCapacity *= 2 }
    let slots = Int(slotCapacity)
    tokens = .filled(with: .unused, slots)
    details = .filled(with: TokenDetails(), slots)
    links = .filled(with: WaitingLinks(next: -1, previous: -1), slots)
    drawn = DrawnNumbers(program, slots: slots)
    shares = .filled(with: 0, slots * tallies.shareCount)
    held = .filled(with: 0, slots * Token.held)
    ready = .allocate(capacity: readyCapacity)
    finalTallies = RawTable(pools.elements.map { $0.tally(at: 0) })
    finalFleets = RawTable(repeating: Measurement.Fleet(), count: program.fleets.count)
  }

  deinit {
    limiters.deinitialize(count: program.limiters.count)
    limiters.deallocate()
    tokens.deallocate()
    details.deallocate()
    links.deallocate()
    drawn.free()
    shares.deallocate()
    held.deallocate()
    ready.deallocate()
    operations.free()
    services.free()
    calls.free()
    targets.free()
    providers.free()
    forks.free()
    callers.free()
    branches.free()
    laneKinds.free()
    limitDimensions.free()
    layers.free()
    resilience.free()
    lines.free()
    sessions.freeAll()
    timers.free()
    extras.free()
    pools.free()
    for i in 0..<processors.count { processors.memory[i].free() }
    processors.free()
    alarmSlots.free()
    for i in 0..<fleets.count { fleets.memory[i].free() }
    fleets.free()
    sockets?.free()
    connections.free()
    for i in 0..<keyedCaches.count { keyedCaches.memory[i].free() }
    keyedCaches.free()
    idleConnections.free()
    balancers.free()
    busy.free()
    busyStart.free()
    faultsOn.free()
    slowness.free()
    sources.free()
    endpoints.free()
    curvePieces.free()
    trace.free()
    peakSpans.free()
    userShares.free()
    userEndpoints.free()
    arrivals.free()
    finalTallies.free()
    finalFleets.free()
    tallies.free()
  }

  /// Runs from the start to the end of the grace period and returns what was measured.
  ///
  /// - Parameter shortcuts: Whether a program that is simple enough may run without its events.
  /// - Returns: The counts, the same with and without shortcuts.
  mutating func run(shortcuts: Bool = true) -> Measurement {
    let stop = program.horizon + program.grace
    if shortcuts, let server = program.singleServer {
      startMeasurement()
      recur(through: server, until: stop)
    } else {
      start()
      loop(until: stop)
    }
    return finish()
  }

  /// Ends the measurement, if it lasts still, and returns what was measured.
  mutating func finish() -> Measurement {
    if !isOver { endMeasurement() }
    billLeftovers()
    return makeMeasurement()
  }

  /// Lets events happen, earliest first, until a time, or until all that is measured has ended.
  ///
  /// The steps of a request are inlined here: this is the one hot function.
  @inline(never)
  mutating func loop(until stop: Int64) {
    unlistedUntil = skipsNextEvents && !isOver ? stop : -1
    while let event = events.popFirst(until: stop) {
      eventsLeft &-= 1
      if eventsLeft < 0 {
        wasTruncated = true
        break
      }
      now = event.time
      var slot = Int32(bitPattern: event.slot)
      if slot < laneCount {
        fireLane(Int(slot), sequence: event.sequence)
        slot = takeReady()
      }
      while slot >= 0 {
        walk(slot)
        slot = takeReady()
      }
      if isOver, openRequests == 0, stop != .max { break }
    }
  }

  /// Puts a token into the list of those that go on at this very moment.
  @inline(__always)
  mutating func makeReady(_ slot: Int32) {
    if readyCount == readyCapacity { growReady() }
    ready[readyCount] = slot
    readyCount &+= 1
  }

  /// Takes the token that was made ready last; −1 when none is left.
  @inline(__always)
  mutating func takeReady() -> Int32 {
    if readyCount == 0 { return -1 }
    readyCount &-= 1
    return ready[readyCount]
  }

  /// What a token needs for forks, calls and users.
  @inline(__always)
  mutating func details(_ token: UnsafeMutablePointer<Token>) -> UnsafeMutablePointer<TokenDetails>
  {
    details + (token - tokens)
  }

  /// Takes a slot for a new token; its epochs go on counting.
  @inline(__always)
  mutating func takeSlot() -> Int32 {
    let slot: Int32
    if freeSlot >= 0 {
      slot = freeSlot
      freeSlot = links[Int(slot)].next
    } else {
      if slotsUsed == slotCapacity { growSlots() }
      slot = slotsUsed
      slotsUsed &+= 1
    }
    return slot
  }

  /// Gives a slot back.
  @inline(__always)
  mutating func freeToken(_ slot: Int32) {
    let it = tokens + Int(slot)
    it.pointee.generation &+= 1
    it.pointee.waitEpoch &+= 1
    links[Int(slot)].next = freeSlot
    freeSlot = slot
  }

  private mutating func growReady() {
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: readyCapacity * 2)
    larger.update(from: ready, count: readyCount)
    ready.deallocate()
    ready = larger
    readyCapacity *= 2
  }

  private mutating func growSlots() {
    precondition(slotCapacity < 1 << 23, "at most eight million requests are in progress at once")
    let old = Int(slotCapacity)
    let new = old * 2
    func moved<T>(_ memory: UnsafeMutablePointer<T>, _ width: Int, fill: T)
      -> UnsafeMutablePointer<T>
    {
      let larger = UnsafeMutablePointer<T>.allocate(capacity: new * width)
      larger.moveInitialize(from: memory, count: old * width)
      (larger + old * width).initialize(repeating: fill, count: (new - old) * width)
      memory.deallocate()
      return larger
    }
    tokens = moved(tokens, 1, fill: .unused)
    details = moved(details, 1, fill: TokenDetails())
    links = moved(links, 1, fill: WaitingLinks(next: -1, previous: -1))
    drawn.memory = moved(drawn.memory, drawn.width, fill: 0)
    shares = moved(shares, tallies.shareCount, fill: 0)
    held = moved(held, Token.held, fill: 0)
    slotCapacity = Int32(new)
  }
}
