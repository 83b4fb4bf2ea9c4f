import Kernel
import TestSupport
import Testing

/// The list against a sorted array, where events lie in the wheel: many of them, and far apart.
@Suite struct `Event wheel` {
  fileprivate struct Pending {
    var time: Int64
    var order: Int
  }

  /// Delays from nanoseconds to weeks, ties included.
  private func delay(_ random: inout SplitMix) -> Int64 {
    Int64(random.below(64)) << Int64(random.below(44))
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `events of all distances come in order`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var list = EventList(capacity: 16)
    var oracle: [Pending] = []
    var order = 0
    var now: Int64 = 0
    var inOrder = true
    // Grows to some hundreds or thousands, shrinks to a handful, and grows again.
    let peak = [60, 130, 900, 3000][Int(seed % 4)]
    for phase in 0..<6 {
      let target = phase % 2 == 0 ? peak : 5
      while oracle.count != target {
        if oracle.count < target && random.below(4) > 0 || oracle.isEmpty {
          let time = now + delay(&random)
          list.schedule(UInt32(order & 0xFFFF), at: time)
          let place = oracle.partitioningIndex { ($0.time, $0.order) < (time, order) }
          oracle.insert(Pending(time: time, order: order), at: place)
          order += 1
        } else {
          let expected = oracle.removeLast()
          let event = list.popFirst()
          inOrder = inOrder && event.time == expected.time
          inOrder = inOrder && Int(event.slot) == expected.order & 0xFFFF
          now = event.time
        }
      }
      list.checkInvariants()
      let count = list.count
      #expect(count == oracle.count)
    }
    #expect(inOrder)
  }

  @Test func `a crowd at one moment leaves as it came`() {
    var list = EventList()
    for slot in 0..<20_000 as Range<UInt32> { list.schedule(slot, at: 1_000_000) }
    list.checkInvariants()
    var inOrder = true
    for slot in 0..<20_000 as Range<UInt32> {
      let event = list.popFirst()
      inOrder = inOrder && event.slot == slot && event.time == 1_000_000
    }
    #expect(inOrder)
    let isEmpty = list.isEmpty
    #expect(isEmpty)
  }

  @Test func `the end of time is a time`() {
    var list = EventList()
    list.schedule(1, at: .max)
    list.schedule(2, at: .max - 1)
    list.schedule(3, at: 0)
    let slots = [list.popFirst().slot, list.popFirst().slot, list.popFirst().slot]
    #expect(slots == [3, 2, 1])
  }

  @Test func `nothing is taken past the time that was asked for`() {
    var list = EventList()
    list.schedule(1, at: 10)
    list.schedule(2, at: 20)
    let early = list.popFirst(until: 10)?.slot
    let none = list.popFirst(until: 19)?.slot
    let late = list.popFirst(until: 20)?.slot
    let end = list.popFirst(until: .max)?.slot
    #expect(early == 1 && none == nil && late == 2 && end == nil)
  }
}

extension [`Event wheel`.Pending] {
  /// Where the elements begin that are before something: the array is sorted, the latest first.
  fileprivate func partitioningIndex(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
