import Stations

// What is still under way when a replication is over, and is billed all the same.
extension Replication {
  /// Bills the calls that providers still work on for callers who have gone: the slower of two that ask
  /// the same, and those of requests that were given up.
  ///
  /// Nothing comes after it but the measurement.
  mutating func billLeftovers() {
    guard tallies.attempts.admitted > tallies.attempts.ended else { return }
    var isFree = [Bool](repeating: false, count: Int(slotsUsed))
    var slot = freeSlot
    while slot >= 0 {
      isFree[Int(slot)] = true
      slot = links[Int(slot)].next
    }
    for slot in laneCount..<slotsUsed where !isFree[Int(slot)] {
      let token = tokens + Int(slot)
      let isStopped = token.pointee.place == stopPlace
      let place = isStopped ? Place(number: token.pointee.drawn) : token.pointee.place
      guard place.code == .call, isStopped || isUnread(slot) else { continue }
      endUnread(slot, calls.memory + Int(operation(at: place).pointee.a))
    }
  }
}
