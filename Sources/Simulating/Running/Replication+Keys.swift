import Kernel
import Stations

/// A cache of keys while a replication runs.
struct RunningKeys {
  var cache: KeyedCache
  /// The place among all caches.
  let index: Int32
  let firstFlight: Int32
  /// Cumulative shares of the keys.
  let cumulative: UnsafeMutablePointer<Double>

  init(_ plan: CompiledKeys) {
    index = plan.cache
    firstFlight = plan.firstFlight
    cache = KeyedCache(
      keys: plan.keys,
      room: plan.room,
      timeToLive: plan.timeToLive,
      isRenewedByUse: plan.isRenewedByUse
    )
    cumulative = .allocate(capacity: Int(plan.keys))
    var sum = 0.0
    for k in 0..<Int(plan.keys) {
      sum += Elementary.pow(Double(k + 1), -plan.exponent)
      (cumulative + k).initialize(to: sum)
    }
    for k in 0..<Int(plan.keys) { cumulative[k] /= sum }
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    cache.free()
    cumulative.deallocate()
  }

  /// The key that a random number in [0, 1) stands for.
  func key(_ u: Double) -> Int32 {
    var low = 0
    var high = Int(cache.keys) - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > u { high = middle } else { low = middle + 1 }
    }
    return Int32(low)
  }
}

extension Replication {
  /// Looks for the key of a request; false when it waits for another that fetches the same.
  mutating func find(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let key = key(token, operation)
    let keys = keyedCaches[operation.pointee.a]
    let isHit = keys.pointee.cache.find(key, now: now)
    let flight = keys.pointee.firstFlight &+ key
    // Who waits for the fetch of another has none of its own: it counts as a hit.
    let waits =
      operation.pointee.holds && !isHit
      && !lines.flights[flight].pointee.join(slot, links: links)
    tallies.count(lookupOf: Int(operation.pointee.c), hit: isHit || waits, now: measuring)
    if waits {
      token.pointee.since = now
      token.pointee.line = Int32(pools.count) &+ flight
      return false
    }
    if operation.pointee.holds, !isHit { hold(Int32(pools.count) &+ flight, slot, token) }
    token.pointee.place =
      isHit ? operations[operation.pointee.b].pointee.place : operation[1].place
    return true
  }

  /// Puts in what a request has fetched, for those too who wait for it.
  mutating func fill(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let key = key(token, operation)
    let keys = keyedCaches[operation.pointee.a]
    keys.pointee.cache.fill(key, now: now)
    token.pointee.place = operation[1].place
    guard operation.pointee.holds else { return }
    token.pointee.heldCount -= 1
    let flight = lines.flights[keys.pointee.firstFlight &+ key]
    while true {
      let next = flight.pointee.takeFirst(links: links, fetches: false)
      guard next >= 0 else { break }
      let look = endFlightWait(next)
      tokens[Int(next)].place = operations[look.pointee.b].pointee.place
      makeReady(next)
    }
  }

  /// A fetch has failed: the first who waits for it fetches.
  mutating func releaseFlight(_ code: Int32) {
    let next = lines.flights[code &- Int32(pools.count)].pointee
      .takeFirst(links: links, fetches: true)
    guard next >= 0 else { return }
    let look = endFlightWait(next)
    hold(code, next, tokens + Int(next))
    tokens[Int(next)].place = look[1].place
    makeReady(next)
  }

  /// Somebody gives up waiting for the fetch of another.
  mutating func leaveFlight(_ slot: Int32, _ code: Int32) {
    lines.flights[code &- Int32(pools.count)].pointee.leave(slot, links: links)
  }

  /// Notes that a token waits no more for a fetch; returns the look at which it waited.
  private mutating func endFlightWait(_ slot: Int32) -> UnsafeMutablePointer<Operation> {
    let token = tokens + Int(slot)
    let look = operation(at: token.pointee.place)
    spend(now &- token.pointee.since, column: look.pointee.waitColumn, slot)
    token.pointee.line = -1
    token.pointee.waitEpoch &+= 1
    return look
  }

  /// The same for the look and the fill of one request.
  private mutating func key(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int32 {
    let u = random.uniform(
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    return keyedCaches[operation.pointee.a].pointee.key(u)
  }
}
