import Quantities

extension Kind {
  /// A single text read by a function that may refuse it.
  static func scalar(
    _ shape: Shape,
    show: @escaping @Sendable (Value) -> String? = { _ in nil },
    _ parse: @escaping @Sendable (String) throws(Scalars.Refusal) -> Value
  ) -> Kind {
    Kind(
      shape: shape,
      read: { node, diagnosis in
        guard let text = node.text else {
          diagnosis.report(
            .wrongShape,
            at: node.place,
            "\(diagnosis.whereInWords) must be one value, not \(node.kindInWords)",
            help: shape.inWords
          )
          return nil
        }
        do throws(Scalars.Refusal) {
          return try parse(text)
        } catch {
          diagnosis.report(
            error.code,
            at: node.place,
            "\(diagnosis.whereInWords): \(error.message)",
            help: error.help ?? "allowed: \(shape.inWords)"
          )
          return nil
        }
      },
      show: show
    )
  }
}

extension Kind where Value == String {
  /// Any text.
  static var text: Kind {
    Kind(
      shape: .text,
      read: { node, diagnosis in
        if case .scalar(let text, let plain) = node.content {
          guard plain, let trap = Scalars.wordTrap(text) else { return text }
          diagnosis.report(
            .yamlTrap,
            at: node.place,
            "\(diagnosis.whereInWords): \(text) \(trap)",
            help: "put it in quotes: \"\(text)\""
          )
          return nil
        }
        diagnosis.report(
          .wrongShape,
          at: node.place,
          "\(diagnosis.whereInWords) must be a text, not \(node.kindInWords)"
        )
        return nil
      },
      show: { $0.isEmpty ? nil : $0 }
    )
  }

  /// The name of something that is defined in this file or one that it includes.
  static func reference(_ catalog: Catalog) -> Kind { reference([catalog]) }

  /// The name of something that is defined in one of several sections.
  static func reference(_ catalogs: [Catalog]) -> Kind {
    let shapes = catalogs.map(Shape.reference)
    let sections = catalogs.map(\.section).joined(separator: " or ")
    let shape = shapes.count == 1 ? shapes[0] : .either(shapes)
    return Kind.text.refined(shape) { name, node, diagnosis in
      let known = catalogs.flatMap { diagnosis.names[$0] ?? [] }
      guard !known.contains(name) else { return name }
      let nouns = catalogs.map(\.noun).joined(separator: " or ")
      let nearest = Spelling.nearest(to: name, among: known)
      let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
      diagnosis.report(
        .unknownName,
        at: node.place,
        "there is no \(nouns) \"\(name.escapedForTerminal(limit: 60))\"\(hint)",
        help: known.isEmpty
          ? "define it under \(sections)"
          : "defined under \(sections): \(Spelling.list(known.sorted()))"
      )
      return nil
    }
  }

  /// A day, month or year.
  static var date: Kind {
    let written = Shape.quantity(
      name: "date",
      example: "2026-11-24",
      pattern: #"^\d{4}(-\d{2}){0,2}$"#
    )
    return Kind.text.refined(.either([written, .integer(1000...9999)])) { text, node, diagnosis in
      guard CalendarDate(text) == nil else { return text }
      diagnosis.report(
        .wrongType,
        at: node.place,
        "\(diagnosis.whereInWords): \"\(text.escapedForTerminal(limit: 60))\" is not a date",
        help: "write 2026-11-24, 2026-11 or 2026"
      )
      return nil
    }
  }

  /// One of some words.
  static func word(_ words: [String]) -> Kind {
    Kind.scalar(.choice(words), show: { $0 }) { text throws(Scalars.Refusal) in
      guard !words.contains(text) else { return text }
      throw Words.refusal(of: text, among: words)
    }
  }
}

/// Refusals of words that are not among the allowed ones.
enum Words {
  /// The refusal of a word, with the closest allowed one.
  static func refusal(of text: String, among words: [String]) -> Scalars.Refusal {
    let nearest = Spelling.nearest(to: text, among: words)
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    return Scalars.Refusal(
      code: .notAllowed,
      message: "\"\(text.escapedForTerminal(limit: 60))\" is not allowed here\(hint)",
      help: "allowed: \(words.joined(separator: ", "))"
    )
  }
}

extension Kind {
  /// The same value with another shape and a further check.
  func refined(
    _ shape: Shape,
    _ check: @escaping @Sendable (Value, Located, Diagnosis) -> Value?
  ) -> Kind {
    var kind = map(show: show, check)
    kind.shape = shape
    return kind
  }
}

extension Kind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the words of an enumeration.
  static var choice: Kind {
    let words = Value.allCases.map(\.rawValue)
    return Kind.scalar(.choice(words), show: { $0.rawValue }) { text throws(Scalars.Refusal) in
      guard let value = Value(rawValue: text) else { throw Words.refusal(of: text, among: words) }
      return value
    }
  }
}

extension Kind where Value == Bool {
  /// True or false; `yes` and `no` are accepted as well.
  static var flag: Kind {
    Kind.scalar(.flag, show: { $0 ? "true" : "false" }) { text throws(Scalars.Refusal) in
      switch text.lowercased() {
      case "true", "yes": return true
      case "false", "no": return false
      default:
        throw Scalars.Refusal(
          code: .wrongType,
          message: "\"\(text.escapedForTerminal(limit: 60))\" is neither true nor false",
          help: "write true or false"
        )
      }
    }
  }
}

extension Kind where Value == Int {
  /// A whole number in a range.
  static func integer(_ range: ClosedRange<Int>) -> Kind {
    Kind.scalar(.integer(range), show: { "\($0)" }) { text throws(Scalars.Refusal) in
      let value = try Scalars.integer(text)
      guard range.contains(value) else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "\(value) is out of range",
          help: "allowed: a whole number \(Shape.inWords(range))"
        )
      }
      return value
    }
  }

  /// A whole number of at least one.
  static var positive: Kind { integer(1...1_000_000_000) }

  /// A whole number of at least zero.
  static var count: Kind { integer(0...1_000_000_000) }
}

extension Kind where Value == Double {
  /// A number in a range.
  static func number(_ range: ClosedRange<Double>) -> Kind {
    Kind.scalar(.number(range), show: { Shape.brief($0) }) { text throws(Scalars.Refusal) in
      let value = try Scalars.number(text)
      guard range.contains(value) else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "\(text.escapedForTerminal(limit: 60)) is out of range",
          help: "allowed: a number \(Shape.inWords(range))"
        )
      }
      return value
    }
  }

  /// A number of at least zero.
  static var amount: Kind { number(0...1e15) }

  /// A number above zero.
  static var positive: Kind { number(.leastNonzeroMagnitude...1e15) }

  /// Bytes per second.
  static var bandwidth: Kind {
    Kind.scalar(
      .quantity(
        name: "bandwidth",
        example: "20MB/s",
        pattern: #"^[0-9.eE+-]+ ?([kKMGT]i?B|[kMG]bit|B)/s$"#
      )
    ) { text throws(Scalars.Refusal) in try Units.bandwidth(text) }
  }
}
