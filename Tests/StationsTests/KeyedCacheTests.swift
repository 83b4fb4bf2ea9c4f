import Stations
import TestSupport
import Testing

@Suite struct `Cache of keys` {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a random walk follows a plain list, least recently used first`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let room = 1 + random.below(8)
    let life = Int64(1 + random.below(60))
    let isRenewed = random.below(2) == 0
    var cache = KeyedCache(
      keys: 12,
      room: Int32(room),
      timeToLive: life,
      isRenewedByUse: isRenewed
    )
    defer { cache.free() }
    var list: [(key: Int32, until: Int64)] = []
    var now: Int64 = 0
    for _ in 0..<800 {
      now += Int64(random.below(6))
      let key = Int32(random.below(12))
      let place = list.firstIndex { $0.key == key }
      switch random.below(40) {
      case 0:
        cache.flush()
        list = []
      case 1..<20:
        let isHit = cache.find(key, now: now)
        var entry = place.map { list.remove(at: $0) }
        #expect(isHit == (entry.map { $0.until > now } ?? false))
        if isHit, isRenewed { entry?.until = now + life }
        if isHit, let entry { list.append(entry) }
      default:
        cache.fill(key, now: now)
        if let place { list.remove(at: place) } else if list.count == room { list.removeFirst() }
        list.append((key, now + life))
      }
      #expect(Int(cache.count) == list.count && list.count <= room)
    }
  }
}
