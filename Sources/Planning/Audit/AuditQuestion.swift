/// One of the ten areas that a scaling audit looks at.
public enum AuditArea: String, Hashable, Sendable, CaseIterable {
  /// The database, its poolers and its disk.
  case database
  /// The API servers.
  case api
  /// The language-model providers and how they are called.
  case llm
  /// The frontend.
  case frontend
  /// Streams and other long-lived connections.
  case realtime
  /// The caches.
  case caching
  /// The load tests.
  case loadTesting = "load_testing"
  /// The bill.
  case cost
  /// What is measured in production and who hears of it.
  case monitoring
  /// The shape of the whole.
  case architecture

  /// What reports call the area.
  public var title: String {
    switch self {
    case .database: "Database"
    case .api: "API servers"
    case .llm: "LLM API"
    case .frontend: "Frontend"
    case .realtime: "Real time"
    case .caching: "Caching"
    case .loadTesting: "Load testing"
    case .cost: "Cost"
    case .monitoring: "Monitoring"
    case .architecture: "Architecture"
    }
  }
}

/// A question of the checklist; `yes` is always the answer of a platform that is ready to grow.
public struct AuditQuestion: Hashable, Sendable {
  /// The key under which a model answers it: `area.question`.
  public let key: String
  /// The question, as reports print it.
  public let text: String
  /// The area that it belongs to.
  public let area: AuditArea
  /// What would answer it, where nothing does yet.
  public let help: String

  /// A question of an area; its key is the area's name and its own.
  public init(_ area: AuditArea, _ name: String, _ text: String, help: String) {
    key = "\(area.rawValue).\(name)"
    self.text = text
    self.area = area
    self.help = help
  }
}

/// The questions of the audit.
public enum AuditChecklist {
  /// All questions, area by area, in the order in which reports print them.
  public static let questions: [AuditQuestion] =
    database + api + llm + frontend + realtime + caching + loadTesting + cost + monitoring
    + architecture

  /// The questions of one area.
  public static func questions(in area: AuditArea) -> [AuditQuestion] {
    questions.filter { $0.area == area }
  }

  /// The question with that key, if there is one.
  public static func question(_ key: String) -> AuditQuestion? {
    questions.first { $0.key == key }
  }
}
