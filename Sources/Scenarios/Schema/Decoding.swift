/// A property that a key of the file fills.
typealias Property<Record, Value> = any WritableKeyPath<Record, Value> & Sendable

extension RecordSchema {
  /// Decodes a mapping, starting from the defaults; nil when it is not a mapping or lacks a key.
  func decode(_ node: Located, _ diagnosis: Diagnosis) -> Record? {
    decode(node, from: template, diagnosis)
  }

  /// Decodes a mapping, starting from the given values.
  func decode(_ node: Located, from start: Record, _ diagnosis: Diagnosis) -> Record? {
    guard node.isMapping else {
      diagnosis.report(
        .wrongShape,
        at: node.place,
        "\(diagnosis.whereInWords) must be a mapping, not \(node.kindInWords)",
        help: "keys: \(Spelling.list(fields.map(\.outline.key)))"
      )
      return nil
    }
    reportUnknownKeys(of: node, diagnosis)
    var record = start
    var isComplete = true
    for field in fields {
      let key = field.outline.key
      if let value = node[key] {
        diagnosis.within(key) { field.read(value, &record, diagnosis) }
      } else if field.outline.isRequired {
        isComplete = false
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) has no \"\(key)\"",
          help: "\(key): \(field.outline.shape.inWords)"
        )
      }
    }
    return isComplete ? record : nil
  }

  private func reportUnknownKeys(of node: Located, _ diagnosis: Diagnosis) {
    let keys = fields.map(\.outline.key)
    for entry in node.entries where !keys.contains(entry.key) {
      let nearest = Spelling.nearest(to: entry.key, among: keys)
      let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
      diagnosis.report(
        .unknownKey,
        at: entry.place,
        "unknown key \"\(entry.key.escapedForTerminal(limit: 60))\" in "
          + "\(diagnosis.whereInWords)\(hint)",
        help: "allowed keys: \(Spelling.list(keys, limit: 40))"
      )
    }
  }
}

extension Field {
  /// A key whose value goes to a property.
  init<Value>(
    _ key: String,
    _ property: Property<Record, Value>,
    _ kind: Kind<Value>,
    _ doc: String,
    required: Bool = false,
    source: String? = nil
  ) {
    outline = FieldOutline(
      key: key,
      shape: kind.shape,
      doc: doc,
      isRequired: required,
      source: source
    )
    read = { node, record, diagnosis in
      if let value = kind.read(node, diagnosis) { record[keyPath: property] = value }
    }
    defaultText = { kind.show($0[keyPath: property]) }
  }

  /// A key whose value goes to a property that may be absent.
  init<Value>(
    optional key: String,
    _ property: Property<Record, Value?>,
    _ kind: Kind<Value>,
    _ doc: String,
    required: Bool = false,
    source: String? = nil
  ) {
    outline = FieldOutline(
      key: key,
      shape: kind.shape,
      doc: doc,
      isRequired: required,
      source: source
    )
    read = { node, record, diagnosis in
      if let value = kind.read(node, diagnosis) { record[keyPath: property] = value }
    }
    defaultText = { $0[keyPath: property].flatMap(kind.show) }
  }
}

extension Kind {
  /// The same value read further: checked or turned into something else.
  ///
  /// Only a value without mistakes is read further, so that no mistake is reported twice.
  func map<Other>(
    show: @escaping @Sendable (Other) -> String? = { _ in nil },
    _ transform: @escaping @Sendable (Value, Located, Diagnosis) -> Other?
  ) -> Kind<Other> {
    let read = self.read
    return Kind<Other>(
      shape: shape,
      read: { node, diagnosis in
        let before = diagnosis.problems.count
        guard let value = read(node, diagnosis), diagnosis.problems.count == before else {
          return nil
        }
        return transform(value, node, diagnosis)
      },
      show: show
    )
  }

  /// A mapping read as a record of the schema.
  static func record(_ schema: RecordSchema<Value>) -> Kind {
    Kind(shape: .record(schema.name), read: { schema.decode($0, $1) })
  }

  /// A list of values.
  static func list<Element>(_ kind: Kind<Element>) -> Kind where Value == [Element] {
    Kind(
      shape: .list(kind.shape),
      read: { node, diagnosis in
        guard node.isSequence else {
          diagnosis.report(
            .wrongShape,
            at: node.place,
            "\(diagnosis.whereInWords) must be a list, not \(node.kindInWords)",
            help: "a list of: \(kind.shape.inWords)"
          )
          return nil
        }
        return node.elements.enumerated().compactMap { index, element in
          diagnosis.within("[\(index)]") { kind.read(element, diagnosis) }
        }
      },
      show: { $0.isEmpty ? "[]" : nil }
    )
  }

  /// A mapping with free keys, read in the order of the file.
  static func map<Element>(
    of kind: Kind<Element>
  ) -> Kind where Value == [(key: String, value: Element)] {
    Kind(
      shape: .map(kind.shape),
      read: { node, diagnosis in
        guard node.isMapping else {
          diagnosis.report(
            .wrongShape,
            at: node.place,
            "\(diagnosis.whereInWords) must be a mapping by name, not \(node.kindInWords)"
          )
          return nil
        }
        return node.entries.compactMap { entry in
          diagnosis.within(entry.key) {
            guard Names.check(entry, diagnosis) else { return nil }
            return kind.read(entry.value, diagnosis).map { (entry.key, $0) }
          }
        }
      }
    )
  }

  /// A mapping of records by name; the name goes to a property of the record.
  static func named<Element>(
    _ kind: Kind<Element>,
    _ name: Property<Element, String>
  ) -> Kind where Value == [Element] {
    Kind<[(key: String, value: Element)]>.map(of: kind).map { pairs, _, _ in
      pairs.map { key, element in
        var element = element
        element[keyPath: name] = key
        return element
      }
    }
  }
}

/// Rules for the names that a file gives to things.
enum Names {
  /// Whether a key can be a name; notes why not.
  static func check(_ entry: Located.Entry, _ diagnosis: Diagnosis) -> Bool {
    if entry.key.isEmpty {
      diagnosis.report(.wrongType, at: entry.place, "a name is empty")
      return false
    }
    if entry.plain, let trap = Scalars.wordTrap(entry.key) {
      diagnosis.report(
        .yamlTrap,
        at: entry.place,
        "the name \(entry.key) \(trap)",
        help: "put it in quotes: \"\(entry.key)\""
      )
      return false
    }
    return true
  }
}
