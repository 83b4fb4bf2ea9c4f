import Kernel
import TestSupport
import Testing

@Suite struct `Event list` {
  private struct Pending {
    var time: Int64
    var order: Int
    var slot: UInt32
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `events come in the order of time, and equal times in the order of scheduling`(seed: UInt64)
  {
    var random = SplitMix(state: seed)
    var list = EventList(capacity: 4)
    var oracle: [Pending] = []
    var order = 0
    var now: Int64 = 0
    // Few different times make many ties; phases of growing and shrinking cross every size.
    let growth = 2 + Int(seed % 3)
    for _ in 0..<1500 {
      if oracle.isEmpty || random.below(growth) > 0 && oracle.count < 400 {
        let time = now + Int64(random.below(12))
        let slot = UInt32(random.below(1 << 24))
        list.schedule(slot, at: time)
        oracle.append(Pending(time: time, order: order, slot: slot))
        order += 1
      } else {
        let next = oracle.indices.min {
          (oracle[$0].time, oracle[$0].order) < (oracle[$1].time, oracle[$1].order)
        }
        guard let next else { continue }
        let expected = oracle.remove(at: next)
        let event = list.popFirst()
        now = event.time
        #expect(event.time == expected.time)
        #expect(event.slot == expected.slot)
      }
      let count = list.count
      #expect(count == oracle.count)
      list.checkInvariants()
      let time = now + Int64(random.below(12))
      if list.isNext(time) { #expect(oracle.allSatisfy { $0.time > time }) }
    }
  }

  /// So many that late events are put in from the beginning of the front, until the room there is used up.
  @Test(arguments: [17, 40, 90])
  func `a front of many takes early and late events in their order`(pending: Int) {
    var random = SplitMix(state: UInt64(pending))
    var list = EventList()
    var oracle: [Pending] = []
    var now: Int64 = 0
    for order in 0..<3000 {
      // Every third is among the last, with ties.
      let time = now + Int64(order % 3 == 0 ? 900 + random.below(20) : random.below(1000))
      list.schedule(UInt32(order), at: time)
      oracle.append(Pending(time: time, order: order, slot: UInt32(order)))
      list.checkInvariants()
      let isNext = list.isNext(time - 1)
      #expect(isNext == oracle.allSatisfy { $0.time > time - 1 })
      guard oracle.count > pending else { continue }
      let next = oracle.indices.min {
        (oracle[$0].time, oracle[$0].order) < (oracle[$1].time, oracle[$1].order)
      }
      guard let next else { continue }
      let event = list.popFirst()
      now = event.time
      #expect(event.slot == oracle.remove(at: next).slot)
    }
  }

  @Test func `a sequence number that was taken earlier keeps its place`() {
    var list = EventList()
    let early = list.takeSequence()
    list.schedule(2, at: 5)
    list.schedule(1, at: 5, sequence: early)
    let slots = [list.popFirst().slot, list.popFirst().slot]
    let isEmpty = list.isEmpty
    #expect(slots == [1, 2])
    #expect(isEmpty)
  }

  @Test func `taking from an empty list is a bug`() async {
    await #expect(processExitsWith: .failure) {
      var list = EventList()
      list.schedule(1, at: 1)
      _ = list.popFirst()
      _ = list.popFirst()
    }
  }
}

@Suite struct `Lanes` {
  private struct Fired: Equatable {
    var time: Int64
    var slot: UInt32
  }

  private static let delays: [Int64] = [3, 7, 40]

  /// Sets, voids and fires timers at random; with lanes or with a single heap.
  private func run(seed: UInt64, withLanes: Bool) -> (fired: [Fired], largest: Int) {
    var random = SplitMix(state: seed)
    var list = EventList()
    var lanes = LaneSet(delays: Lanes.delays)
    let first = UInt32(Lanes.delays.count)
    var epochs = [UInt32](repeating: 0, count: 30)
    var heap: [UInt64: (slot: UInt32, epoch: UInt32)] = [:]
    var fired: [Fired] = []
    var largest = 0

    func set(_ slot: UInt32, lane: Int, now: Int64) {
      let epoch = epochs[Int(slot)]
      guard withLanes else {
        let sequence = list.takeSequence()
        heap[sequence] = (slot, epoch)
        list.schedule(UInt32(sequence), at: now + Lanes.delays[lane], sequence: sequence)
        return
      }
      if lanes.isFull(lane) { lanes.removeAll(from: lane) { $0.epoch != epochs[Int($0.slot)] } }
      lanes.append(slot, epoch: epoch, now: now, to: lane, in: &list)
    }
    func happen(_ slot: UInt32, at now: Int64) {
      fired.append(Fired(time: now, slot: slot))
      epochs[Int(slot)] += 1
      for _ in 0..<random.below(4) where fired.count < 3000 {
        set(first + UInt32(random.below(20)), lane: random.below(3), now: now)
      }
      epochs[Int(first) + random.below(20)] += UInt32(random.below(2))
    }

    for i in 0..<20 { set(first + UInt32(i), lane: i % 3, now: 0) }
    while !list.isEmpty {
      let event = list.popFirst()
      largest = max(largest, list.count)
      guard withLanes else {
        if let timer = heap[UInt64(event.slot)], timer.epoch == epochs[Int(timer.slot)] {
          happen(timer.slot, at: event.time)
        }
        continue
      }
      let lane = Int(event.slot)
      let timer = lanes.fire(lane, sequence: event.sequence)
      lanes.scheduleHead(of: lane, in: &list)
      if let timer, timer.epoch == epochs[Int(timer.slot)] {
        happen(timer.slot, at: event.time)
      }
    }
    return (fired, largest)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `lanes fire exactly as a single heap would, and keep it small`(seed: UInt64) {
    let lanes = run(seed: seed, withLanes: true)
    let heap = run(seed: seed, withLanes: false)
    #expect(lanes.fired == heap.fired)
    #expect(lanes.fired.count > 20)
    #expect(lanes.largest <= 3)
  }
}

@Suite struct `Void timers` {
  @Test func `a million cancelled timers take the room of those that count`() {
    var list = EventList()
    var lanes = LaneSet(delays: [1_000_000_000])
    var largest = 0
    // Each timer is void as soon as the next is set; ten count at any time.
    for number in 0..<1_000_000 as Range<UInt32> {
      if lanes.isFull(0) { lanes.removeAll(from: 0) { $0.epoch + 10 < number } }
      lanes.append(1, epoch: number, now: Int64(number), to: 0, in: &list)
      largest = max(largest, lanes.count(in: 0))
    }
    #expect(largest <= 64)
    let pending = list.count
    #expect(pending == 1)
  }

  @Test func `a timer that is set while its lane has no event does not overtake the head`() {
    var list = EventList()
    var lanes = LaneSet(delays: [10])
    for slot in 1...3 as ClosedRange<UInt32> {
      lanes.append(slot, epoch: 0, now: Int64(slot), to: 0, in: &list)
    }
    let first = list.popFirst()
    let fired = lanes.fire(0, sequence: first.sequence)?.slot
    lanes.append(4, epoch: 0, now: first.time, to: 0, in: &list)
    let next = list.popFirst()
    #expect(fired == 1)
    #expect(next.time == 12)
    let isEmpty = list.isEmpty
    #expect(isEmpty)
  }
}
