/// A fixed table in raw memory, so that reading it in the loop counts no reference.
struct RawTable<Element> {
  let memory: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    memory = .allocate(capacity: max(elements.count, 1))
    for (i, element) in elements.enumerated() { (memory + i).initialize(to: element) }
  }

  init(repeating element: Element, count: Int) {
    self.count = count
    memory = .allocate(capacity: max(count, 1))
    memory.initialize(repeating: element, count: count)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    memory.deinitialize(count: count)
    memory.deallocate()
  }

  /// What it holds now.
  var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: memory, count: count)
  }

  @inline(__always)
  subscript(_ index: Int32) -> UnsafeMutablePointer<Element> { memory + Int(index) }
}

extension UnsafeMutablePointer {
  /// New memory that holds a value a number of times; whoever takes it gives it back.
  static func filled(with value: Pointee, _ count: Int) -> UnsafeMutablePointer {
    let memory = UnsafeMutablePointer.allocate(capacity: count)
    memory.initialize(repeating: value, count: count)
    return memory
  }
}
