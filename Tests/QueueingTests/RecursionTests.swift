import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Recursions` {
  @Test func `one server serves in order of arrival`() {
    var line = LindleyRecursion()
    let arrivals: [(Int64, Int64)] = [(0, 5), (2, 4), (1, 1), (20, 3), (3, 1)]
    let waits = arrivals.map { line.arrive(after: .seconds($0.0), serviceTime: .seconds($0.1)) }
    #expect(waits == [0, 3, 6, 0, 0].map { SimInterval.seconds($0) })
  }

  @Test func `two servers take the next in line as soon as one is free`() {
    var line = KieferWolfowitzRecursion(servers: 2)
    let arrivals: [(Int64, Int64)] = [(0, 10), (1, 4), (1, 5), (1, 1), (1, 1)]
    let waits = arrivals.map { line.arrive(after: .seconds($0.0), serviceTime: .seconds($0.1)) }
    // Free at 10 and 5; 5 → 10; two free at 10, one of them taken until 11.
    #expect(waits == [0, 0, 3, 7, 6].map { SimInterval.seconds($0) })
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `both recursions agree on one server to the nanosecond`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var lindley = LindleyRecursion()
    var kiefer = KieferWolfowitzRecursion(servers: 1)
    for _ in 0..<300 {
      let (interval, service) = (random.exponential(mean: 1), random.exponential(mean: 0.9))
      let wait = lindley.arrive(after: interval, serviceTime: service)
      #expect(kiefer.arrive(after: interval, serviceTime: service) == wait)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `one more server never lengthens a wait`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var few = KieferWolfowitzRecursion(servers: 3)
    var many = KieferWolfowitzRecursion(servers: 4)
    for _ in 0..<300 {
      let (interval, service) = (random.exponential(mean: 1), random.exponential(mean: 2.8))
      let wait = few.arrive(after: interval, serviceTime: service)
      #expect(many.arrive(after: interval, serviceTime: service) <= wait)
    }
  }

  @Test func `a long run of the recursion meets Erlang's formula`() {
    // 20 replications of 5,000 at load 0.8 on three servers, each from an empty start.
    var means: [Double] = []
    for seed in 0..<20 as Range<UInt64> {
      var random = SplitMix(state: seed &* 0x2545_F491_4F6C_DD1D)
      var line = KieferWolfowitzRecursion(servers: 3)
      var sum: Int64 = 0
      for _ in 0..<5000 {
        let interval = random.exponential(mean: 1 / 2.4)
        sum += line.arrive(after: interval, serviceTime: random.exponential(mean: 1)).nanoseconds
      }
      means.append(Double(sum) / 5000 / 1e9)
    }
    let mean = means.reduce(0, +) / 20
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / 19 / 20).squareRoot()
    let station = MMc(arrivalRate: perSecond(2.4), serviceRate: perSecond(1), servers: 3)
    #expect(abs(mean - (station.meanWaitingTime?.seconds ?? 0)) <= 4 * error)
  }

  @Test func `a negative service time is a bug`() async {
    await #expect(processExitsWith: .failure) {
      var line = LindleyRecursion()
      _ = line.arrive(after: .zero, serviceTime: SimInterval(nanoseconds: -1))
    }
  }
}
