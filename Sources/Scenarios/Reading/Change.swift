/// A value to set at a path of a scenario, on top of what its files say.
public struct Change: Hashable, Sendable {
  /// Where: `services.api.instances`, or `api.instances` when only one thing is called `api`.
  public var path: String
  /// What: a YAML value in flow style, such as `4`, `250ms` or `{size: 20, overflow: 0}`.
  public var value: String

  /// A change.
  public init(path: String, value: String) {
    self.path = path
    self.value = value
  }
}

/// Applies changes to a tree, walking it together with the schema.
struct Overriding {
  /// Why a path leads nowhere.
  struct Refusal: Error, Sendable, Hashable {
    var code: ProblemCode
    var message: String
    var help: String?
  }

  /// The tree with one value set.
  static func setting(
    _ tree: Located,
    path: String,
    to value: Located
  ) throws(Refusal) -> Located {
    let top = Shape.record(Schemas.file.name)
    let known = Schemas.file.fields.map(\.outline.key)
    let first = String(path.prefix { $0 != "." && $0 != "[" })
    if known.contains(first), first != path || !value.isMapping {
      return try set(tree, shape: top, rest: path[...], value: value, level: 0, path: path)
    }
    let full = try expanded(path, in: tree, value: value)
    return try set(tree, shape: top, rest: full[...], value: value, level: 0, path: full)
  }

  /// The full path of a short one.
  private static func expanded(
    _ path: String,
    in tree: Located,
    value: Located
  ) throws(Refusal) -> String {
    let sections =
      Catalog.allCases.map(\.section) + ["tests", "tiers", "changes", "audit"]
    var fits: [String] = []
    var names: [String] = []
    for section in sections {
      for entry in tree[section]?.entries ?? [] {
        names.append(entry.key)
        guard path.hasPrefix(entry.key + ".") else { continue }
        let candidate = "\(section).\(path)"
        let top = Shape.record(Schemas.file.name)
        let tried = try? set(
          tree,
          shape: top,
          rest: candidate[...],
          value: value,
          level: 0,
          path: candidate
        )
        if tried != nil { fits.append(candidate) }
      }
    }
    if let only = fits.first, fits.count == 1 { return only }
    let shown = path.escapedForTerminal(limit: 100)
    guard fits.isEmpty else {
      throw Refusal(
        code: .changeAmbiguous,
        message: "the path \(shown) fits several things",
        help: "write one of \(Spelling.list(fits))"
      )
    }
    let first = String(path.prefix { $0 != "." && $0 != "[" })
    let keys = Schemas.file.fields.map(\.outline.key)
    if let name = names.first(where: { path.hasPrefix($0 + ".") }) {
      let section = sections.first { tree[$0]?[name] != nil } ?? ""
      _ = try set(
        tree,
        shape: .record(Schemas.file.name),
        rest: "\(section).\(path)"[...],
        value: value,
        level: 0,
        path: path
      )
    }
    let nearest = Spelling.nearest(to: first, among: keys + names)
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    throw Refusal(
      code: .changePath,
      message: "the path \(shown) leads nowhere: nothing is called "
        + "\"\(first.escapedForTerminal(limit: 60))\"\(hint)",
      help: "top-level keys: \(Spelling.list(keys, limit: 30))"
    )
  }

