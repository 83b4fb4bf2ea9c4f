import Kernel
import Stations

extension Replication {
  /// Starts the measurement: pools forget the warm-up, requests from now on count.
  mutating func beginMeasurement(_ slot: Int32) {
    measuring = true
    for i in 0..<pools.count { pools.memory[i].restartTally(at: now) }
    freeToken(slot)
  }

  /// Ends the measurement: later arrivals do not count, and the time integrals stop here.
  mutating func endMeasurement() {
    measuring = false
    isOver = true
    for i in 0..<pools.count { pools.memory[i].advance(to: now) }
    finalTallies = (0..<pools.count).map { pools.memory[$0].tally }
    measuredUntil = now
  }

  /// Notes the state and schedules the next look.
  mutating func sample(_ slot: Int32) {
    var sample = Measurement.Sample()
    sample.time = now
    sample.offered = tallies.window.offered
    sample.completed = tallies.window.completed
    sample.failed = tallies.window.failed
    sample.responseTime = tallies.window.responseTime
    sample.inFlight = inFlight
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
    tallies.window = Tallies.Window()
    tallies.samples.append(sample)
    let step = max(1, program.horizon / Int64(program.samples))
    if now + step <= program.horizon {
      events.schedule(UInt32(slot), at: now + step)
    } else {
      freeToken(slot)
    }
  }

  /// What the replication has measured.
  ///
  /// - Precondition: no request was lost: offered = answered + failed + in progress.
  func makeMeasurement() -> Measurement {
    var measurement = Measurement()
    tallies.export(into: &measurement)
    var open: Int64 = 0
    for endpoint in measurement.endpoints {
      precondition(endpoint.inFlight >= 0, "no more requests end than were offered")
      open += endpoint.inFlight
    }
    precondition(open == openRequests, "every request is answered, has failed or is in progress")
    for group in program.groups {
      var result = Measurement.Group()
      for i in group.first..<group.first + group.count {
        let tally = finalTallies[i]
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
    measurement.measuredTime = measuredUntil - program.warmUp
    measurement.events = eventCount
    measurement.wasTruncated = wasTruncated
    return measurement
  }
}
