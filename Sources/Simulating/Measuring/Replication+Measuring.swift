import Kernel
import Stations

extension Replication {
  /// Starts the measurement: pools forget the warm-up, requests from now on count.
  mutating func beginMeasurement(_ slot: Int32) {
    measuring = true
    measuredFrom = now
    tallies.peakInFlight = inFlight
    carryCoreTime(sign: -1)
    for i in 0..<pools.count { pools.memory[i].restartTally(at: now) }
    carryCoreTime(sign: 1)
    for fleet in fleets.elements.indices {
      fleets.memory[fleet].fleet.restartTally(at: now)
      fleets.memory[fleet].outOfMemory = 0
    }
    sockets?.ledger.restartTally(at: now)
    extras.restartTally()
    freeToken(slot)
  }

  /// Ends the measurement: later arrivals do not count, and the time integrals stop here.
  mutating func endMeasurement() {
    for i in 0..<pools.count { finalTallies.memory[i] = pools.memory[i].tally(at: now) }
    for i in 0..<fleets.count {
      finalFleets.memory[i] = Measurement.Fleet(fleets.memory[i], at: now)
    }
    for i in program.queues.indices { tallies.seeAge(age(ofQueue: i), queue: i, measuring) }
    extras.export(into: &finalExtras)
    finalSockets = sockets?.ledger.tally(at: now)
    measuredUntil = measuring ? now : measuredFrom
    measuring = false
    isOver = true
    unlistedUntil = -1
    openRequests += tallies.offered
    takeSample()
  }

  /// Notes the state and schedules the next look; the last one is taken when the measurement ends.
  mutating func sample(_ slot: Int32) {
    guard !isOver else { return freeToken(slot) }
    takeSample()
    let token = tokens + Int(slot)
    let taken = details(token)
    taken.pointee.attempt += 1
    let number = Int128(taken.pointee.attempt)
    let next = Int64(Int128(program.horizon) * number / Int128(program.samples))
    if Int(taken.pointee.attempt) < program.samples, next > now {
      events.schedule(UInt32(slot), at: next)
    } else {
      freeToken(slot)
    }
  }

  private mutating func takeSample() {
    var sample = Measurement.Sample()
    sample.time = now
    let (totals, last) = (tallies.totals, tallies.lastTotals)
    sample.offered = totals.offered - last.offered
    sample.completed = totals.completed - last.completed
    sample.failed = totals.failed - last.failed
    sample.responseTime = totals.responseTime - last.responseTime
    sample.inFlight = inFlight
    sample.inUse.reserveCapacity(program.groups.count)
    sample.waiting.reserveCapacity(program.groups.count)
    for group in program.groups {
      var inUse: Int32 = 0
      var waiting: Int32 = 0
      for i in group.first..<group.first + group.count {
        inUse &+= pools.memory[i].inUse
        waiting &+= pools.memory[i].waiting
      }
      sample.inUse.append(inUse)
      sample.waiting.append(waiting)
    }
    for i in 0..<fleets.count { sample.instances.append(fleets.memory[i].fleet.count(.ready)) }
    for i in program.queues.indices { sample.ages.append(age(ofQueue: i)) }
    tallies.lastTotals = totals
    tallies.samples.append(sample)
  }

  /// What the replication has measured.
  ///
  /// - Precondition: no request was lost: offered = answered + failed + in progress.
  mutating func makeMeasurement() -> Measurement {
    var measurement = Measurement()
    tallies.export(into: &measurement, columns: program.shareColumns)
    var open: Int64 = 0
    for endpoint in measurement.endpoints {
      precondition(endpoint.inFlight >= 0, "no more requests end than were offered")
      open += endpoint.inFlight
    }
    precondition(open == openRequests, "every request is answered, has failed or is in progress")
    let attempts = tallies.attempts
    precondition(
      attempts.made == attempts.admitted + attempts.refused && attempts.ended <= attempts.admitted,
      "every attempt is admitted or refused, and settled at most once"
    )
    for group in program.groups {
      var result = Measurement.Group()
      for i in group.first..<group.first + group.count {
        let tally = finalTallies.memory[i]
        result.requests += tally.requests
        result.waited += tally.waited
        result.refused += tally.refused
        result.reneged += tally.reneged
        result.waitingTime += tally.waitingTime
        result.busyTime += tally.busyTime
        result.queueTime += tally.queueTime
        result.peakInUse = max(result.peakInUse, Int64(tally.peakInUse))
        result.peakWaiting = max(result.peakWaiting, Int64(tally.peakWaiting))
        pools.memory[i].checkInvariants()
      }
      measurement.groups.append(result)
    }
    measurement.fleets = Array(finalFleets.elements)
    measurement.replicas = finalExtras.replicas
    measurement.paces = finalExtras.paces
    measurement.sockets = finalSockets.map { [Measurement.Sockets($0)] } ?? []
    measurement.measuredTime = measuredUntil - measuredFrom
    measurement.events = program.maxEvents - max(eventsLeft, 0)
    measurement.wasTruncated = wasTruncated
    return measurement
  }
}

extension Measurement.Fleet {
  /// What a fleet has counted up to a time.
  init(_ running: RunningFleet, at now: Int64) {
    let tally = running.fleet.tally(at: now)
    instanceTime = tally.instanceTime
    peak = Int64(tally.peak)
    boots = tally.boots
    crashes = tally.crashes - running.outOfMemory
    outOfMemory = running.outOfMemory
  }
}