  private static func set(
    _ node: Located?,
    shape: Shape,
    rest: Substring,
    value: Located,
    level: Int,
    path: String
  ) throws(Refusal) -> Located {
    let place = node?.place ?? value.place
    if rest.isEmpty { return value }
    switch shape {
    case .record(let name):
      let keys = Schemas.outline(name)?.fields.map(\.key) ?? []
      let (key, behind) = try next(rest, among: keys, of: node, path: path)
      let field = Schemas.outline(name)?.fields.first { $0.key == key }
      let inner = field?.shape ?? .anything
      let child = try set(
        node?[key],
        shape: inner,
        rest: behind,
        value: value,
        level: level + 1,
        path: path
      )
      return replacing(key, of: node, by: child, at: place)
    case .map(let inner):
      let known = node?.entries.map(\.key) ?? []
      let isOpen = level > 1 || value.isMapping && !rest.contains(".")
      let (key, behind) = try next(rest, among: known, of: node, path: path, isOpen: isOpen)
      let child = try set(
        node?[key],
        shape: inner,
        rest: behind,
        value: value,
        level: level + 1,
        path: path
      )
      return replacing(key, of: node, by: child, at: place)
    case .list(let inner):
      return try setElement(node, inner, rest, value, level, path)
    case .either(let shapes):
      let inner = shapes.first { if case .record = $0 { true } else { false } } ?? .anything
      return try set(node, shape: inner, rest: rest, value: value, level: level, path: path)
    case .law:
      let keys = LawForm.schema(.seconds).fields.map(\.outline.key)
      let (key, behind) = try next(rest, among: keys, of: node, path: path)
      let old = node?.isMapping == true ? node : nil
      let child = try set(
        old?[key],
        shape: .anything,
        rest: behind,
        value: value,
        level: level + 1,
        path: path
      )
      return replacing(key, of: old, by: child, at: place)
    default:
      throw Refusal(
        code: .changePath,
        message:
          "the path \(path.escapedForTerminal(limit: 100)) goes on behind a single value, at "
          + "\"\(rest.description.escapedForTerminal(limit: 60))\"",
        help: "the value there is: \(shape.inWords)"
      )
    }
  }

  private static func setElement(
    _ node: Located?,
    _ inner: Shape,
    _ rest: Substring,
    _ value: Located,
    _ level: Int,
    _ path: String
  ) throws(Refusal) -> Located {
    let elements = node?.elements ?? []
    let digits = rest.hasPrefix("[") ? rest.dropFirst().prefix { $0 != "]" } : ""
    guard let index = Int(digits), elements.indices.contains(index) else {
      throw Refusal(
        code: .changePath,
        message: "the path \(path.escapedForTerminal(limit: 100)) names no element of the list, at "
          + "\"\(rest.description.escapedForTerminal(limit: 60))\"",
        help: elements.isEmpty ? "the list is empty" : "elements: [0] to [\(elements.count - 1)]"
      )
    }
    var behind = rest.dropFirst(digits.count + 2)
    if behind.hasPrefix(".") { behind = behind.dropFirst() }
    var changed = elements
    changed[index] = try set(
      elements[index],
      shape: inner,
      rest: behind,
      value: value,
      level: level + 1,
      path: path
    )
    return Located(content: .sequence(changed), place: node?.place ?? value.place)
  }

  /// The key that a path goes on with, and what is behind it; the longest key that fits wins.
  private static func next(
    _ rest: Substring,
    among keys: [String],
    of node: Located?,
    path: String,
    isOpen: Bool = false
  ) throws(Refusal) -> (key: String, rest: Substring) {
    let fit = keys.filter {
      rest == $0 || rest.hasPrefix($0 + ".") || rest.hasPrefix($0 + "[")
    }.max { $0.count < $1.count }
    let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
    guard let key = fit ?? (isOpen ? String(rest[..<end]) : nil), !key.isEmpty else {
      let word = String(rest[..<end])
      let nearest = Spelling.nearest(to: word, among: keys)
      let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
      throw Refusal(
        code: .changePath,
        message: "the path \(path.escapedForTerminal(limit: 100)) leads nowhere at "
          + "\"\(word.escapedForTerminal(limit: 60))\"\(hint)",
        help: keys.isEmpty ? nil : "allowed here: \(Spelling.list(keys, limit: 40))"
      )
    }
    var behind = rest.dropFirst(key.count)
    if behind.hasPrefix(".") { behind = behind.dropFirst() }
    return (key, behind)
  }

  private static func replacing(
    _ key: String,
    of node: Located?,
    by child: Located,
    at place: Located.Place
  ) -> Located {
    var entries = node?.entries ?? []
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = child
    } else {
      entries.append(Located.Entry(key: key, place: child.place, value: child))
    }
    return Located(content: .mapping(entries), place: place)
  }
}
