/// Rows of values under named columns.
public struct Table: Hashable, Sendable {
  /// Where the table stands when only the main questions are printed.
  public struct Headline: Hashable, Sendable {
    /// The question it answers: "What breaks first, and when?".
    public let question: String
    /// Its turn among the questions, lowest first; equal turns keep the order of the report.
    public let turn: Int
    /// The keys of the columns shown; empty shows all.
    public let columns: [String]
    /// How many rows are shown at most; nil shows all.
    public let rows: Int?

    /// A choice of columns and rows that answers a question.
    public init(question: String, turn: Int = 0, columns: [String] = [], rows: Int? = nil) {
      self.question = question
      self.turn = turn
      self.columns = columns
      self.rows = rows
    }
  }

  /// A stable snake_case name: the key in JSON and the name of the CSV file.
  public let id: String
  /// What the rows are.
  public let title: String
  /// The columns, left to right.
  public let columns: [Column]
  /// The rows, each as long as the columns are many.
  public let rows: [[Cell]]
  /// How to read it; empty when nothing needs saying.
  public let note: String
  /// Its place in the executive part; nil leaves it to the full report.
  public let headline: Headline?
  /// Whether it is there to be looked up: what a chart draws, or a bill line by line.
  ///
  /// A page folds such a table; print leaves it to the CSV file.
  public let isData: Bool

  /// A table of finished rows.
  public init(
    id: String,
    title: String,
    columns: [Column],
    rows: [[Cell]],
    note: String = "",
    headline: Headline? = nil,
    isData: Bool = false
  ) {
    self.id = id
    self.title = title
    self.columns = columns
    self.rows = rows
    self.note = note
    self.headline = headline
    self.isData = isData
  }
}

/// What stands in a column of a table.
public struct Column: Hashable, Sendable {
  /// The side on which the values line up.
  public enum Alignment: Hashable, Sendable {
    /// Words.
    case leading
    /// Numbers.
    case trailing
  }

  /// A stable snake_case name with its unit last: `p95_ms`, `total_usd`, `load_per_s`.
  public let key: String
  /// The heading, without its unit.
  public let title: String
  /// The unit shown in the heading; empty where the values carry their own (money, percent, dates).
  public let unit: String
  /// The side on which the values line up.
  public let alignment: Alignment

  /// A column.
  public init(_ key: String, _ title: String, unit: String = "", _ alignment: Alignment = .trailing)
  {
    self.key = key
    self.title = title
    self.unit = unit
    self.alignment = alignment
  }

  /// A column of words.
  public static func words(_ key: String, _ title: String) -> Column {
    Column(key, title, .leading)
  }

  /// The heading with its unit: `p95 (ms)`.
  public var heading: String { unit.isEmpty ? title : "\(title) (\(unit))" }
}
