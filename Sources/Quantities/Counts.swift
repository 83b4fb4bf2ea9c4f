/// A number of language-model tokens, of prompts or of answers.
///
/// Tokenizers differ: counts of two models for one text need not agree.
public struct TokenCount: Hashable, Comparable, Sendable {
  /// How many.
  public var value: Int64

  /// That many tokens.
  public init(_ value: Int64) {
    self.value = value
  }

  /// Whether the left count is smaller.
  public static func < (a: TokenCount, b: TokenCount) -> Bool { a.value < b.value }
}

/// A number of bytes.
///
/// Prices and disks count in powers of ten (1 GB = 10⁹ bytes), memory in powers of two (1 GiB = 2³⁰).
public struct ByteCount: Hashable, Comparable, Sendable {
  /// How many bytes.
  public var value: Int64

  /// No bytes.
  public static let zero = ByteCount(0)

  /// That many bytes.
  public init(_ value: Int64) {
    self.value = value
  }

  /// Gigabytes of 10⁹ bytes.
  public var gigabytes: Double { Double(value) / 1e9 }

  /// Megabytes of 10⁶ bytes.
  public var megabytes: Double { Double(value) / 1e6 }

  /// Whether the left count is smaller.
  public static func < (a: ByteCount, b: ByteCount) -> Bool { a.value < b.value }
}
