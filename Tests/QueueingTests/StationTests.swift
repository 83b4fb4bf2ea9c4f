import Foundation
import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Stations with a line` {
  /// Erlang B to four decimals: servers, load, loss.
  ///
  /// As in any printed Erlang B table.
  @Test(arguments: [
    (1, 1.0, 0.5000), (2, 1.0, 0.2000), (5, 3.0, 0.1101), (10, 5.0, 0.0184), (10, 10.0, 0.2146),
    (20, 20.0, 0.1589), (100, 100.0, 0.0757),
  ])
  func `loss agrees with the printed table`(servers: Int, load: Double, loss: Double) {
    let system = ErlangLoss(offeredLoad: Erlangs(load), servers: servers)
    #expect(abs(system.blockProbability.value - loss) <= 0.000_051)
  }

  /// The load at which a hundredth is lost, three digits as in any printed Erlang B table.
  @Test(arguments: [(1, 0.0101), (2, 0.153), (5, 1.36), (10, 4.46), (20, 12.0), (50, 37.9)])
  func `a load from the one percent column loses one percent`(servers: Int, load: Double) {
    let system = ErlangLoss(offeredLoad: Erlangs(load), servers: servers)
    #expect(close(system.blockProbability.value, 0.01, relative: 0.03))
    let slightlyMore = Fraction(system.blockProbability.value * 1.000_001)
    #expect(ErlangLoss.servers(for: Erlangs(load), losingAtMost: slightlyMore) == servers)
  }

  /// Erlang C: servers, load, waiting probability.
  ///
  /// Hand calculation for 1 to 3 servers.
  @Test(arguments: [(1, 0.5, 0.5), (2, 1.0, 1.0 / 3), (3, 2.0, 4.0 / 9), (2, 1.5, 9.0 / 14)])
  func `the waiting probability agrees with hand calculation`(
    servers: Int,
    load: Double,
    wait: Double
  ) {
    let station = MMc(arrivalRate: perSecond(load), serviceRate: perSecond(1), servers: servers)
    #expect(close(station.waitProbability.value, wait, relative: 1e-14))
  }

  @Test func `three and four servers for 2.5 arrivals a second wait as known`() {
    let waits = [3, 4].map {
      MMc(arrivalRate: perSecond(2.5), serviceRate: perSecond(1), servers: $0).meanWaitingTime
    }
    #expect(close(waits[0]?.seconds, 1.404_494, relative: 1e-6))
    #expect(close(waits[1]?.seconds, 0.213_238, relative: 3e-6))
  }

  @Test func `a saturated station has no mean, and everybody waits`() {
    let station = MMc(arrivalRate: perSecond(2), serviceRate: perSecond(1), servers: 2)
    #expect(station.saturated)
    #expect(station.waitProbability == .one)
    #expect(station.meanWaitingTime == nil)
    #expect(station.meanNumberInSystem == nil)
    #expect(station.responseTimeQuantile(Fraction(0.5)) == nil)
    #expect(station.probabilityOfWaiting(longerThan: .seconds(9)) == .one)
  }

  @Test func `without arrivals nobody waits`() {
    let station = MMc(arrivalRate: .zero, serviceRate: perSecond(4), servers: 3)
    #expect(station.waitProbability == .zero)
    #expect(station.meanResponseTime == .milliseconds(250))
    #expect(station.waitingTimeQuantile(Fraction(0.99)) == .zero)
  }

  @Test func `a hair below saturation the wait is long but not a trap`() {
    let station = MMc(arrivalRate: perSecond(1 - 1e-13), serviceRate: perSecond(1))
    #expect(station.meanWaitingTime == .longest)
  }

  @Test(arguments: [(0.9, 1), (1.7, 2), (2.0, 3), (9.5, 10), (50, 100)])
  func `quantiles invert the tails`(load: Double, servers: Int) {
    let station = MMc(arrivalRate: perSecond(load), serviceRate: perSecond(1), servers: servers)
    for p in [0.3, 0.5, 0.9, 0.99, 0.9999] {
      let response = station.responseTimeQuantile(Fraction(p)) ?? .zero
      let tail = station.probabilityOfResponse(longerThan: response).value
      #expect(close(tail, 1 - p, relative: 1e-7))
      let wait = station.waitingTimeQuantile(Fraction(p)) ?? .zero
      let waiting = station.probabilityOfWaiting(longerThan: wait).value
      #expect(wait == .zero ? waiting <= 1 - p : close(waiting, 1 - p, relative: 1e-7))
    }
  }

  @Test func `many places come to the same as an unlimited line`() {
    let unlimited = MMc(arrivalRate: perSecond(3.2), serviceRate: perSecond(1), servers: 4)
    let large = MMcK(
      arrivalRate: perSecond(3.2),
      serviceRate: perSecond(1),
      servers: 4,
      places: 400
    )
    #expect(close(large.meanQueueLength, unlimited.meanQueueLength ?? 0, relative: 1e-11))
    #expect(close(large.waitProbability.value, unlimited.waitProbability.value, relative: 1e-12))
    #expect(close(large.meanResponseTime.seconds, unlimited.meanResponseTime?.seconds ?? 0))
  }

  @Test func `no place beyond the servers is a loss system`() {
    let bounded = MMcK(arrivalRate: perSecond(7), serviceRate: perSecond(1), servers: 9, places: 9)
    let loss = ErlangLoss(offeredLoad: Erlangs(7), servers: 9)
    #expect(close(bounded.blockProbability.value, loss.blockProbability.value, relative: 1e-14))
    #expect(bounded.meanQueueLength == 0)
    #expect(bounded.waitProbability == .zero)
    #expect(close(bounded.meanNumberInSystem, loss.carriedLoad.value, relative: 1e-13))
  }

  @Test func `at load one every state of one server is equally likely`() {
    let even = MMcK(arrivalRate: perSecond(1), serviceRate: perSecond(1), servers: 1, places: 9)
    #expect(close(even.blockProbability.value, 0.1, relative: 1e-14))
    #expect(close(even.meanNumberInSystem, 4.5, relative: 1e-14))
    #expect(close(even.waitProbability.value, 8.0 / 9, relative: 1e-14))
    #expect(close(even.meanResponseTime.seconds, 5))
  }

  @Test func `exponential service makes M over G over 1 the simple queue`() {
    let general = MG1(
      arrivalRate: perSecond(0.8),
      meanServiceTime: .seconds(1),
      squaredCoefficientOfVariation: 1
    )
    #expect(close(general.meanResponseTime?.seconds, 5))
    #expect(close(general.meanNumberInSystem, 4))
    let constant = MG1.constantService(arrivalRate: perSecond(0.8), serviceTime: .seconds(1))
    #expect(close(constant.meanWaitingTime?.seconds, 2))
    #expect(MG1.constantService(arrivalRate: perSecond(2), serviceTime: .seconds(1)).saturated)
  }

  /// Load, span in services, and tail, from Erlang's alternating sum with 60 digits in mpmath.
  @Test(arguments: [
    (0.5, 0.5, 0.35798729165612926), (0.8, 3, 0.23790048025459848),
    (0.9, 7.25, 0.20787069762325924), (0.95, 30, 0.045700967786516399),
  ])
  func `waiting for constant service has the known tail`(load: Double, span: Double, tail: Double) {
    let station = MD1(arrivalRate: perSecond(load), serviceTime: .seconds(1))
    #expect(
      close(station.probabilityOfWaiting(longerThan: seconds(span)).value, tail, relative: 1e-12)
    )
  }

  @Test func `waiting for constant service has the known quantiles`() {
    let light = MD1(arrivalRate: perSecond(0.8), serviceTime: .seconds(1))
    #expect(close(light.waitingTimeQuantile(Fraction(0.95))?.seconds, 6.62032499684072))
    #expect(light.waitingTimeQuantile(Fraction(0.19)) == .zero)
    #expect(close(light.meanWaitingTime?.seconds, 2))
    let busy = MD1(arrivalRate: perSecond(90), serviceTime: .milliseconds(10))
    #expect(
      close(busy.responseTimeQuantile(Fraction(0.99))?.seconds, 0.228982373495401, relative: 1e-8)
    )
    #expect(busy.probabilityOfWaiting(longerThan: .seconds(3_600)) == .zero)
    let idle = MD1(arrivalRate: .zero, serviceTime: .seconds(1))
    #expect(idle.probabilityOfWaiting(longerThan: .zero) == .zero)
    #expect(MD1(arrivalRate: perSecond(1), serviceTime: .seconds(1)).meanWaitingTime == nil)
  }

  @Test func `sharing slows every request by the same factor`() {
    let shared = ProcessorSharing(arrivalRate: perSecond(15), meanServiceDemand: .milliseconds(50))
    #expect(close(shared.meanSlowdown, 4))
    #expect(close(shared.meanNumberInSystem, 3))
    let cores = ProcessorSharing(
      arrivalRate: perSecond(60),
      meanServiceDemand: .milliseconds(50),
      servers: 4
    )
    #expect(cores.utilization == 0.75)
    #expect((cores.meanSlowdown ?? 9) < 4)
  }

  @Test func `a station that never finishes is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = MMc(arrivalRate: .zero, serviceRate: .zero)
    }
  }

  @Test func `a station without a server is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = MMcK(arrivalRate: .zero, serviceRate: Rate(perSecond: 1), servers: 0, places: 1)
    }
  }
}
