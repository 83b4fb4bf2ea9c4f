import Quantities
import Queueing
import TestSupport
import Testing

/// The reference cases in closed form; spans are whole nanoseconds, hence 10⁻⁸ relative.
@Suite struct `Reference cases` {
  @Test func `one server`() throws {
    let q01 = try referenceCase("Q01")
    let light = MMc(
      arrivalRate: perSecond(try q01.number("lambda_per_s")),
      serviceRate: perSecond(try q01.number("mu_per_s"))
    )
    #expect(close(light.meanResponseTime?.seconds, q01.answer))
    let p95 = light.responseTimeQuantile(Fraction(0.95))
    #expect(close(p95?.seconds, try referenceCase("Q02").answer))
    let p99 = light.responseTimeQuantile(Fraction(0.99))
    #expect(close(p99?.seconds, try referenceCase("Q03").answer))
    let busy = MMc(arrivalRate: perSecond(0.95), serviceRate: perSecond(1))
    #expect(close(busy.meanWaitingTime?.seconds, try referenceCase("Q04").answer))
  }

  @Test func `several servers`() throws {
    let ten = MMc(arrivalRate: perSecond(8), serviceRate: perSecond(1), servers: 10)
    #expect(close(ten.waitProbability.value, try referenceCase("Q05").answer, relative: 1e-13))
    #expect(close(ten.meanWaitingTime?.seconds, try referenceCase("Q06").answer, relative: 1e-8))
    let hundred = MMc(arrivalRate: perSecond(90), serviceRate: perSecond(1), servers: 100)
    #expect(
      close(hundred.meanWaitingTime?.seconds, try referenceCase("Q08").answer, relative: 1e-7)
    )
  }

  @Test func `a bounded number of places`() throws {
    let over = MMcK(arrivalRate: perSecond(6), serviceRate: perSecond(1), servers: 5, places: 15)
    #expect(close(over.blockProbability.value, try referenceCase("Q10").answer, relative: 1e-13))
    let ten = MMcK(arrivalRate: perSecond(0.9), serviceRate: perSecond(1), servers: 1, places: 10)
    #expect(close(ten.blockProbability.value, try referenceCase("Q12").answer, relative: 1e-13))
    #expect(close(ten.meanNumberInSystem, try referenceCase("Q13").answer, relative: 1e-13))
  }

  @Test func `any service distribution`() throws {
    let constant = MG1.constantService(arrivalRate: perSecond(0.9), serviceTime: .seconds(1))
    #expect(close(constant.meanWaitingTime?.seconds, try referenceCase("Q14").answer))
    let lognormal = MG1(
      arrivalRate: perSecond(0.7),
      meanServiceTime: .seconds(1),
      squaredCoefficientOfVariation: 4
    )
    #expect(close(lognormal.meanWaitingTime?.seconds, try referenceCase("Q16").answer))
    let shared = ProcessorSharing(arrivalRate: perSecond(0.7), meanServiceDemand: .seconds(1))
    #expect(close(shared.meanResponseTime?.seconds, try referenceCase("Q18").answer))
  }

  @Test func `vacations`() throws {
    let station = MG1(
      arrivalRate: perSecond(0.6),
      meanServiceTime: .seconds(1),
      squaredCoefficientOfVariation: 1
    )
    let exponential = station.meanWaitingTime(
      withVacationsOf: .seconds(2),
      squaredCoefficientOfVariation: 1
    )
    #expect(close(exponential?.seconds, try referenceCase("Q34").answer))
    let constant = station.meanWaitingTime(
      withVacationsOf: .seconds(2),
      squaredCoefficientOfVariation: 0
    )
    #expect(close(constant?.seconds, try referenceCase("Q35").answer))
  }

  @Test(arguments: ["Q20", "Q21"])
  func `loss systems`(id: String) throws {
    let reference = try referenceCase(id)
    let loss = ErlangLoss(
      offeredLoad: Erlangs(try reference.number("offered_erlang")),
      servers: Int(try reference.number("servers"))
    )
    #expect(close(loss.blockProbability.value, reference.answer, relative: 1e-13))
  }

  @Test func `concurrency limits and sliding logs`() throws {
    let loss = ErlangLoss(offeredLoad: Erlangs(55), servers: 60)
    #expect(close(loss.blockProbability.value, try referenceCase("Q51").answer, relative: 1e-13))
    #expect(close(loss.blockProbability.value, try referenceCase("Q53").answer, relative: 1e-13))
    let open = InfiniteServer(arrivalRate: perSecond(6), meanStay: .seconds(15))
    let more = open.probabilityOfMore(than: 110)
    #expect(close(more.value, try referenceCase("Q42").answer, relative: 1e-11))
  }

  @Test(arguments: ["Q46", "Q47", "Q48"])
  func `token buckets`(id: String) throws {
    let reference = try referenceCase(id)
    let bucket = TokenBucketLoss(
      arrivalRate: perSecond(try reference.number("lambda_per_s")),
      refillRate: perSecond(try reference.number("refill_per_s")),
      depth: Int(try reference.number("burst"))
    )
    #expect(close(bucket.blockProbability.value, reference.answer, relative: 1e-12))
  }

  @Test func `closed users on one station`() throws {
    let users = MachineRepairman(
      population: 30,
      meanThinkTime: .seconds(5),
      meanServiceTime: .milliseconds(200)
    )
    #expect(close(users.throughput.perSecond, try referenceCase("Q24").answer, relative: 1e-13))
    #expect(close(users.meanResponseTime.seconds, try referenceCase("Q25").answer))
  }

  @Test func `closed users on three stations`() throws {
    let reference = try referenceCase("Q26")
    let network = ClosedNetwork(
      stations: try reference.numbers("demands_s").map {
        ClosedNetwork.Station(serviceDemand: seconds($0))
      },
      thinkTime: seconds(try reference.number("think_s"))
    )
    let solution = network.solved(population: Int(try reference.number("users")))
    #expect(close(solution.throughput.perSecond, reference.answer, relative: 1e-13))
    #expect(close(solution.meanResponseTime.seconds, try referenceCase("Q27").answer))
  }

  @Test func `open networks`() throws {
    let tandem = OpenNetwork(
      arrivalRate: perSecond(5),
      visits: [1, 1, 1],
      nodes: [8, 7, 6].map { OpenNetwork.Node(serviceRate: perSecond($0)) }
    )
    #expect(close(tandem.meanResponseTime?.seconds, try referenceCase("Q30").answer))
    let retried = OpenNetwork(
      nodes: [OpenNetwork.Node(externalArrivalRate: perSecond(4), serviceRate: perSecond(8))],
      routing: [[0.2]]
    )
    #expect(close(retried?.meanResponseTime?.seconds, try referenceCase("Q32").answer))
    for id in ["Q77", "Q78"] {
      let reference = try referenceCase(id)
      let network = OpenNetwork(
        arrivalRate: perSecond(try reference.number("lambda_per_s")),
        visits: try reference.numbers("visits"),
        nodes: try reference.numbers("service_s").map {
          OpenNetwork.Node(serviceRate: perSecond(1 / $0))
        }
      )
      let value =
        id == "Q77"
        ? network.meanResponseTime?.seconds : network.stations[0].meanNumberInSystem
      #expect(close(value, reference.answer))
    }
  }

  @Test func `an open network with feedback`() throws {
    let reference = try referenceCase("Q76")
    let external = try reference.numbers("external_lambda_per_s")
    let nodes = zip(external, try reference.numbers("service_s")).map { arrivals, service in
      OpenNetwork.Node(
        externalArrivalRate: perSecond(arrivals),
        serviceRate: perSecond(1 / service)
      )
    }
    let routing = try #require(reference.parameters["routing"]).rows
    let network = try #require(OpenNetwork(nodes: nodes, routing: routing))
    for (station, number) in zip(network.stations, reference.value.numbers) {
      #expect(close(station.meanNumberInSystem, number, relative: 1e-12))
    }
    for (station, rate) in zip(network.stations, [20.0, 10, 10, 4]) {
      #expect(close(station.arrivalRate.perSecond, rate, relative: 1e-13))
    }
  }
}
