import Foundation

/// Reads a file and everything that it includes into one tree.
struct Loader {
  /// The texts that were read.
  var sources = SourceTexts()
  private var problems: [(place: Located.Place, problem: Problem)] = []
  private var loaded: Set<String> = []
  private var chain: [(resolved: String, shown: String)] = []
  private var root = ""
  private var sections: [Located.Entry] = []
  private var mainKeys: Set<String> = []
  /// Whether the first file is one that others include.
  private var isPart = false
  /// Whether a file that the user has named cannot be read.
  private var isMissing = false

  /// The tree of a file with its includes merged, and the texts.
  ///
  /// A file that is not the main one, such as a price book, need not say its version. An addition is
  /// a second main file, such as a roadmap; its title is the one that stands.
  static func load(
    _ path: String,
    isMain: Bool = true,
    addition: String? = nil
  ) throws(ScenarioError) -> (tree: Located, sources: SourceTexts) {
    var loader = Loader()
    loader.isPart = !isMain
    for shown in [path, addition].compactMap(\.self) {
      let resolved = Paths.resolved(shown)
      loader.root = Paths.tree(of: resolved)
      loader.loadFile(shown: shown, resolved: resolved, includedAt: nil)
    }
    return try loader.result()
  }

  /// The tree of a text that is no file and includes none.
  static func load(
    text: String,
    name: String
  ) throws(ScenarioError) -> (tree: Located, sources: SourceTexts) {
    var loader = Loader()
    let bytes = Array(text.utf8)
    if let tree = loader.parse(bytes, shown: name, directory: ""), loader.isMapping(tree) {
      loader.checkVersion(tree, isMain: true)
      if let includes = tree["include"] {
        let help = "write it into a file, or write here what it includes"
        loader.report(
          .include,
          at: includes.place,
          "a text that is no file includes none",
          help: help
        )
      }
      loader.merge(tree.entries, isMain: true)
    }
    return try loader.result()
  }

  private func result() throws(ScenarioError) -> (tree: Located, sources: SourceTexts) {
    guard problems.isEmpty else {
      throw ScenarioError(
        kind: isMissing ? .noInput : .badData,
        problems: problems.sorted { $0.place < $1.place }.map(\.problem).prefix(20).map { $0 }
      )
    }
    let start = Located.Place(file: 0, line: 1, column: 1)
    return (Located(content: .mapping(sections), place: start), sources)
  }

  private mutating func loadFile(shown: String, resolved: String, includedAt: Located.Place?) {
    guard loaded.insert(resolved).inserted else { return }
    guard let bytes = bytes(shown: shown, resolved: resolved, includedAt: includedAt),
      let tree = parse(bytes, shown: shown, directory: Paths.directory(of: resolved)),
      isMapping(tree)
    else { return }
    checkVersion(tree, isMain: includedAt == nil && !isPart)
    chain.append((resolved, shown))
    if let includes = tree["include"] { follow(includes, from: resolved, shown: shown) }
    chain.removeLast()
    merge(tree.entries, isMain: includedAt == nil)
  }

  private mutating func isMapping(_ tree: Located) -> Bool {
    if tree.isMapping { return true }
    let message = "the file must be a mapping of keys to values, not \(tree.kindInWords)"
    report(.wrongShape, at: tree.place, message, help: "start with headroom: 1")
    return false
  }

  private mutating func bytes(
    shown: String,
    resolved: String,
    includedAt: Located.Place?
  ) -> [UInt8]? {
    do throws(Paths.Unreadable) {
      return try Paths.bytes(of: resolved, atMost: TextGuard.largestFile)
    } catch {
      let message = "cannot read \(shown.escapedForTerminal()): \(error.reason)"
      if let includedAt {
        report(error.code, at: includedAt, message, help: "paths are relative to this file")
      } else {
        isMissing = true
        problems.append(
          (
            Located.Place(file: 0, line: 1, column: 1),
            Problem(file: shown, line: 1, column: 1, code: error.code.rawValue, message: message)
          )
        )
      }
      return nil
    }
  }

