import Kernel
import Stations

/// A cache of keys while a replication runs.
struct RunningKeys {
  var cache: KeyedCache
  /// The place among all caches.
  let index: Int32
  /// Cumulative shares of the keys.
  let cumulative: UnsafeMutablePointer<Double>

  init(_ plan: CompiledKeys) {
    index = plan.cache
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
  /// Looks for the key of a request.
  mutating func find(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let key = key(token, operation)
    let isHit = keyedCaches[operation.pointee.a].pointee.cache.find(key, now: now)
    tallies.count(lookupOf: Int(operation.pointee.c), hit: isHit, now: measuring)
    token.pointee.place =
      isHit ? operations[operation.pointee.b].pointee.place : operation[1].place
  }

  /// Puts in what a request has fetched.
  mutating func fill(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let key = key(token, operation)
    keyedCaches[operation.pointee.a].pointee.cache.fill(key, now: now)
    token.pointee.place = operation[1].place
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
