/// What an operation will leave to chance for a token, drawn before it gets there.
///
/// A draw depends on the request and the step alone, so it may be made at any time. While a request
/// sleeps nothing waits for its next number: the processor makes it beside the events of others, and
/// finds it ready when the request goes on.
struct Prepared {
  /// The operation that it is for, −1 for none.
  var operation: Int32 = -1
  /// The time that it takes; 1 or 0 for what happens or does not.
  var value: Int64 = 0
}

extension Replication {
  /// Draws what a token needs at the next step that leaves anything to chance, if it is known.
  @inline(__always)
  mutating func prepare(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    after operation: UnsafeMutablePointer<Operation>
  ) {
    let ahead = operation.pointee.ahead
    if ahead >= 0 { prepare(slot, token, for: ahead) }
  }

  @inline(never)
  private mutating func prepare(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    for ahead: Int32
  ) {
    let operation = operations.memory + Int(ahead)
    let isChoice = operation.pointee.code == .branch || operation.pointee.code == .lookup
    prepared[Int(slot)] = Prepared(
      operation: ahead,
      value: isChoice ? (happens(token, operation) ? 1 : 0) : drawTime(token, operation)
    )
  }

  /// The nanoseconds that a step takes a token, drawn before or now.
  @inline(__always)
  mutating func time(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int64 {
    let known = prepared[Int(slot)]
    if Int(known.operation) == token.pointee.place.index { return known.value }
    return drawTime(token, operation)
  }

  /// Whether what a step leaves to chance comes about for a token, drawn before or now.
  @inline(__always)
  mutating func comesAbout(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let known = prepared[Int(slot)]
    if Int(known.operation) == token.pointee.place.index { return known.value != 0 }
    return happens(token, operation)
  }
}
