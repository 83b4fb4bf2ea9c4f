import Foundation

/// The JSON Schema (draft 2020-12) of model and scenario files.
///
/// Made from the same tables that decode the files. Editors that know JSON Schema complete and
/// check YAML files with it.
public func jsonSchema() -> String {
  JSONSchema.text
}

/// A reference of all keys in plain text, made from the same tables.
public func schemaReference() -> String {
  SchemaReference.text
}

/// A JSON value to be written.
private enum JSON: Encodable {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([JSON])
  case object([String: JSON])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

private enum JSONSchema {
  static let text: String = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(JSON.object(root)) else { return "{}" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }()

  private static var root: [String: JSON] {
    var root = object(Schemas.file.outline)
    var definitions: [String: JSON] = [:]
    for outline in Schemas.all.dropFirst() { definitions[outline.name] = .object(object(outline)) }
    root["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
    root["$id"] = .text("headroom-1.schema.json")
    root["title"] = .text("Headroom model or scenario file, version 1")
    root["$defs"] = .object(definitions)
    return root
  }

  private static func object(_ outline: RecordOutline) -> [String: JSON] {
    var properties: [String: JSON] = [:]
    for field in outline.fields {
      var property = schema(field.shape)
      property["description"] = .text(description(field))
      properties[field.key] = .object(property)
    }
    let required = outline.fields.filter(\.isRequired).map { JSON.text($0.key) }
    var object: [String: JSON] = [
      "type": .text("object"),
      "description": .text(outline.doc),
      "properties": .object(properties),
      "additionalProperties": .flag(false),
    ]
    if !required.isEmpty { object["required"] = .list(required) }
    return object
  }

  private static func description(_ field: FieldOutline) -> String {
    var text = field.doc
    if let value = field.defaultText { text += " Default: \(value)." }
    if let source = field.source { text += " Source: \(source)." }
    return text
  }

  private static func schema(_ shape: Shape) -> [String: JSON] {
    switch shape {
    case .text: ["type": .list([.text("string"), .text("number")])]
    case .flag: ["type": .text("boolean")]
    case .integer(let range): integer(range)
    case .number(let range): number(range)
    case .quantity(_, let example, let pattern):
      ["type": .text("string"), "pattern": .text(pattern), "examples": .list([.text(example)])]
    case .fraction:
      anyOf([
        number(0...1), ["type": .text("string"), "pattern": .text(#"^[0-9.]+ ?%$"#)],
      ])
    case .limit: anyOf([["const": .text("unbounded")], integer(0...1_000_000_000)])
    case .law(let inner): anyOf([schema(inner), law(inner)])
    case .choice(let words): ["enum": .list(words.flatMap(spellings))]
    case .reference: ["type": .text("string")]
    case .list(let inner): ["type": .text("array"), "items": .object(schema(inner))]
    case .map(let inner):
      ["type": .text("object"), "additionalProperties": .object(schema(inner))]
    case .record(let name): ["$ref": .text("#/$defs/\(name)")]
    case .either(let shapes): anyOf(shapes.map(schema))
    case .anything: [:]
    }
  }

  /// A word, and the boolean that editors take it for.
  private static func spellings(_ word: String) -> [JSON] {
    switch word {
    case "yes": [.text(word), .flag(true)]
    case "no": [.text(word), .flag(false)]
    default: [.text(word)]
    }
  }

  private static func anyOf(_ options: [[String: JSON]]) -> [String: JSON] {
    ["anyOf": .list(options.map(JSON.object))]
  }

  private static func integer(_ range: ClosedRange<Int>) -> [String: JSON] {
    var schema: [String: JSON] = [
      "type": .text("integer"), "minimum": .integer(range.lowerBound),
    ]
    if range.upperBound < .max { schema["maximum"] = .integer(range.upperBound) }
    return schema
  }

  private static func number(_ range: ClosedRange<Double>) -> [String: JSON] {
    var schema: [String: JSON] = ["type": .text("number")]
    if range.lowerBound == .leastNonzeroMagnitude {
      schema["exclusiveMinimum"] = .integer(0)
    } else {
      schema["minimum"] = .number(range.lowerBound)
    }
    if range.upperBound < .greatestFiniteMagnitude { schema["maximum"] = .number(range.upperBound) }
    return schema
  }

  private static func law(_ shape: Shape) -> [String: JSON] {
    let unit: LawUnit = shape == .duration ? .seconds : shape == .size ? .bytes : .tokens
    return object(LawForm.schema(unit).outline)
  }
}

private enum SchemaReference {
  static let text: String =
    Schemas.all.map { outline in
      let lines = outline.fields.map { field in
        var line = "  \(field.key): \(field.shape.inWords)"
        if field.isRequired { line += " (required)" }
        if let value = field.defaultText { line += " [default \(value)]" }
        line += "\n      \(field.doc)"
        if let source = field.source { line += " Source: \(source)." }
        return line
      }
      return "\(outline.name)\n  \(outline.doc)\n" + lines.joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
}
