/// All Markdown of the repository, and what its links lead to.
struct Documents: Sendable {
  /// The files, by path.
  let byPath: [String: Document]
  /// Whether there is a file or a folder at a path from the top of the repository.
  let exists: @Sendable (String) -> Bool

  init(_ files: [RepositoryFile], exists: @escaping @Sendable (String) -> Bool) {
    let documents = files.filter { $0.path.hasSuffix(".md") }.map(Document.init)
    byPath = Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0) })
    self.exists = exists
  }

  /// Links that lead nowhere, and files that are not there.
  var violations: [Violation] {
    byPath.values.flatMap { document in
      document.links.compactMap { link in
        complaint(link.text, in: document).map {
          Violation(path: document.path, line: link.line, rule: $0)
        }
      }
        + document.namedFiles.filter { !exists($0.text) }.map {
          Violation(path: document.path, line: $0.line, rule: "there is no \($0.text)")
        }
    }
  }

  /// Articles that the first page of their catalogue does not lead to.
  var orphans: [Violation] {
    byPath.values.filter(\.isRoot).flatMap { root in
      let listed = Set(root.links.map(\.text))
      return byPath.values.filter { $0.catalogue == root.catalogue && !$0.isRoot }
        .filter { !listed.contains("doc:\(name(of: $0.path))") }
        .map { Violation(path: $0.path, line: 1, rule: "\(root.path) does not list it") }
    }
  }

  private func name(of path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(".md".count))
  }

  /// What is wrong with a link; nil if it leads somewhere, or out of the repository.
  private func complaint(_ link: String, in document: Document) -> String? {
    if link.hasPrefix("https://") || link.hasPrefix("http://") { return nil }
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let anchor = parts.count == 2 ? String(parts[1]) : nil
    guard let path = target(String(parts[0]), in: document) else { return "\(link) leads nowhere" }
    guard let anchor else { return nil }
    let isThere = byPath[path]?.anchors.contains(Document.anchor(anchor)) == true
    return isThere ? nil : "\(path) has no heading \(anchor)"
  }

  /// The path of the file that a link without its anchor leads to; nil if there is none.
  private func target(_ link: String, in document: Document) -> String? {
    if link.isEmpty { return document.path }
    if link.hasPrefix("doc:/") {
      let names = link.dropFirst("doc:/".count).split(separator: "/")
      guard names.count == 2 else { return nil }
      let path = "Sources/\(names[0])/\(names[0]).docc/\(names[1]).md"
      return byPath[path] == nil ? nil : path
    }
    if let catalogue = document.catalogue {
      if link.hasPrefix("doc:") {
        let name = link.dropFirst("doc:".count)
        return byPath.keys.first { $0.hasPrefix(catalogue + "/") && $0.hasSuffix("/\(name).md") }
      }
      let picture = "\(catalogue)/Resources/\(link)"
      return ["", ".png", ".svg"].map { picture + $0 }.first(where: exists)
    }
    let path = Self.joined(document.folder, link)
    return exists(path) ? path : nil
  }

  /// A relative path from a folder, with its `..` taken out.
  private static func joined(_ folder: String, _ link: String) -> String {
    var names = folder.split(separator: "/").map(String.init)
    for name in link.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(String(name)) }
    }
    return names.joined(separator: "/")
  }
}
