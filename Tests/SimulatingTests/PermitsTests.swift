import Scenarios
import Testing

@testable import Simulating

/// How many hold a permit now, and the most that ever did.
private actor Holders {
  private(set) var most = 0
  private(set) var served: [Int] = []
  private var now = 0

  func enter(_ number: Int) {
    now += 1
    most = max(most, now)
    served.append(number)
  }

  func leave() { now -= 1 }
}

@Suite struct `Permits to simulate` {
  @Test(arguments: [1, 3])
  func `are held by so many at once, and all are served`(count: Int) async {
    let permits = Permits(count)
    let holders = Holders()
    await withTaskGroup { group in
      for number in 0..<40 {
        group.addTask {
          await permits.take()
          await holders.enter(number)
          await Task.yield()
          await holders.leave()
          await permits.give()
        }
      }
    }
    #expect(await holders.most <= count)
    #expect(await holders.served.sorted() == Array(0..<40))
  }

  @Test func `do not change what is measured`() async throws {
    let program = try program(
      """
      stations: {desk: {servers: 1, queue: unbounded}}
      endpoints: {visit: {steps: [{serve: {at: desk, time: {exponential: 80ms}}}]}}
      tests: {load: {arrivals: {visit: 10/s}, duration: 60s}}
      """
    )
    let permits = Permits(2)
    async let left = replicate(program, 0..<7, threads: 2, permits: permits)
    async let right = replicate(program, 4..<9, threads: 5, permits: permits)
    let alone = await replicate(program, 0..<9, threads: 1)
    #expect(await left.map(\.digest) == alone[..<7].map(\.digest))
    #expect(await right.map(\.digest) == alone[4...].map(\.digest))
  }
}
