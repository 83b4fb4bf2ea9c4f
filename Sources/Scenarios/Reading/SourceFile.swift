/// A file that went into a scenario: its path and a digest of its bytes.
public struct SourceFile: Hashable, Sendable {
  /// The path, as the user or the including file named it.
  public var path: String
  /// The 64-bit FNV-1a digest of the bytes, in hexadecimal.
  public var digest: String

  /// A file.
  public init(path: String, digest: String) {
    self.path = path
    self.digest = digest
  }
}

/// The texts that a scenario was read from, for messages that show the line.
struct SourceTexts: Sendable {
  /// A text with its name.
  struct Text: Sendable {
    /// The path, as the user or the including file named it.
    var path: String
    /// The digest of the bytes.
    var digest: String
    /// The directory that relative paths in it start from; empty for texts that are no files.
    var directory: String
    /// The lines, without their ends.
    var lines: [Substring]
  }

  /// The texts, in the order in which they were read.
  private(set) var texts: [Text] = []

  /// Adds a text and gives its index.
  mutating func add(path: String, text: String, digest: String = "", directory: String = "") -> Int
  {
    let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      Substring($0.last == 13 ? $0.dropLast() : $0)
    }
    texts.append(Text(path: path, digest: digest, directory: directory, lines: lines))
    return texts.count - 1
  }

  /// The line at a place, if there is one.
  func line(at place: Located.Place) -> String? {
    guard texts.indices.contains(place.file) else { return nil }
    let lines = texts[place.file].lines
    guard lines.indices.contains(place.line - 1) else { return nil }
    return String(lines[place.line - 1].prefix(1000))
  }

  /// The files, without the texts that are none.
  var files: [SourceFile] {
    texts.filter { !$0.digest.isEmpty }.map { SourceFile(path: $0.path, digest: $0.digest) }
  }

  /// The path of the file of a place.
  func path(of place: Located.Place) -> String {
    texts.indices.contains(place.file) ? texts[place.file].path : "?"
  }

  /// A mistake at a place, with the line that it stands in.
  func problem(
    _ code: ProblemCode,
    at place: Located.Place,
    _ message: String,
    help: String? = nil
  ) -> Problem {
    Problem(
      file: path(of: place),
      line: place.line,
      column: place.column,
      code: code.rawValue,
      message: message,
      help: help,
      sourceLine: line(at: place)
    )
  }

  /// The 64-bit FNV-1a digest of some bytes, in hexadecimal.
  static func digest(of bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
