/// A value that two scenarios give differently.
public struct ScenarioDifference: Hashable, Sendable {
  /// Where: `services.api.instances`.
  public var path: String
  /// The value in the first scenario, in YAML's flow style; nil when it has none.
  public var before: String?
  /// The value in the second; nil when it has none.
  public var after: String?

  /// A difference.
  public init(path: String, before: String?, after: String?) {
    self.path = path
    self.before = before
    self.after = after
  }
}

extension ScenarioDocument {
  /// What another scenario says otherwise, in the order of the files.
  ///
  /// Titles and descriptions are left out. Lists of the same length are compared element by element,
  /// others as a whole.
  public func differences(to other: ScenarioDocument) -> [ScenarioDifference] {
    var found: [ScenarioDifference] = []
    let ignored: Set<String> = ["title", "description", "include", "headroom"]
    func plain(_ tree: Located) -> Located {
      let entries = tree.entries.filter { !ignored.contains($0.key) }
      return Located(content: .mapping(entries), place: tree.place)
    }
    ScenarioDocument.compare(plain(tree), plain(other.tree), at: "", &found)
    return found
  }

  private static func compare(
    _ a: Located,
    _ b: Located,
    at path: String,
    _ found: inout [ScenarioDifference]
  ) {
    if a.isMapping, b.isMapping {
      let keys = a.entries.map(\.key) + b.entries.map(\.key).filter { a[$0] == nil }
      for key in keys {
        let inner = path.isEmpty ? key : "\(path).\(key)"
        if let left = a[key], let right = b[key] {
          compare(left, right, at: inner, &found)
        } else {
          let (left, right) = (a[key]?.flowText, b[key]?.flowText)
          found.append(ScenarioDifference(path: inner, before: left, after: right))
        }
      }
    } else if a.isSequence, b.isSequence, a.elements.count == b.elements.count {
      for (index, pair) in zip(a.elements, b.elements).enumerated() {
        compare(pair.0, pair.1, at: "\(path)[\(index)]", &found)
      }
    } else if a.flowText != b.flowText {
      found.append(ScenarioDifference(path: path, before: a.flowText, after: b.flowText))
    }
  }
}
