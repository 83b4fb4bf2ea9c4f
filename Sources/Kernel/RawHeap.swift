/// What a heap puts in order.
public protocol HeapOrdered {
  /// Whether it leaves before another; a strict order without ties.
  func precedes(_ other: Self) -> Bool
}

/// A binary heap in raw memory: the first leaves first.
///
/// It is for stations, which live in tables of raw memory: a copy shares the memory, and whoever owns it
/// gives it back once. The event list has a faster structure of its own.
@frozen
public struct RawHeap<Element: HeapOrdered> {
  @usableFromInline var size = 0
  @usableFromInline var elements: UnsafeMutablePointer<Element>
  @usableFromInline var capacity = 16

  /// An empty heap.
  @inlinable
  public init() { elements = .allocate(capacity: capacity) }

  /// How many it holds.
  @inlinable public var count: Int { size }

  /// Gives the memory back; the owner calls it once.
  @inlinable
  public func free() { elements.deallocate() }

  /// The first of all; nil when there is none.
  @inlinable public var first: Element? { size > 0 ? elements[0] : nil }

  /// Puts one in.
  ///
  /// - Complexity: O(log n)
  @inlinable
  public mutating func insert(_ element: Element) {
    if size == capacity { grow() }
    (elements + size).initialize(to: element)
    size += 1
    rise(from: size - 1)
  }

  /// Takes the first out; nil when there is none.
  ///
  /// - Complexity: O(log n)
  @inlinable
  public mutating func popFirst() -> Element? {
    guard size > 0 else { return nil }
    let first = elements[0]
    size -= 1
    if size > 0 {
      elements[0] = elements[size]
      sink(from: 0)
    }
    return first
  }

  /// Keeps those that fulfil a condition.
  ///
  /// - Complexity: O(n log n)
  @inlinable
  public mutating func keep(_ isKept: (Element) -> Bool) {
    let before = size
    size = 0
    for i in 0..<before {
      // What was kept lies in front of what is looked at.
      let element = elements[i]
      guard isKept(element) else { continue }
      elements[size] = element
      size += 1
      rise(from: size - 1)
    }
  }

  /// Traps when one stands before another that should leave first.
  @inlinable
  public func checkInvariants() {
    for i in 1..<max(size, 1) {
      precondition(!elements[i].precedes(elements[(i - 1) / 2]), "the heap is in order")
    }
  }

  @inlinable
  func rise(from index: Int) {
    var i = index
    let element = elements[i]
    while i > 0, element.precedes(elements[(i - 1) / 2]) {
      elements[i] = elements[(i - 1) / 2]
      i = (i - 1) / 2
    }
    elements[i] = element
  }

  @inlinable
  func sink(from index: Int) {
    var i = index
    let element = elements[i]
    while 2 * i + 1 < size {
      var child = 2 * i + 1
      if child + 1 < size, elements[child + 1].precedes(elements[child]) { child += 1 }
      guard elements[child].precedes(element) else { break }
      elements[i] = elements[child]
      i = child
    }
    elements[i] = element
  }

  @inlinable
  mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: elements, count: size)
    elements.deallocate()
    elements = larger
    capacity *= 2
  }
}
