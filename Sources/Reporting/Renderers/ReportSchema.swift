/// The JSON Schema of `report.json`, for those who read it with other programs.
public enum ReportSchema {
  /// The schema, as JSON Schema of 2020-12.
  public static var json: JSONValue {
    let properties = JSONValue.object([
      property("schema", ["const": .string(JSONRenderer.schema)]),
      property("name", text("The name of the scenario.")),
      property("title", text("The heading.")), property("subtitle", text("The line under it.")),
      property("command", text("The command that made the report.")),
      property("summary", list(of: ["type": "string"], "The three sentences of the first page.")),
      property("cards", list(of: card, "The tiers at a glance.")),
      property("outlook", values("What comes next: the first limit, the next tier.")),
      property("outlook_labels", labels),
      property("next_steps", list(of: ["type": "string"], "The next steps, three at most.")),
      property("sections", map(of: section, "The sections by id, in reading order.")),
      property("provenance", values("Versions, seed and day: what repeats the run.")),
      property("provenance_labels", labels),
    ])
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A report of Headroom",
      "description":
        "Every number has the digits that people see. Units end the keys: _ms, _s, _per_s, _usd, _pct.",
      "type": "object",
      "properties": properties,
      "required": required(of: properties),
      "additionalProperties": false,
      "$defs": ["cell": cell, "format": format],
    ]
  }

  private static let reference: JSONValue = ["$ref": "#/$defs/cell"]

  private static let format: JSONValue = [
    "description": "What plain values are: percent in percent, usd in dollars.",
    "enum": .array(CellFormat.allCases.map { .string($0.rawValue) }),
  ]

  /// A value of a table.
  private static let cell: JSONValue = [
    "description": "A value, or the reason why there is none.",
    "oneOf": [
      ["type": ["string", "number", "null"]],
      object(
        [
          property("value", ["type": "number"]), property("low", ["type": "number"]),
          property("high", ["type": "number"]),
          property("level", ["type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1]),
          property("n", ["type": "integer", "minimum": 0]),
          property("replications", ["type": "integer", "minimum": 0]),
          property("method", text("How the interval was found.")),
        ],
        "An estimate: an interval around a number.",
        optional: ["replications"]
      ),
      object(
        [
          property(
            "status",
            ["enum": .array(Status.allCases.map { .string($0.rawValue) })]
          ),
          property("text", ["type": "string"]),
        ],
        "A verdict."
      ),
      object([property("unknown", text("Why."))], "A value that nobody knows."),
      object([property("not_estimable", text("Why."))], "Too few observations for a value."),
      object(
        [
          property("value", ["type": ["string", "number"]]),
          property("format", ["$ref": "#/$defs/format"]),
        ],
        "A value that does not have the format of its column."
      ),
    ],
  ]

  private static var card: JSONValue {
    object(
      [
        property("id", ["type": "string"]), property("title", text("The tier.")),
        property("verdict", reference), property("values", values("Its values.")),
        property("labels", labels),
      ],
      "A tier."
    )
  }

  private static var section: JSONValue {
    object(
      [
        property("number", ["type": "integer", "minimum": 1]),
        property("title", ["type": "string"]), property("lead", text("What was found.")),
        property(
          "tables",
          map(of: list(of: map(of: reference, "A row."), "The rows."), "Tables by id.")
        ),
        property("columns", map(of: list(of: column, "In order."), "Columns by table.")),
        property("about", map(of: about, "Titles and notes by table.")),
        property("charts", list(of: chart, "What is drawn.")),
        property("notes", list(of: ["type": "string"], "Remarks.")),
      ],
      "A question and its answer."
    )
  }

  private static var column: JSONValue {
    object(
      [
        property("key", ["type": "string"]), property("title", ["type": "string"]),
        property("unit", ["type": "string"]), property("align", ["enum": ["left", "right"]]),
        property("format", ["$ref": "#/$defs/format"]),
      ],
      "A column."
    )
  }

  private static var about: JSONValue {
    object(
      [
        property("title", ["type": "string"]), property("note", ["type": "string"]),
        property("data", ["description": "Whether a page folds it.", "type": "boolean"]),
        property("headline", ["type": "object"]),
      ],
      "How a table is shown.",
      optional: ["headline"]
    )
  }

  private static var chart: JSONValue {
    object(
      [
        property("id", ["type": "string"]), property("title", text("The finding.")),
        property("alt", text("What it shows, in words.")),
        property("table", text("The table that is drawn.")),
        property("tables", list(of: ["type": "string"], "All tables that it needs.")),
        property("drawing", ["type": "object", "required": ["kind"]]),
      ],
      "A chart; it holds no numbers."
    )
  }

  private static var labels: JSONValue {
    let label = object(
      [
        property("title", ["type": "string"]), property("format", ["$ref": "#/$defs/format"]),
      ],
      "The name for people."
    )
    return map(of: label, "The names of the values.")
  }

  private static func values(_ words: String) -> JSONValue { map(of: reference, words) }

  private static func text(_ words: String) -> JSONValue {
    ["description": .string(words), "type": "string"]
  }

  private static func list(of item: JSONValue, _ words: String) -> JSONValue {
    ["description": .string(words), "type": "array", "items": item]
  }

  private static func map(of value: JSONValue, _ words: String) -> JSONValue {
    ["description": .string(words), "type": "object", "additionalProperties": value]
  }

  private static func object(
    _ properties: [JSONValue.Member],
    _ words: String,
    optional: Set<String> = []
  ) -> JSONValue {
    [
      "description": .string(words), "type": "object", "properties": .object(properties),
      "required": .array(
        properties.filter { !optional.contains($0.key) }.map { .string($0.key) }
      ),
      "additionalProperties": false,
    ]
  }

  private static func property(_ key: String, _ value: JSONValue) -> JSONValue.Member {
    JSONValue.Member(key, value)
  }

  private static func required(of properties: JSONValue) -> JSONValue {
    guard case .object(let members) = properties else { return [] }
    return .array(members.map { .string($0.key) })
  }
}
