/// Who fetches a key while others wait for what it finds.
///
/// The first to miss fetches; whoever misses meanwhile waits. When the fetch ends, all who wait go on with
/// what was found; when it fails, the first of them fetches. The waiting line is intrusive: its links
/// live in the caller's records.
///
/// - Invariant: nobody waits while nobody fetches.
public struct SingleFlight {
  /// Whether somebody fetches.
  public private(set) var isUnderWay = false
  /// The first who waits, −1 for none; the others follow by their links.
  public private(set) var first: Int32 = -1
  private var last: Int32 = -1

  /// Nobody fetches.
  public init() {}

  /// Misses: true for the one who fetches, false for one who waits.
  ///
  /// - Complexity: O(1)
  public mutating func join(_ slot: Int32, links: UnsafeMutablePointer<WaitingLinks>) -> Bool {
    guard isUnderWay else {
      isUnderWay = true
      return true
    }
    links[Int(slot)] = WaitingLinks(next: -1, previous: last)
    if last >= 0 { links[Int(last)].next = slot } else { first = slot }
    last = slot
    return false
  }

  /// The fetch has ended: takes the first out who waits.
  ///
  /// - Parameters:
  ///   - links: The links of the line.
  ///   - fetches: Whether that one fetches now, since the fetch has failed; else all are to be taken.
  /// - Returns: Who it is, −1 when nobody waits any more.
  /// - Complexity: O(1)
  public mutating func takeFirst(links: UnsafeMutablePointer<WaitingLinks>, fetches: Bool) -> Int32
  {
    let slot = first
    isUnderWay = fetches && slot >= 0
    guard slot >= 0 else { return -1 }
    leave(slot, links: links)
    return slot
  }

  /// Somebody who waits has given up.
  ///
  /// - Precondition: it waits here.
  /// - Complexity: O(1)
  public mutating func leave(_ slot: Int32, links: UnsafeMutablePointer<WaitingLinks>) {
    let it = links[Int(slot)]
    if it.previous >= 0 { links[Int(it.previous)].next = it.next } else { first = it.next }
    if it.next >= 0 { links[Int(it.next)].previous = it.previous } else { last = it.previous }
  }
}
