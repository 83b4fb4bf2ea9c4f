// Lines in which the more urgent stand before the others.
extension ServerPool {
  /// Moves who has just come from the end of the line to a place farther in front.
  ///
  /// - Parameters:
  ///   - slot: Who stands at the end.
  ///   - other: Who stands behind it from now on.
  ///   - links: The links of the line.
  /// - Precondition: both wait in this line, and they are two.
  /// - Complexity: O(1)
  public mutating func move(
    _ slot: Int32,
    before other: Int32,
    links: UnsafeMutablePointer<WaitingLinks>
  ) {
    precondition(slot == tail && slot != other, "who comes stands at the end")
    tail = links[Int(slot)].previous
    links[Int(tail)].next = -1
    let ahead = links[Int(other)].previous
    links[Int(slot)] = WaitingLinks(next: other, previous: ahead)
    links[Int(other)].previous = slot
    if ahead >= 0 { links[Int(ahead)].next = slot } else { head = slot }
  }
}
