import Quantities
import Scenarios
import TestSupport
import Testing

@testable import Simulating

/// A single server runs by a recursion; the event loop has to measure the very same.
@Suite struct `A single server without events` {
  private func measured(_ program: Program, shortcuts: Bool, replication: Int = 0) -> Measurement {
    var it = Replication(program, replication: replication)
    return it.run(shortcuts: shortcuts)
  }

  private func expectTheSame(_ program: Program, _ location: SourceLocation = #_sourceLocation) {
    #expect(program.singleServer != nil, sourceLocation: location)
    for replication in 0..<3 {
      let short = measured(program, shortcuts: true, replication: replication)
      let long = measured(program, shortcuts: false, replication: replication)
      #expect(short.digest == long.digest, sourceLocation: location)
      #expect(short.samples == long.samples, sourceLocation: location)
    }
  }

  @Test(arguments: [0.02, 0.5, 0.9, 0.99, 1.3])
  func `measures what the event loop measures at any load`(rate: Double) {
    expectTheSame(PlainModel.chain([1]).open(rate: rate, seconds: 5000, warmUp: 500))
  }

  @Test(arguments: [
    Law.constant(1), .lognormal(median: 0.5, sigma: 1), Law(.gamma, 1, 2), Law(.uniform, 0, 1.5),
  ])
  func `measures what the event loop measures for any service time`(law: Law) {
    var model = PlainModel()
    model.add("server", law)
    expectTheSame(model.open(rate: 0.7, seconds: 4000, warmUp: 0))
  }

  @Test func `counts who has not left when the time is over`() {
    var program = PlainModel.chain([1]).open(rate: 3, seconds: 100, warmUp: 10)
    program.grace = 20_000_000_000
    expectTheSame(program)
    #expect(measured(program, shortcuts: true).endpoints[0].inFlight > 100)
  }

  @Test func `splits the time of slow requests alike, and finds the same one`() throws {
    let program = PlainModel.chain([1]).open(rate: 0.8, seconds: 3000, warmUp: 100)
    let found = [true, false].map { shortcuts in
      var it = Replication(program, replication: 0)
      it.tallies.keepSplits(withoutModels: [false], near: [[8_000_000_000]])
      _ = it.run(shortcuts: shortcuts)
      let searches = Array(it.tallies.searches.elements)
      return (
        splits: it.tallies.splits(columns: program.shareColumns),
        request: RequestSearch.choose(searches, endpoint: 0, from: 0)
      )
    }
    #expect(found[0].splits == found[1].splits)
    #expect(found[0].splits[0].around(1_000_000_000, enough: 1).count > 0)
    let request = try #require(found[0].request)
    #expect(request == found[1].request)
    #expect(abs(request.responseTime - 8_000_000_000) < 1_000_000_000)
  }

  @Test func `is not seen where there is more to it`() {
    #expect(PlainModel.chain([1, 1]).open(rate: 0.5, seconds: 100).singleServer == nil)
    #expect(PlainModel.chain([1], servers: 2).open(rate: 0.5, seconds: 100).singleServer == nil)
    let users = PlainModel.chain([1]).closed(users: 3, think: .constant(1), seconds: 100)
    #expect(users.singleServer == nil)
  }
}
