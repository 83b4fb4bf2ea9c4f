import Quantities
import TestSupport
import Testing

@Suite struct `Time, rates and shares` {
  @Test(arguments: 0..<100)
  func `point and span add and subtract exactly`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let a = SimTime(nanoseconds: Int64(random.next() >> 3))
    let span = SimInterval(nanoseconds: Int64(random.next() >> 3))
    #expect((a + span) - a == span)
    #expect(a + span >= a)
  }

  @Test func `the nanosecond survives a century`() {
    let late = SimTime(nanoseconds: SimInterval.longest.nanoseconds)
    let next = late + SimInterval(nanoseconds: 1)
    #expect(next > late)
    #expect((next - late).nanoseconds == 1)
  }

  @Test func `rates are the same in every unit`() {
    let rate = Rate(perDay: 500_000)
    #expect(close(rate.perSecond, 5.787037037037037, relative: 1e-15))
    #expect(close(rate.perDay, 500_000, relative: 1e-15))
    #expect(close(rate.perMinute, rate.perSecond * 60, relative: 1e-15))
  }

  @Test func `offered load is arrival rate times service time`() {
    let load = Rate(perSecond: 8).offeredLoad(meanServiceTime: .milliseconds(500))
    #expect(load.value == 4)
    #expect(load.utilization(servers: 10) == 0.4)
  }

  @Test(arguments: [-0.01, 1.01])
  func `a share outside of 0 to 1 is a bug`(value: Double) async {
    await #expect(processExitsWith: .failure) { [value] in _ = Fraction(value) }
  }
}
