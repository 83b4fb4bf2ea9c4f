import Kernel
import Stations

/// One independent run of a program: one value, one thread, no allocation in the loop.
///
/// Everything that changes lives in raw memory that this struct owns; it is mutated only through
/// its own methods, so no reference is counted and no exclusivity is checked at run time.
struct Replication: ~Copyable {
  let program: Program
  let random: RandomSource
  let ziggurat = Ziggurat()

  var now: Int64 = 0
  var events = EventList()
  var lanes: LaneSet
  let laneCount: Int32

  // Read-only tables.
  let operations: RawTable<Operation>
  let services: RawTable<CompiledService>
  let calls: RawTable<CompiledCall>
  let targets: RawTable<CompiledTarget>
  let providers: RawTable<CompiledProvider>
  let forks: RawTable<CompiledFork>
  let branches: RawTable<Int32>
  let laneKinds: RawTable<CompiledLane>
  let limiterTable: RawTable<CompiledLimiter>
  let endpoints: RawTable<CompiledEndpoint>
  let curvePieces: RawTable<RateCurve.Piece>
  let trace: RawTable<TraceArrival>
  let users: RunningUsers
  /// Cumulative shares of the endpoints that users ask for, and those endpoints.
  let userShares: RawTable<Double>
  let userEndpoints: RawTable<Int32>

  // State.
  var tokens: UnsafeMutablePointer<Token>
  var links: UnsafeMutablePointer<WaitingLinks>
  var shares: UnsafeMutablePointer<Int64>
  var held: UnsafeMutablePointer<Int32>
  var slotCapacity: Int32
  var slotsUsed: Int32
  var freeSlot: Int32 = -1
  let pools: RawTable<ServerPool>
  let limiters: UnsafeMutablePointer<RateLimiter>
  let balancers: RawTable<Balancer>
  /// Requests in progress at each worker of each service.
  let busy: RawTable<Int32>
  let busyStart: RawTable<Int32>
  let sources: RawTable<RunningSource>
  /// Exponential numbers made ahead, by source.
  let exponentials: RawTable<Double>
  var ready: UnsafeMutablePointer<Int32>
  var readyCount = 0
  var readyCapacity = 64

  // Measurement.
  var tallies: Tallies
  var measuring = false
  var isOver = false
  var eventCount: Int64 = 0
  var wasTruncated = false
  /// What the pools had counted when the measurement ended, and when that was.
  var finalTallies: [ServerPool.Tally] = []
  var measuredFrom: Int64 = 0
  var measuredUntil: Int64 = 0
  /// Measured requests that have neither finished nor failed.
  var openRequests: Int64 = 0
  /// Requests whose caller waits.
  var inFlight: Int64 = 0

  init(_ program: Program, replication: Int) {
    self.program = program
    random = RandomSource(seed: program.seed, replication: replication)
    lanes = LaneSet(delays: program.lanes.map(\.delay))
    laneCount = Int32(program.lanes.count)
    operations = RawTable(program.operations)
    services = RawTable(program.services)
    calls = RawTable(program.calls)
    targets = RawTable(program.targets)
    providers = RawTable(program.providers)
    forks = RawTable(program.forks)
    branches = RawTable(program.branches)
    laneKinds = RawTable(program.lanes)
    limiterTable = RawTable(program.limiters)
    pools = RawTable(
      program.pools.map { ServerPool(capacity: $0.capacity, queueLimit: $0.queueLimit) }
    )
    limiters = .allocate(capacity: max(program.limiters.count, 1))
    for (i, it) in program.limiters.enumerated() {
      (limiters + i).initialize(
        to: RateLimiter(rule: it.rule, limit: it.limit, window: it.window, depth: it.depth)
      )
    }
    balancers = RawTable(program.services.map { Balancer($0.balancing) })
    var starts: [Int32] = []
    var workers: Int32 = 0
    for service in program.services {
      starts.append(workers)
      workers += service.workers
    }
    busyStart = RawTable(starts)
    busy = RawTable(Array(repeating: 0, count: Int(workers)))
    endpoints = RawTable(program.endpoints)
    let userCurve = program.users?.curve.pieces ?? []
    curvePieces = RawTable(program.sources.flatMap(\.curve.pieces) + userCurve)
    sources = RawTable(RunningSource.all(of: program, pieces: curvePieces.memory))
    exponentials = RawTable(
      Array(repeating: 0, count: program.sources.count * RunningSource.batch)
    )
    trace = RawTable(program.trace)
    users = RunningUsers(
      program.users,
      curve: CurveSpan(
        pieces: curvePieces.memory + (curvePieces.count - userCurve.count),
        count: userCurve.count
      )
    )
    userShares = RawTable(program.users?.cumulative ?? [])
    userEndpoints = RawTable(program.users?.endpoints ?? [])
    slotCapacity = 1024
    slotsUsed = Int32(program.lanes.count)
    while slotCapacity < slotsUsed + 64 { slotCapacity *= 2 }
    tokens = .allocate(capacity: Int(slotCapacity))
    links = .allocate(capacity: Int(slotCapacity))
    shares = .allocate(capacity: Int(slotCapacity) * TimeShare.count)
    held = .allocate(capacity: Int(slotCapacity) * Token.held)
    tokens.initialize(repeating: Token(), count: Int(slotCapacity))
    links.initialize(repeating: WaitingLinks(next: -1, previous: -1), count: Int(slotCapacity))
    shares.initialize(repeating: 0, count: Int(slotCapacity) * TimeShare.count)
    held.initialize(repeating: 0, count: Int(slotCapacity) * Token.held)
    ready = .allocate(capacity: readyCapacity)
    tallies = Tallies(program)
  }

  deinit {
    limiters.deinitialize(count: program.limiters.count)
    limiters.deallocate()
    tokens.deallocate()
    links.deallocate()
    shares.deallocate()
    held.deallocate()
    ready.deallocate()
    operations.free()
    services.free()
    calls.free()
    targets.free()
    providers.free()
    forks.free()
    branches.free()
    laneKinds.free()
    limiterTable.free()
    pools.free()
    balancers.free()
    busy.free()
    busyStart.free()
    sources.free()
    endpoints.free()
    curvePieces.free()
    trace.free()
    userShares.free()
    userEndpoints.free()
    exponentials.free()
    tallies.free()
  }

  /// Runs from the start to the end of the grace period and returns what was measured.
  mutating func run() -> Measurement {
    start()
    loop(until: program.horizon + program.grace)
    if !isOver { endMeasurement() }
    return makeMeasurement()
  }

  /// Lets events happen, earliest first, until a time, or until all that is measured has ended.
  ///
  /// The steps of a request are inlined here: this is the one hot function.
  @inline(never)
  mutating func loop(until stop: Int64) {
    while !events.isEmpty {
      let event = events.popFirst()
      if event.time > stop { break }
      eventCount &+= 1
      if eventCount > program.maxEvents {
        wasTruncated = true
        break
      }
      now = event.time
      let slot = Int32(bitPattern: event.slot)
      if slot >= laneCount { makeReady(slot) } else { fireLane(Int(slot)) }
      while readyCount > 0 {
        readyCount &-= 1
        walk(ready[readyCount])
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
      slotsUsed += 1
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
    tokens = moved(tokens, 1, fill: Token())
    links = moved(links, 1, fill: WaitingLinks(next: -1, previous: -1))
    shares = moved(shares, TimeShare.count, fill: 0)
    held = moved(held, Token.held, fill: 0)
    slotCapacity = Int32(new)
  }
}
