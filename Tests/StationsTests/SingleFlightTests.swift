import Stations
import TestSupport
import Testing

@Suite struct `Single flight` {
  /// A flight and links for some callers, against a plain list.
  @Test(arguments: UInt64(0)..<100)
  func `whoever waits is served once, in the order of coming`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var flight = SingleFlight()
    let links = UnsafeMutablePointer<WaitingLinks>.allocate(capacity: 1000)
    defer { links.deallocate() }
    var line: [Int32] = []
    var isUnderWay = false
    for slot in Int32(0)..<400 {
      switch random.next() % 5 {
      case 0 where isUnderWay:
        let fetches = random.next() % 2 == 0
        if fetches {
          #expect(flight.takeFirst(links: links, fetches: true) == line.first ?? -1)
          isUnderWay = !line.isEmpty
          if !line.isEmpty { line.removeFirst() }
        } else {
          while case let next = flight.takeFirst(links: links, fetches: false), next >= 0 {
            #expect(next == line.removeFirst())
          }
          #expect(line.isEmpty)
          isUnderWay = false
        }
      case 1 where !line.isEmpty:
        let at = Int(random.next() % UInt64(line.count))
        flight.leave(line.remove(at: at), links: links)
      default:
        let fetches = flight.join(slot, links: links)
        #expect(fetches == !isUnderWay)
        if isUnderWay { line.append(slot) }
        isUnderWay = true
      }
      #expect(flight.isUnderWay == isUnderWay)
      #expect(flight.first == line.first ?? -1)
    }
  }
}
