/// Where a token stands: which operation it executes next, and what that operation does.
///
/// The code lies in the lowest byte, so that the loop knows where to jump before it has looked at the
/// operation. Nobody can predict whose event comes next: every cycle until the jump is known is waited
/// for.
struct Place: Sendable, Hashable {
  private let word: Int32

  /// The place of an operation.
  ///
  /// - Precondition: there are at most 2²³ operations.
  init(_ index: Int32, _ code: OperationCode) {
    precondition(index >= 0 && index < 1 << 23, "a program has at most eight million steps")
    word = index << 8 | Int32(code.rawValue)
  }

  /// The position of the operation in the program.
  @inline(__always)
  var index: Int { Int(word &>> 8) }

  /// What the operation does.
  @inline(__always)
  var code: OperationCode { unsafeBitCast(UInt8(truncatingIfNeeded: word), to: OperationCode.self) }

  /// The same as a number, and back.
  @inline(__always)
  var number: Int64 { Int64(word) }

  @inline(__always)
  init(number: Int64) { word = Int32(truncatingIfNeeded: number) }
}
