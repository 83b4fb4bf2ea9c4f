import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Networks` {
  @Test(arguments: [1, 2, 7, 30, 200])
  func `the repairman and mean value analysis agree on one server`(population: Int) {
    let station = MachineRepairman(
      population: population,
      meanThinkTime: .seconds(5),
      meanServiceTime: .milliseconds(200)
    )
    let network = ClosedNetwork(
      stations: [ClosedNetwork.Station(serviceDemand: .milliseconds(200))],
      thinkTime: .seconds(5)
    )
    let solution = network.solved(population: population)
    #expect(close(station.throughput.perSecond, solution.throughput.perSecond, relative: 1e-12))
    #expect(close(station.meanNumberInSystem, solution.meanNumbers[0], relative: 1e-11))
  }

  @Test func `a server for everybody means that nobody waits`() {
    let system = MachineRepairman(
      population: 12,
      meanThinkTime: .seconds(1),
      meanServiceTime: .seconds(1),
      servers: 12
    )
    #expect(system.meanResponseTime == .seconds(1))
    #expect(system.meanWaitingTime == .zero)
    #expect(close(system.throughput.perSecond, 6, relative: 1e-13))
  }

  @Test func `a hundred thousand users do not overflow`() {
    let crowd = MachineRepairman(
      population: 100_000,
      meanThinkTime: .seconds(1),
      meanServiceTime: .milliseconds(10),
      servers: 8
    )
    #expect(close(crowd.throughput.perSecond, 800, relative: 1e-12))
    #expect(close(crowd.utilization, 1, relative: 1e-12))
    // Response time law: N/X − Z.
    #expect(close(crowd.meanResponseTime.seconds, 124))
  }

  @Test(arguments: 1...40)
  func `the response time law and the asymptotes hold for every population`(population: Int) {
    let network = ClosedNetwork(
      stations: [
        ClosedNetwork.Station(serviceDemand: .milliseconds(50)),
        ClosedNetwork.Station(serviceDemand: .milliseconds(80)),
        ClosedNetwork.Station(serviceDemand: .milliseconds(300), discipline: .delay),
      ],
      thinkTime: .seconds(2)
    )
    let solution = network.solved(population: population)
    let throughput = solution.throughput.perSecond
    let users = Double(population)
    #expect(close(solution.meanResponseTime.seconds, users / throughput - 2, relative: 1e-8))
    #expect(throughput <= min(1 / 0.08, users / 2.43) * (1 + 1e-12))
    let thinking = throughput * 2
    #expect(close(solution.meanNumbers.reduce(thinking, +), users, relative: 1e-12))
    #expect(close(network.saturationPoint, 2.43 / 0.08))
  }

  @Test func `requests that can never leave have no network`() {
    let node = OpenNetwork.Node(externalArrivalRate: perSecond(1), serviceRate: perSecond(5))
    #expect(OpenNetwork(nodes: [node, node], routing: [[0, 1], [1, 0]]) == nil)
    #expect(OpenNetwork(nodes: [node], routing: [[1]]) == nil)
  }

  @Test func `a trap that nobody enters does no harm`() {
    let entry = OpenNetwork.Node(externalArrivalRate: perSecond(1), serviceRate: perSecond(5))
    let trap = OpenNetwork.Node(serviceRate: perSecond(5))
    let network = OpenNetwork(nodes: [entry, trap], routing: [[0, 0], [0, 1]])
    #expect(network?.stations[1].arrivalRate == .zero)
    #expect(close(network?.meanResponseTime?.seconds, 0.25))
  }

  @Test func `one saturated station saturates the network`() {
    let network = OpenNetwork(
      arrivalRate: perSecond(3),
      visits: [1, 2],
      nodes: [4, 5].map { OpenNetwork.Node(serviceRate: perSecond($0)) }
    )
    #expect(network.saturated)
    #expect(network.meanResponseTime == nil)
  }

  @Test func `routing more than everybody is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = OpenNetwork(
        nodes: [OpenNetwork.Node(serviceRate: Rate(perSecond: 1))],
        routing: [[1.1]]
      )
    }
  }

  @Test func `a closed system without anybody is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = ClosedNetwork(stations: [], thinkTime: .seconds(1)).solved(population: 0)
    }
  }
}
