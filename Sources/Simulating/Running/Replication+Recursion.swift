import Kernel
import Stations

// One server and its line need no event list. A customer begins when it has come and the one before it
// has left, so it leaves at max(arrival, last departure) + service: the recursion of Lindley, "The theory
// of queues with a single server", Proc. Cambridge Phil. Soc. 48 (1952). Requests, luck and counts are
// those of the event loop to the bit (a test compares them); at one and the same nanosecond a departure
// comes before an arrival.
extension Replication {
  /// Runs a test that is a single server; the list holds the events of the measurement alone.
  mutating func recur(through server: SingleServer, until stop: Int64) {
    var ledger = VisitLedger(shareCount: tallies.shareCount)
    defer { ledger.free() }
    var beforeMeasurement = ServerPool.Tally()
    while let event = events.popFirst(until: stop) {
      now = event.time
      if !isOver { pass(server, &ledger, until: stop) }
      eventsLeft &-= 1
      guard eventsLeft >= 0 else {
        wasTruncated = true
        break
      }
      let wasMeasuring = measuring
      let tally = show(ledger, since: beforeMeasurement, of: server)
      walk(Int32(bitPattern: event.slot))
      if measuring, !wasMeasuring {
        beforeMeasurement = tally
        ledger.peak = Int(inFlight)
      }
    }
  }

  /// Lets all customers pass who arrive before now.
  ///
  /// Everything that a customer changes is counted at once, also what happens only when it leaves.
  @inline(never)
  private mutating func pass(_ server: SingleServer, _ ledger: inout VisitLedger, until stop: Int64)
  {
    // A copy, so that its numbers stay in registers.
    var it = ledger
    let operation = operations[server.operation].pointee
    let (serviceColumn, waitColumn) = (Int(operation.shareColumn), Int(operation.waitColumn))
    let entities = sources[0].pointee.entities
    let first = it.count
    var left: Int64 = 0
    while true {
      let place = it.count & (VisitLedger.batch &- 1)
      if it.count == it.drawn { drawCustomers(server, &it) }
      let arrivedAt = arrivals.memory[place]
      if arrivedAt >= now { break }
      let service = it.services[place]
      let wait = max(0, it.lastLeft &- arrivedAt)
      let response = wait &+ service
      let leftAt = arrivedAt &+ response
      it.lastLeft = leftAt
      it.waited &+= wait > 0 ? 1 : 0
      it.waits &+= Int128(truncatingIfNeeded: wait)
      it.work &+= Int128(truncatingIfNeeded: service)
      it.responses &+= response
      if it.ring[(it.count &+ 1) & it.mask].leftAt > arrivedAt { it.grow() }
      it.ring[it.count & it.mask] = VisitLedger.Visit(arrivedAt: arrivedAt, leftAt: leftAt)
      // One more than ever is there when he who came that many before is not gone.
      if it.ring[(it.count &- it.peak) & it.mask].leftAt > arrivedAt { it.peak &+= 1 }
      it.count &+= 1
      guard leftAt <= stop else { continue }
      left &+= service > 0 ? 1 : 0
      guard measuring else { continue }
      openRequests &-= 1
      it.shares[serviceColumn] = service
      it.shares[waitColumn] = wait
      it.token.pointee.entity = entities | UInt64(it.count &- 1)
      it.token.pointee.arrivedAt = arrivedAt
      tallies.complete(it.token, responseTime: response, shares: it.shares)
    }
    let came = Int64(it.count &- first)
    if came > 0 { it.peak = max(it.peak, 1) }
    if measuring { tallies.offer(endpoint: 0, came) }
    eventsLeft &-= came &+ left
    ledger = it
  }

  /// Draws when the next customers come and how long they are served, as their steps would.
  private mutating func drawCustomers(_ server: SingleServer, _ ledger: inout VisitLedger) {
    sources[0].pointee.made = UInt64(ledger.count)
    makeArrivals(of: 0)
    let operation = operations[server.operation].pointee
    let entities = sources[0].pointee.entities
    for i in 0..<VisitLedger.batch {
      let drawn = operation.draw.value(
        random,
        ziggurat,
        purpose: operation.purpose,
        entity: entities | UInt64(ledger.count &+ i),
        index: 0
      )
      ledger.services[i] = nearestNanosecond(drawn)
    }
    ledger.drawn = ledger.count &+ VisitLedger.batch
  }

  /// Puts what a ledger says of this moment where samples and the measurement look for it.
  ///
  /// - Returns: What was counted since the start of the run.
  private mutating func show(
    _ ledger: VisitLedger,
    since earlier: ServerPool.Tally,
    of server: SingleServer
  ) -> ServerPool.Tally {
    let state = ledger.state(at: now)
    tallies.totals.offered = Int64(ledger.count)
    tallies.totals.completed = state.completed
    tallies.totals.responseTime = state.responseTime
    tallies.peakInFlight = Int64(ledger.peak)
    let busy = min(state.present, 1)
    var tally = state.tally - earlier
    tally.peakInUse = Int32(min(ledger.peak, 1))
    tally.peakWaiting = Int32(max(ledger.peak - 1, 0))
    pools[server.pool].pointee.takeOver(
      inUse: Int32(busy),
      waiting: Int32(state.present - busy),
      tally: tally,
      now: now
    )
    return state.tally
  }
}
