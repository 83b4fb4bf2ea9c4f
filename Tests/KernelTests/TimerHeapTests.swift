import Kernel
import TestSupport
import Testing

@Suite struct `Timers of any length` {
  /// Against a plain list: earlier first, of the same time the one that was set first.
  @Test(arguments: UInt64(0)..<50)
  func `timers go off in order, and void ones leave`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var timers = TimerHeap()
    defer { timers.free() }
    var expected: [(time: Int64, owner: Int32)] = []
    var now: Int64 = 0
    for owner in Int32(0)..<600 {
      let time = now + Int64(random.next() % 50)
      timers.set(owner, kind: UInt8(owner % 3), epoch: 7, at: time)
      let place = expected.firstIndex { $0.time > time } ?? expected.count
      expected.insert((time, owner), at: place)
      if timers.isCrowded {
        timers.sweep { $0.owner % 5 != 0 }
        expected.removeAll { $0.owner % 5 == 0 }
      }
      #expect(timers.count == expected.count)
      #expect(timers.next == expected.first?.time ?? .max)
      now += Int64(random.next() % 4)
      while let timer = timers.takeDue(now: now) {
        let first = expected.removeFirst()
        #expect(timer.owner == first.owner && timer.time == first.time)
        #expect(timer.epoch == 7 && timer.kind == UInt8(timer.owner % 3))
      }
      #expect(timers.next > now)
    }
  }
}
