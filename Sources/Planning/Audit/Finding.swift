/// Something wrong that can be seen in the model alone, before anything is simulated.
public struct Finding: Hashable, Sendable {
  /// How much depends on it.
  public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The platform fails today or at the next step of growth.
    case critical
    /// It fails under load that the scenario plans for.
    case high
    /// It makes a bad day worse.
    case medium
    /// It makes an answer of this report less sure.
    case low

    /// Whether the left one is graver.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .critical: 0
      case .high: 1
      case .medium: 2
      case .low: 3
      }
    }
  }

  /// A stable name: the kind of finding and the part, such as `pools.postgres`.
  public var id: String
  /// How much depends on it.
  public var severity: Severity
  /// What is wrong, in a line.
  public var title: String
  /// The numbers that show it.
  public var evidence: String
  /// What would end it.
  public var remedy: String

  /// A finding.
  public init(id: String, severity: Severity, title: String, evidence: String, remedy: String) {
    self.id = id
    self.severity = severity
    self.title = title
    self.evidence = evidence
    self.remedy = remedy
  }
}
