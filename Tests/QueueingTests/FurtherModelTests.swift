import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Further models` {
  @Test func `the response of a tandem is the sum of independent exponentials`() throws {
    let tandem = Tandem(arrivalRate: perSecond(5), serviceRates: [8, 7, 6].map(perSecond))
    #expect(close(tandem.meanResponseTime?.seconds, try referenceCase("Q30").answer))
    let p99 = tandem.responseTimeQuantile(Fraction(0.99))
    #expect(close(p99?.seconds, try referenceCase("Q31").answer))
    #expect(Tandem(arrivalRate: perSecond(6), serviceRates: [perSecond(6)]).saturated)
  }

  @Test func `a tandem of equal stations has an Erlang response`() {
    let tandem = Tandem(arrivalRate: perSecond(1), serviceRates: [3, 3].map(perSecond))
    // e⁻⁴(1 + 4) for rate 2 at 2 s.
    let tail = tandem.probabilityOfResponse(longerThan: .seconds(2))
    #expect(close(tail.value, 0.091_578_194_443_670_9, relative: 1e-12))
  }

  @Test func `priority shortens the wait of one class at the cost of the other`() throws {
    let station = PriorityStation(
      classes: [0.3, 0.5].map {
        PriorityStation.Class(
          arrivalRate: perSecond($0),
          meanServiceTime: .seconds(1),
          squaredCoefficientOfVariation: 1
        )
      }
    )
    #expect(close(station.meanWaitingTimes[0]?.seconds, try referenceCase("Q39").answer))
    #expect(close(station.meanWaitingTimes[1]?.seconds, try referenceCase("Q38").answer))
    // Kleinrock's conservation law: the load-weighted wait is that without priority.
    let weighted = zip(station.meanWaitingTimes, [0.3, 0.5]).reduce(0.0) {
      $0 + ($1.0?.seconds ?? 0) * $1.1
    }
    let plain = MMc(arrivalRate: perSecond(0.8), serviceRate: perSecond(1))
    #expect(close(weighted, 0.8 * (plain.meanWaitingTime?.seconds ?? 0), relative: 1e-8))
  }

  @Test func `a saturated low class leaves the high class its wait`() {
    let both = [0.5, 0.7].map {
      PriorityStation.Class(
        arrivalRate: perSecond($0),
        meanServiceTime: .seconds(1),
        squaredCoefficientOfVariation: 1
      )
    }
    let waits = PriorityStation(classes: both).meanWaitingTimes
    // The server is always busy: one residual service of 1 s over 1 − 0.5.
    #expect(close(waits[0]?.seconds, 2))
    #expect(waits[1] == nil)
  }

  @Test func `impatient clients give up as known`() throws {
    let station = ErlangA(
      arrivalRate: perSecond(110),
      serviceRate: perSecond(1),
      servers: 100,
      meanPatience: .seconds(2)
    )
    let reference = try referenceCase("Q40").answer
    #expect(close(station.renegeProbability.value, reference, relative: 1e-12))
    #expect(close(station.throughput.perSecond, 110 * (1 - reference), relative: 1e-12))
  }

  @Test func `endless patience waits as in Erlang C, none at all loses as in Erlang B`() {
    let patient = ErlangA(
      arrivalRate: perSecond(8),
      serviceRate: perSecond(1),
      servers: 10,
      meanPatience: .seconds(1_000_000_000)
    )
    let plain = MMc(arrivalRate: perSecond(8), serviceRate: perSecond(1), servers: 10)
    #expect(close(patient.waitProbability.value, plain.waitProbability.value, relative: 1e-7))
    let hasty = ErlangA(
      arrivalRate: perSecond(8),
      serviceRate: perSecond(1),
      servers: 10,
      meanPatience: SimInterval(nanoseconds: 1)
    )
    let loss = ErlangLoss(offeredLoad: Erlangs(8), servers: 10).blockProbability.value
    #expect(close(hasty.renegeProbability.value, loss, relative: 1e-6))
    let idle = ErlangA(
      arrivalRate: .zero,
      serviceRate: perSecond(1),
      servers: 2,
      meanPatience: .seconds(1)
    )
    #expect(idle.renegeProbability == .zero)
  }

  @Test func `arrivals at equal distances wait less`() throws {
    let timer = DM1(interarrivalTime: .milliseconds(1250), serviceRate: perSecond(1))
    #expect(close(timer.meanWaitingTime?.seconds, try referenceCase("Q43").answer))
    let response = timer.meanResponseTime?.seconds ?? 0
    #expect(close(response, (timer.meanWaitingTime?.seconds ?? 0) + 1))
    let median = timer.responseTimeQuantile(Fraction(0.5))
    #expect(close(median?.seconds, response * 0.693_147_180_56))
    #expect(DM1(interarrivalTime: .seconds(1), serviceRate: perSecond(1)).meanWaitingTime == nil)
  }

  @Test func `batches wait for themselves`() throws {
    let fanOut = BatchArrivals(
      batchRate: perSecond(0.16),
      batchSize: 5,
      serviceRate: perSecond(1)
    )
    #expect(close(fanOut.meanWaitingTime?.seconds, try referenceCase("Q44").answer))
    let single = BatchArrivals(batchRate: perSecond(0.8), batchSize: 1, serviceRate: perSecond(1))
    #expect(close(single.meanWaitingTime?.seconds, 4))
  }

  @Test func `clients in back-off are as many as known`() throws {
    let queue = RetrialQueue(
      arrivalRate: perSecond(0.6),
      serviceRate: perSecond(1),
      retryRate: perSecond(0.2)
    )
    #expect(close(queue.meanNumberInBackoff, try referenceCase("Q54").answer, relative: 1e-13))
    #expect(close(queue.meanWaitingTime?.seconds, 9))
  }

  @Test func `an expiring key is hit as often as known`() throws {
    let key = ExpiringCacheKey(arrivalRate: perSecond(0.05), timeToLive: .seconds(60))
    #expect(close(key.hitRatioFromFetch.value, try referenceCase("Q61").answer, relative: 1e-14))
    #expect(close(key.hitRatioFromLastUse.value, try referenceCase("Q62").answer, relative: 1e-14))
  }

  @Test func `daily swings are damped by long sessions`() throws {
    let peak = InfiniteServer.peakNumber(
      meanArrivalRate: perSecond(10),
      amplitude: perSecond(8),
      period: .seconds(86_400),
      meanStay: .seconds(1800)
    )
    #expect(close(peak, try referenceCase("Q65").answer, relative: 1e-13))
  }

  @Test func `the better of two lines is far better than one`() throws {
    let two = PowerOfChoices(
      arrivalRatePerServer: perSecond(0.9),
      serviceRate: perSecond(1),
      choices: 2
    )
    #expect(close(two.meanResponseTime?.seconds, try referenceCase("Q67").answer))
    let one = PowerOfChoices(
      arrivalRatePerServer: perSecond(0.9),
      serviceRate: perSecond(1),
      choices: 1
    )
    #expect(close(one.meanResponseTime?.seconds, 10))
  }

  @Test func `a rate that swings below nothing is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = InfiniteServer.peakNumber(
        meanArrivalRate: Rate(perSecond: 1),
        amplitude: Rate(perSecond: 2),
        period: .seconds(1),
        meanStay: .seconds(1)
      )
    }
  }
}
