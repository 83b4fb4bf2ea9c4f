/// What a value of the file may look like: the part of the schema that describes and decides nothing.
indirect enum Shape: Sendable, Hashable {
  /// Any text.
  case text
  /// `true` or `false`.
  case flag
  /// A whole number.
  case integer(ClosedRange<Int>)
  /// A number.
  case number(ClosedRange<Double>)
  /// A quantity written with its unit; the pattern is a regular expression.
  case quantity(name: String, example: String, pattern: String)
  /// A share of a whole.
  case fraction
  /// A number or `unbounded`.
  case limit
  /// A probability law of such a quantity.
  case law(Shape)
  /// One of some words.
  case choice([String])
  /// The name of something defined elsewhere.
  case reference(Catalog)
  /// A list.
  case list(Shape)
  /// A mapping with free keys.
  case map(Shape)
  /// A record of the schema, by name.
  case record(String)
  /// One of several shapes.
  case either([Shape])
  /// Anything, such as the value of a change.
  case anything

  /// The shape in words, for the reference and for help lines.
  var inWords: String {
    switch self {
    case .text: "text"
    case .flag: "true or false"
    case .integer(let range): "whole number \(Shape.inWords(range))"
    case .number(let range): "number \(Shape.inWords(range))"
    case .quantity(let name, let example, _): "\(name), such as \(example)"
    case .fraction: "share, such as 70% or 0.7"
    case .limit: "whole number or unbounded"
    case .law(let shape): "law of \(shape.inWords)"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .reference(let catalog): "name of a \(catalog.noun)"
    case .list(let shape): "list of: \(shape.inWords)"
    case .map(let shape): "mapping by name of: \(shape.inWords)"
    case .record(let name): name
    case .either(let shapes): shapes.map(\.inWords).joined(separator: " | ")
    case .anything: "any value"
    }
  }

  /// A range of whole numbers in words.
  static func inWords(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "of any size"
    case (let low, let high) where low == high: "\(low) exactly"
    case (let low, .max): "from \(low)"
    case (let low, let high): "from \(low) to \(high)"
    }
  }

  /// A range of numbers in words.
  static func inWords(_ range: ClosedRange<Double>) -> String {
    let low =
      range.lowerBound == .leastNonzeroMagnitude ? "above 0" : "from \(brief(range.lowerBound))"
    return range.upperBound == .greatestFiniteMagnitude
      ? low : "\(low) to \(brief(range.upperBound))"
  }

  /// A number without a trailing `.0`.
  static func brief(_ value: Double) -> String {
    value == value.rounded() && abs(value) <= 1e15 ? "\(Int64(value))" : "\(value)"
  }
}

/// How a value of the file is read, shown and described.
///
/// The schema and the decoder are this one value, so they cannot disagree.
struct Kind<Value: Sendable>: Sendable {
  /// What it looks like.
  var shape: Shape
  /// Reads it; notes what is wrong and gives nil.
  var read: @Sendable (Located, Diagnosis) -> Value?
  /// Writes it as the file would, for the defaults in the reference; nil where that says nothing.
  var show: @Sendable (Value) -> String? = { _ in nil }
}

/// One key of a record.
struct Field<Record: Sendable>: Sendable {
  /// What the schema says about it.
  var outline: FieldOutline
  /// Reads the value into a record.
  var read: @Sendable (Located, inout Record, Diagnosis) -> Void
  /// The default, as the file would write it.
  var defaultText: @Sendable (Record) -> String?
}

/// What the schema says about a key.
struct FieldOutline: Sendable, Hashable {
  /// The key.
  var key: String
  /// What its value looks like.
  var shape: Shape
  /// One line on what it means.
  var doc: String
  /// Whether it must be there.
  var isRequired = false
  /// Where the default comes from, when it is a fact of the world.
  var source: String?
  /// The default, as the file would write it.
  var defaultText: String?
}

/// What the schema says about a record.
struct RecordOutline: Sendable, Hashable {
  /// Its name in the schema.
  var name: String
  /// One line on what it is.
  var doc: String
  /// Its keys.
  var fields: [FieldOutline]
}

/// A kind of record: its keys in the order in which they are read.
struct RecordSchema<Record: Sendable>: Sendable {
  /// Its name in the schema.
  let name: String
  /// One line on what it is.
  let doc: String
  /// A record with all defaults.
  let template: Record
  /// Its keys.
  let fields: [Field<Record>]

  /// A kind of record.
  init(_ name: String, _ doc: String, _ template: Record, _ fields: [Field<Record>]) {
    self.name = name
    self.doc = doc
    self.template = template
    self.fields = fields
  }

  /// What the schema says about it.
  var outline: RecordOutline {
    let outlines = fields.map { field in
      var outline = field.outline
      outline.defaultText = outline.isRequired ? nil : field.defaultText(template)
      return outline
    }
    return RecordOutline(name: name, doc: doc, fields: outlines)
  }
}
