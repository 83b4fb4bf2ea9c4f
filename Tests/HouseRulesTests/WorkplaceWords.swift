/// The repository speaks of the product alone: names of the place where it is made stay out.
enum WorkplaceWords {
  // In two parts, so that this file does not hold the words itself.
  static let folder = "/wor" + "k/"
  static let facts = "shared" + "/facts"

  static func violations(_ file: RepositoryFile) -> [Violation] {
    guard file.text.contains(folder) || file.text.contains(facts) else { return [] }
    var found: [Violation] = []
    for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated() where line.contains(facts) || namesFolder(line)
    {
      found.append(
        Violation(path: file.path, line: index + 1, rule: "speaks of the workplace")
      )
    }
    return found
  }

  /// Whether the line holds the folder as the begin of a path, not within an address or a longer path.
  private static func namesFolder(_ line: Substring) -> Bool {
    let bytes = Array(line.utf8)
    return Rules.occurrences(of: folder, in: bytes).contains { at in
      guard at > 0 else { return true }
      let before = bytes[at - 1]
      if before == Ascii.slash { return bytes[..<at].suffix(7).elementsEqual("file://".utf8) }
      return !Ascii.isWord(before) && !".-~%".utf8.contains(before)
    }
  }
}
