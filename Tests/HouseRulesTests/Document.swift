/// A Markdown file: its headings, its links and the files that it names.
struct Document: Sendable {
  /// A piece of text and the line it stands on.
  struct Place: Equatable, Sendable {
    let text: String
    let line: Int
  }

  let path: String
  /// The anchors of its headings.
  let anchors: Set<String>
  /// Where its links lead.
  let links: [Place]
  /// Files and folders of the repository that stand as code in its text.
  let namedFiles: [Place]
  /// Whether it is the first page of a catalogue.
  let isRoot: Bool

  init(_ file: RepositoryFile) {
    path = file.path
    isRoot = file.text.contains("@TechnologyRoot")
    var anchors: Set<String> = []
    var links: [Place] = []
    var files: [Place] = []
    var isInBlock = false
    for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      if line.hasPrefix("```") { isInBlock.toggle() }
      guard !isInBlock else { continue }
      if let heading = line.firstMatch(of: /^#{1,6} +(.+)$/) {
        anchors.insert(Self.anchor(String(heading.1)))
      }
      for match in line.matches(of: /`((?:models|scenarios|Sources|Tests|\.ci)\/[\w.\/-]+)`/) {
        files.append(Place(text: String(match.1), line: index + 1))
      }
      let prose = line.replacing(/`[^`]*`/, with: "")
      for match in prose.matches(of: /\[[^\]]*\]\(([^)\s]+)\)|<(doc:[^>\s]+)>/) {
        let target = match.1 ?? match.2 ?? ""
        links.append(Place(text: String(target), line: index + 1))
      }
    }
    self.anchors = anchors
    self.links = links
    namedFiles = files
  }

  /// The anchor of a heading, without the differences between DocC and GitHub: in small letters,
  /// hyphens for spaces, no punctuation.
  static func anchor(_ heading: String) -> String {
    let kept = heading.lowercased().filter {
      $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " "
    }
    return kept.replacing(" ", with: "-")
  }

  /// The folder it stands in, without a slash at its end; empty at the top.
  var folder: String { Self.folder(of: path) }

  /// The DocC catalogue that it belongs to.
  var catalogue: String? {
    path.firstRange(of: ".docc/").map { String(path[..<$0.lowerBound]) + ".docc" }
  }

  static func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
