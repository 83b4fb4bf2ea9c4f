/// The reference of all keys as one page of Markdown.
///
/// Made from the tables that decode the files, so that it cannot disagree with them. Every kind of
/// record is a section, which DocC and GitHub give an anchor of its name.
public func schemaPage() -> String { SchemaPage.text }

private enum SchemaPage {
  static let text: String =
    ([head, values, laws] + Schemas.all.map(section)).joined(separator: "\n\n") + "\n"

  private static let head = """
    # Schema reference

    Every key of model and scenario files: what it means, how its value is written, and its default.

    ## Overview

    Made by `headroom schema --markdown` from the tables that read the files: do not edit it by hand.
    `headroom schema` prints the same as a JSON Schema, with which editors complete and check files.

    A file is a [file](#file) record. A scenario usually includes a model file, and both have the same keys.
    "–" in the column of defaults means that the key may be left out and has no value then. A default
    that is a fact of the world names its source. Unknown keys are refused (<doc:ErrorCodes#H012>).
    """

  /// How values with a unit are written; the lists of units are those of the reader.
  private static let values = """
    ## values

    | Value | How it is written |
    |---|---|
    | duration | number and unit: \(units(Units.seconds)); a year has 365 days; `m` is refused |
    | size | number and unit: \(units(Units.bytes)); K, M, G, T are powers of ten, Ki … powers of two |
    | rate | number `/` time, such as `5/s` or `100/10min`; also per \(units(Units.perWords)) |
    | bandwidth | size or `kbit`, `Mbit`, `Gbit`, per second: `20MB/s`, `100Mbit/s` |
    | share | `70%` or `0.7`, from 0 to 1 |
    | level | a multiple of the load of the test: `200%` or `2` |
    | amount of money | US dollars: `$25`, `25 USD`, `$25/month` |
    | spend | US dollars per time: `$10/10min` |
    | date, moment | `2026-11-24`; `2026-11-30T23:00`, in UTC |
    | span of the day | `16:30-00:30`, in UTC; may pass midnight |
    | limit | a whole number, or the word `unbounded` |
    | name of a … | the key of something that stands in this file or in one that it includes |
    """

  /// The forms of a probability law.
  private static let laws: String = {
    let outline = LawForm.schema(.seconds).outline
    let rows = outline.fields.map { field in
      "| `\(field.key)` | \(cell(value(field.shape))) | \(cell(field.doc)) |"
    }
    return """
      ## laws

      A "law of" something is one value, which is then constant, or one of these forms: `exponential`;
      `mean` with `cv` or `law`; `median` with `p95` or `sigma`; `uniform`. Shown for durations; laws of
      sizes and of numbers have the same keys.

      | Key | Value | Meaning |
      |---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }()

  private static func section(_ outline: RecordOutline) -> String {
    let rows = outline.fields.map { field in
      let fallback = field.isRequired ? "required" : field.defaultText.map { "`\($0)`" } ?? "–"
      let source = field.source.map { " Source: \($0)." } ?? ""
      let cells = ["`\(field.key)`", value(field.shape), fallback, field.doc + source]
      return "| " + cells.map(cell).joined(separator: " | ") + " |"
    }
    let places = users[outline.name, default: []]
    let use = places.isEmpty ? "" : "\n\nStands in \(places.joined(separator: ", "))."
    return """
      ## \(outline.name)

      \(outline.doc)\(use)

      | Key | Value | Default | Meaning |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  /// Where each record stands: the record and the key that hold it.
  private static let users: [String: [String]] = {
    var users: [String: [String]] = [:]
    for outline in Schemas.all {
      for field in outline.fields {
        for name in Set(records(in: field.shape)) {
          users[name, default: []].append("[\(outline.name)](#\(outline.name)) `\(field.key)`")
        }
      }
    }
    return users
  }()

  private static func records(in shape: Shape) -> [String] {
    switch shape {
    case .record(let name): [name]
    case .list(let inner), .map(let inner), .law(let inner): records(in: inner)
    case .either(let shapes): shapes.flatMap(records)
    default: []
    }
  }

  /// A shape in words, with links to records.
  private static func value(_ shape: Shape) -> String {
    switch shape {
    case .record(let name): "[\(name)](#\(name))"
    case .list(let inner): "list of \(value(inner))"
    case .map(let inner): "mapping by name of \(value(inner))"
    case .either(let shapes): shapes.map(value).joined(separator: ", or ")
    case .law(let inner): "[law](#laws) of \(value(inner))"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .quantity(let name, let example, _): "\(name), `\(example)`"
    case .fraction: "share, `70%`"
    case .reference(let catalog): "name of \(article(catalog.noun)) \(catalog.noun)"
    default: shape.inWords
    }
  }

  private static func article(_ noun: String) -> String {
    noun.first.map { "aeiou".contains($0) } == true ? "an" : "a"
  }

  /// Text that does not end the cell of a table.
  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  private static func units(_ units: [(unit: String, factor: Double)]) -> String {
    units.map { "`\($0.unit)`" }.joined(separator: ", ")
  }
}
