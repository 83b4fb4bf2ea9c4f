import Quantities
import Statistics

// What becomes of the iterations of users, from the start of the test to the last of them.
extension Tallies {
  mutating func countIteration(session: Int, span: Int64) {
    sessions[session].iterations += 1
    sessions[session].spans.record(SimInterval(nanoseconds: span))
  }

  mutating func countDropped(session: Int, _ count: Int64) { sessions[session].dropped += count }

  mutating func countInterrupted(session: Int) { sessions[session].interrupted += 1 }

  mutating func countUsers(session: Int, _ count: Int32) {
    sessions[session].peakUsers = max(sessions[session].peakUsers, Int64(count))
  }

  mutating func countRunning(session: Int, _ count: Int32) {
    sessions[session].peakRunning = max(sessions[session].peakRunning, Int64(count))
  }
}
