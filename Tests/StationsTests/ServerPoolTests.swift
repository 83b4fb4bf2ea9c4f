import Stations
import TestSupport
import Testing

@Suite struct `Server pool` {
  /// A pool written down the plain way.
  private struct Oracle {
    var capacity: Int
    let places: Int
    var holding: [Int32] = []
    var line: [Int32] = []
    var busy: Int128 = 0
    var queued: Int128 = 0

    mutating func pass(_ span: Int64) {
      busy += Int128(span) * Int128(holding.count)
      queued += Int128(span) * Int128(line.count)
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `a random walk follows a plain list, and nobody waits while a server is free`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var oracle = Oracle(capacity: 1 + random.below(4), places: random.below(6))
    var pool = ServerPool(capacity: Int32(oracle.capacity), queueLimit: Int32(oracle.places))
    let links = UnsafeMutablePointer<WaitingLinks>.allocate(capacity: 24)
    defer { links.deallocate() }
    links.initialize(repeating: WaitingLinks(next: -1, previous: -1), count: 24)
    var idle = (0..<24 as Range<Int32>).shuffled(using: &random)
    var now: Int64 = 0
    var served: Int64 = 0
    for _ in 0..<600 {
      let span = Int64(random.below(50))
      oracle.pass(span)
      now += span
      switch random.below(6) {
      case 0, 1:
        guard let slot = idle.popLast() else { continue }
        let decision = pool.request(by: slot, now: now, links: links)
        if oracle.holding.count < oracle.capacity {
          #expect(decision == .granted)
          oracle.holding.append(slot)
        } else if oracle.line.count < oracle.places {
          #expect(decision == .queued)
          oracle.line.append(slot)
        } else {
          #expect(decision == .refused)
          idle.append(slot)
        }
      case 2, 3:
        guard !oracle.holding.isEmpty else { continue }
        idle.append(oracle.holding.remove(at: random.below(oracle.holding.count)))
        let goesOn = !oracle.line.isEmpty && oracle.holding.count < oracle.capacity
        let next = goesOn ? oracle.line.removeFirst() : nil
        #expect(pool.release(now: now, links: links) == next ?? -1)
        if let next {
          oracle.holding.append(next)
          served += 1
        }
      case 4:
        oracle.capacity = random.below(5)
        pool.resize(to: Int32(oracle.capacity))
        while oracle.holding.count < oracle.capacity, !oracle.line.isEmpty {
          let next = oracle.line.removeFirst()
          oracle.holding.append(next)
          served += 1
          #expect(pool.first == next)
          #expect(pool.admit(now: now, links: links) == next)
        }
        #expect(pool.admit(now: now, links: links) == -1)
      default:
        guard !oracle.line.isEmpty else { continue }
        let slot = oracle.line.remove(at: random.below(oracle.line.count))
        pool.renege(slot, now: now, links: links)
        idle.append(slot)
      }
      #expect(Int(pool.inUse) == oracle.holding.count)
      #expect(Int(pool.waiting) == oracle.line.count)
      pool.checkInvariants()
    }
    let tally = pool.tally(at: now)
    #expect(tally.busyTime == oracle.busy)
    #expect(tally.queueTime == oracle.queued)
    #expect(tally.waited == served + tally.reneged + Int64(pool.waiting))
  }

  @Test func `a restart forgets the past and keeps who is there`() {
    var pool = ServerPool(capacity: 1, queueLimit: 3)
    var links = [WaitingLinks](repeating: WaitingLinks(next: -1, previous: -1), count: 4)
    links.withUnsafeMutableBufferPointer { buffer in
      guard let memory = buffer.baseAddress else { return }
      _ = pool.request(by: 0, now: 0, links: memory)
      _ = pool.request(by: 1, now: 10, links: memory)
      pool.restartTally(at: 30)
      let before = pool.tally(at: 30)
      #expect(before.requests == 0 && before.busyTime == 0)
      #expect(before.peakInUse == 1 && before.peakWaiting == 1)
      #expect(pool.release(now: 40, links: memory) == 1)
      let after = pool.tally(at: 40)
      #expect(after.busyTime == 10 && after.queueTime == 10)
    }
  }

  @Test func `giving back what nobody holds is a bug, not an error`() async {
    await #expect(processExitsWith: .failure) {
      var pool = ServerPool(capacity: 1, queueLimit: 0)
      let links = UnsafeMutablePointer<WaitingLinks>.allocate(capacity: 1)
      _ = pool.release(now: 0, links: links)
    }
  }
}
