/// A number that two values share when all that they store is equal: 64-bit FNV-1a.
///
/// Values that differ share it by chance once in 2⁶⁴ pairs. It is the same in every process and on
/// every machine, so it can stand in files; between versions of the program it may change.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The fingerprint of some bytes.
  public init(bytes: UnsafeRawBufferPointer) {
    for byte in bytes { fold(byte) }
  }

  /// The fingerprint of a value made of numbers, texts, enums, structs and arrays.
  ///
  /// All stored properties enter by reflection, so none that is added later can be forgotten.
  ///
  /// - Precondition: the value holds no unordered collection, whose order is not its own.
  public init(of value: Any) {
    fold(value)
  }

  /// The number in hexadecimal, 16 digits.
  public var description: String {
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }

  private mutating func fold(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  private mutating func fold(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      fold(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  private mutating func fold(_ text: String) {
    for byte in text.utf8 { fold(byte) }
    // No text holds this byte, so "ab" + "c" is not "a" + "bc".
    fold(UInt8(0xFF))
  }

  private mutating func fold(_ value: Any) {
    switch value {
    case let number as Double: fold(number.bitPattern)
    case let wide as Int128:
      fold(UInt64(truncatingIfNeeded: wide))
      fold(UInt64(truncatingIfNeeded: wide >> 64))
    case let number as any FixedWidthInteger & Sendable: fold(UInt64(truncatingIfNeeded: number))
    case let flag as Bool: fold(UInt8(flag ? 1 : 0))
    case let text as String: fold(text)
    case let numbers as [Int64]:
      fold(UInt64(numbers.count))
      for number in numbers { fold(UInt64(bitPattern: number)) }
    case let rows as [TraceArrival]:
      // A trace may have millions of rows; reflection would take seconds.
      fold(UInt64(rows.count))
      for row in rows {
        fold(UInt64(bitPattern: row.time))
        fold(UInt64(UInt32(bitPattern: row.input)) << 32 | UInt64(UInt32(bitPattern: row.output)))
      }
    default: foldParts(of: value)
    }
  }

  private mutating func foldParts(of value: Any) {
    let mirror = Mirror(reflecting: value)
    let style = mirror.displayStyle
    precondition(style != .set && style != .dictionary, "an unordered collection has no order")
    fold(UInt64(mirror.children.count))
    // The case of an enum without a payload is nowhere but in its name.
    if mirror.children.isEmpty { fold(String(describing: value)) }
    for child in mirror.children {
      if let label = child.label, style == .enum { fold(label) }
      fold(child.value)
    }
  }
}

extension Program {
  /// A number that two programs share when they are equal in every table.
  ///
  /// A replication is a function of its program and its number alone, so what one program measured
  /// is what every program with the same fingerprint would measure.
  public var fingerprint: Fingerprint { Fingerprint(of: self) }
}

/// Stored as its hexadecimal digits.
extension Fingerprint: Codable {
  /// Writes the digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Reads the digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let number = UInt64(try container.decode(String.self), radix: 16) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a fingerprint is a hexadecimal number"
      )
    }
    hash = number
  }
}
