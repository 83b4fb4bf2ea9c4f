import Quantities
import Statistics

extension Tallies {
  /// A histogram of spans in raw memory.
  struct Spans {
    let counters: UnsafeMutablePointer<UInt64>
    var extremes = Extremes()

    init() { counters = .filled(with: 0, HistogramLayout.bucketCount) }

    /// One whose counters belong to another owner.
    init(counters: UnsafeMutablePointer<UInt64>, extremes: Extremes) {
      self.counters = counters
      self.extremes = extremes
    }

    /// Gives the memory back; the owner calls it once.
    func free() { counters.deallocate() }

    mutating func record(_ nanoseconds: Int64) {
      extremes.record(nanoseconds)
      counters[HistogramLayout.bucket(of: nanoseconds)] &+= 1
    }

    /// The histogram as a value.
    var histogram: Histogram {
      guard extremes.least <= extremes.greatest else { return Histogram() }
      return Histogram(
        counters: counters,
        sumOfNanoseconds: extremes.sum,
        minimum: SimInterval(nanoseconds: extremes.least),
        maximum: SimInterval(nanoseconds: extremes.greatest)
      )
    }
  }
}

// What becomes of the iterations of users, from the start of the test to the last of them.
extension Tallies {
  mutating func countIteration(session: Int, span: Int64) {
    sessions.memory[session].iterations += 1
    sessionSpans.memory[session].record(span)
  }

  mutating func countDropped(session: Int, _ count: Int64) {
    sessions.memory[session].dropped += count
  }

  mutating func countInterrupted(session: Int) { sessions.memory[session].interrupted += 1 }

  mutating func countUsers(session: Int, _ count: Int32) {
    let it = sessions.memory + session
    it.pointee.peakUsers = max(it.pointee.peakUsers, Int64(count))
  }

  mutating func countRunning(session: Int, _ count: Int32) {
    let it = sessions.memory + session
    it.pointee.peakRunning = max(it.pointee.peakRunning, Int64(count))
  }
}
