import Kernel
import Quantities
import Scenarios

/// A cache whose keys come and go.
struct CompiledKeys {
  /// Its place among all caches.
  var cache: Int32
  var keys: Int32
  var room: Int32
  var timeToLive: Int64
  var isRenewedByUse: Bool
  /// The exponent of Zipf's law.
  var exponent: Double
  /// The number of its first key among those that only one request at a time fetches, −1 for none.
  var firstFlight: Int32 = -1
}

extension Compiler {
  /// The place of a cache among those with keys; −1 for one that hits by a fixed chance.
  private mutating func keyedCache(_ index: Int32) -> Int32 {
    guard let keys = scenario.platform.caches[Int(index)].keys else { return -1 }
    if let known = program.keyedCaches.firstIndex(where: { $0.cache == index }) {
      return Int32(known)
    }
    let room: Int
    switch keys.entries {
    case .atMost(let n): room = min(n, keys.count)
    case .unbounded: room = keys.count
    }
    program.keyedCaches.append(
      CompiledKeys(
        cache: index,
        keys: Int32(clamping: keys.count),
        room: Int32(clamping: room),
        timeToLive: keys.timeToLive?.nanoseconds ?? .max,
        isRenewedByUse: keys.timer == .use,
        exponent: keys.zipf
      )
    )
    if keys.isSingleFlight {
      program.keyedCaches[program.keyedCaches.count - 1].firstFlight = program.flights
      program.flights += Int32(clamping: keys.count)
    }
    return Int32(program.keyedCaches.count - 1)
  }

  mutating func emitCache(
    _ name: String,
    _ hitRatio: Fraction,
    _ miss: [Step],
    _ context: Context,
    _ path: String
  ) {
    let index = Compiler.position(name, in: cacheIndex)
    let lookupTime = scenario.platform.caches[Int(index)].lookupTime
    delay(Draw(lookupTime, scale: 1e9), .cache, "\(path)/lookup")
    let lookup = program.operations.count
    let keyed = keyedCache(index)
    var operation = Operation(keyed >= 0 ? .find : .lookup)
    operation.a = keyed >= 0 ? keyed : index
    operation.c = index
    operation.draw = Draw(.constant, hitRatio.value)
    operation.purpose = RandomSource.purpose("\(path)/hit")
    operation.wait = .cache
    operation.holds = keyed >= 0 && program.keyedCaches[Int(keyed)].firstFlight >= 0
    program.operations.append(operation)
    emit(miss, context)
    if keyed >= 0 {
      operation.code = .fill
      program.operations.append(operation)
    }
    program.operations[lookup].b = Int32(program.operations.count)
  }
}