  private mutating func parse(_ bytes: [UInt8], shown: String, directory: String) -> Located? {
    let digest = SourceTexts.digest(of: bytes)
    do throws(TextGuard.Refusal) {
      let text = try TextGuard.text(of: bytes)
      let file = sources.add(path: shown, text: text, digest: digest, directory: directory)
      if let tree = try YAMLTree.parse(text, file: file) { return tree }
      let place = Located.Place(file: file, line: 1, column: 1)
      let message = text.isEmpty ? "the file is empty" : "the file holds no values, only comments"
      report(.empty, at: place, message, help: "headroom init NAME writes a starter")
    } catch {
      if sources.texts.last?.path != shown {
        let text = String(decoding: bytes.prefix(100_000), as: UTF8.self)
        _ = sources.add(path: shown, text: text, digest: digest, directory: directory)
      }
      let place = Located.Place(
        file: sources.texts.count - 1,
        line: error.line,
        column: error.column
      )
      report(error.code, at: place, error.message, help: error.help)
    }
    return nil
  }

  private mutating func checkVersion(_ tree: Located, isMain: Bool) {
    guard let version = tree["headroom"] else {
      guard isMain else { return }
      report(.version, at: tree.place, "the file has no \"headroom\" key", help: "add headroom: 1")
      return
    }
    guard version.text != "1" else { return }
    report(
      .version,
      at: version.place,
      "this program reads schema version 1, not \(version.kindInWords)",
      help: "headroom: 1"
    )
  }

  private mutating func follow(_ includes: Located, from resolved: String, shown: String) {
    guard includes.isSequence else {
      let message = "include must be a list of paths, not \(includes.kindInWords)"
      report(.wrongShape, at: includes.place, message, help: "include: [../models/shop.yaml]")
      return
    }
    for element in includes.elements {
      guard let path = element.text, !path.isEmpty else {
        report(.wrongShape, at: element.place, "an include is a path, not \(element.kindInWords)")
        continue
      }
      include(path, at: element.place, from: resolved, shown: shown)
    }
  }

  private mutating func include(
    _ path: String,
    at place: Located.Place,
    from resolved: String,
    shown: String
  ) {
    let visible = path.escapedForTerminal()
    guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
      let help = "write a path relative to this file"
      report(.include, at: place, "the include \(visible) is absolute", help: help)
      return
    }
    let target = Paths.resolved(Paths.joined(Paths.directory(of: resolved), path))
    guard Paths.lies(target, in: root) else {
      report(
        .include,
        at: place,
        "the include \(visible) leads out of the project",
        help: "files must lie in \(root.escapedForTerminal())"
      )
      return
    }
    if let start = chain.firstIndex(where: { $0.resolved == target }) {
      let circle = chain[start...].map(\.shown) + [chain[start].shown]
      report(
        .includeCycle,
        at: place,
        "files include each other: "
          + circle.map { $0.escapedForTerminal() }.joined(separator: " → ")
      )
      return
    }
    let next = Paths.joined(Paths.directory(of: shown), path)
    loadFile(shown: Paths.simplified(next), resolved: target, includedAt: place)
  }

  private mutating func merge(_ entries: [Located.Entry], isMain: Bool) {
    for entry in entries where entry.key != "include" && entry.key != "headroom" {
      guard let index = sections.firstIndex(where: { $0.key == entry.key }) else {
        sections.append(entry)
        continue
      }
      switch (sections[index].value.content, entry.value.content) {
      case (.mapping(let old), .mapping(let new)):
        sections[index].value.content = .mapping(merged(old, new))
      case (.sequence(let old), .sequence(let new)) where entry.key == "bill":
        sections[index].value.content = .sequence(old + new)
      default:
        if entry.key == "title" || entry.key == "description" {
          if isMain { sections[index] = entry }
        } else {
          reportTwice(entry, first: sections[index].place)
        }
      }
    }
  }

  private mutating func merged(
    _ old: [Located.Entry],
    _ new: [Located.Entry]
  ) -> [Located.Entry] {
    var result = old
    var places = Dictionary(old.map { ($0.key, $0.place) }, uniquingKeysWith: { a, _ in a })
    for entry in new {
      if let first = places[entry.key] {
        reportTwice(entry, first: first)
      } else {
        places[entry.key] = entry.place
        result.append(entry)
      }
    }
    return result
  }

  private mutating func reportTwice(_ entry: Located.Entry, first: Located.Place) {
    let place = "\(sources.path(of: first)):\(first.line):\(first.column)"
    report(
      .nameTwice,
      at: entry.place,
      "\"\(entry.key.escapedForTerminal(limit: 60))\" is already defined at \(place)",
      help: "rename one of them; to change a value of an included file, use --set"
    )
  }

  private mutating func report(
    _ code: ProblemCode,
    at place: Located.Place,
    _ message: String,
    help: String? = nil
  ) {
    problems.append((place, sources.problem(code, at: place, message, help: help)))
  }
}
