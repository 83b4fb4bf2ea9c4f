import Kernel
import Quantities
import Statistics

extension Measurement {
  /// A number that two runs share when they measured the same, to the last count and nanosecond.
  ///
  /// It folds every counter in a fixed order, but the cached part of wasted prompt tokens and the times
  /// at the service. Histograms enter by their number, their exact sum, their extremes and their
  /// deciles. It is for comparing runs, not for storing: it may change between
  /// versions.
  public var digest: UInt64 {
    var fold = Fold()
    fold.add([measuredTime, peakInFlight, events, wasTruncated ? 1 : 0])
    for endpoint in endpoints {
      fold.add([endpoint.offered, endpoint.completed])
      fold.add(endpoint.failed, since: 11)
      fold.add(endpoint.shares, since: 14)
      if endpoint.attempts != 0 { fold.add([endpoint.attempts]) }
      if endpoint.starts.count > 0 { fold.add(endpoint.starts) }
      if endpoint.edgeHits != 0 { fold.add([endpoint.edgeHits]) }
      fold.add(endpoint.responseTime)
      fold.add(endpoint.withoutModel)
    }
    for group in groups {
      fold.add([group.requests, group.waited, group.refused, group.reneged, group.waitingTime])
      fold.add([group.peakInUse, group.peakWaiting])
      fold.add(group.busyTime)
      fold.add(group.queueTime)
    }
    for provider in providers {
      fold.add([provider.calls, provider.throttled])
      if provider.refusedForSpend != 0 { fold.add([provider.refusedForSpend]) }
      for peak in [
        provider.peakCallsPerMinute, provider.peakTokensPerMinute, provider.peakInputPerMinute,
        provider.peakOutputPerMinute,
      ] { fold.add([Int64(peak.rounded())]) }
    }
    for model in models {
      fold.add([model.calls, model.attempts, model.fallbacks, model.throttled])
      fold.add([model.errors, model.timeouts, model.tokens.input, model.tokens.cached])
      fold.add([model.tokens.output, model.tokens.wastedInput, model.tokens.wastedOutput])
      if model.hedges != 0 { fold.add([model.hedges]) }
      if model.stopped != 0 { fold.add([model.stopped]) }
    }
    for fleet in fleets {
      fold.add(fleet.instanceTime)
      fold.add([fleet.peak, fleet.boots, fleet.crashes, fleet.outOfMemory])
    }
    for queue in queues {
      fold.add([queue.receipts, queue.redeliveries, queue.deadLetters, queue.oldest])
    }
    for session in sessions {
      fold.add([session.iterations, session.dropped, session.interrupted])
      fold.add([session.peakUsers, session.peakRunning])
      fold.add(session.spans)
    }
    for clients in sockets {
      fold.add(clients.counters)
      fold.add(clients.openTime)
      fold.add(clients.timeToReturn)
    }
    for copies in replicas { fold.add([copies.reads, copies.pinned, copies.stale]) }
    for pace in paces { fold.add([pace.requests, pace.time, pace.longest]) }
    for cache in caches { fold.add([cache.lookups, cache.hits]) }
    for sample in samples {
      fold.add([sample.time, sample.offered, sample.completed, sample.failed])
      fold.add([sample.responseTime, sample.inFlight])
      fold.add(sample.inUse.map(Int64.init))
      fold.add(sample.waiting.map(Int64.init))
      fold.add(sample.instances.map(Int64.init))
      fold.add(sample.ages)
    }
    return fold.value
  }
}

/// Folds integers into one word; order matters.
private struct Fold {
  private(set) var value: UInt64 = 0

  mutating func add(_ numbers: [Int64]) {
    for number in numbers { value = RandomSource.mix(value ^ UInt64(bitPattern: number)) }
  }

  /// Folds a row of counters that has grown: those from `newer` on count only where they are not zero.
  ///
  /// So a reason or a share that is added at the end of its list leaves the digest of every run as it
  /// was in which it does not occur.
  mutating func add(_ numbers: [Int64], since newer: Int) {
    add(Array(numbers.prefix(newer)))
    for (index, number) in numbers.enumerated().dropFirst(newer) where number != 0 {
      add([Int64(index), number])
    }
  }

  mutating func add(_ number: Int128) {
    add([Int64(truncatingIfNeeded: number), Int64(truncatingIfNeeded: number >> 64)])
  }

  mutating func add(_ histogram: Histogram) {
    add([Int64(histogram.count)])
    add(histogram.sumOfNanoseconds)
    guard histogram.count > 0 else { return }
    for decile in 0...10 {
      let rank = 1 + decile * (histogram.count - 1) / 10
      add([histogram.value(atRank: rank).nanoseconds])
    }
  }
}
