import Quantities

/// The things that other parts of a file refer to by name.
enum Catalog: String, Sendable, Hashable, CaseIterable {
  case station, service, database, cache, provider, model, price, limit, client, breaker,
    adaptiveLimit, idleTimer, reconnect, edge, endpoint, queue

  /// The top-level key under which they are defined.
  var section: String {
    switch self {
    case .station: "stations"
    case .service: "services"
    case .database: "databases"
    case .cache: "caches"
    case .provider: "providers"
    case .model: "models"
    case .price: "prices"
    case .limit: "limits"
    case .client: "clients"
    case .breaker: "breakers"
    case .adaptiveLimit: "adaptive_limits"
    case .idleTimer: "idle_timers"
    case .reconnect: "reconnects"
    case .edge: "edges"
    case .endpoint: "endpoints"
    case .queue: "queues"
    }
  }

  /// What one of them is called in messages.
  var noun: String {
    switch self {
    case .limit: "limits entry"
    case .adaptiveLimit: "adaptive limit"
    case .idleTimer: "idle timer"
    case .reconnect: "reconnect policy"
    default: rawValue
    }
  }
}

/// Everything that is known and noted while one scenario is decoded.
///
/// A class, because it is handed down through every decoder; it never leaves the thread that
/// decodes.
final class Diagnosis {
  /// The files, for the lines in messages.
  let sources: SourceTexts
  /// The mistakes so far.
  private(set) var problems: [(place: Located.Place, problem: Problem)] = []
  /// What is odd but can be run.
  private(set) var warnings: [(place: Located.Place, problem: Problem)] = []
  /// The path of keys to the value that is being decoded.
  private(set) var path: [String] = []
  /// The defined names of each kind.
  var names: [Catalog: [String]] = [:]
  /// The price book, once it is decoded.
  var prices: [String: Price] = [:]
  /// The provider presets, once they are decoded.
  var presets: [String: LimitPreset] = [:]
  /// The client libraries' policies, once they are decoded.
  var clients: [String: RetryPolicy] = [:]
  /// The adaptive limits, once they are decoded.
  var adaptiveLimits: [String: AdaptiveLimitPolicy] = [:]
  /// The circuit breakers, once they are decoded.
  var breakers: [String: BreakerPolicy] = [:]
  /// The timers of proxies, once they are decoded.
  var idleTimers: [String: IdleTimer] = [:]
  /// How clients reconnect, once that is decoded.
  var reconnects: [String: ReconnectPolicy] = [:]

  /// An empty diagnosis of those files.
  init(sources: SourceTexts) {
    self.sources = sources
  }

  /// Notes a mistake.
  func report(
    _ code: ProblemCode,
    at place: Located.Place,
    _ message: String,
    help: String? = nil
  ) {
    problems.append((place, sources.problem(code, at: place, message, help: help)))
  }

  /// Notes something odd that does not stop a run.
  func warn(_ code: ProblemCode, at place: Located.Place, _ message: String, help: String? = nil) {
    var problem = sources.problem(code, at: place, message, help: help)
    problem.isWarning = true
    warnings.append((place, problem))
  }

  /// Runs something one key deeper.
  func within<Result>(_ key: String, _ body: () -> Result) -> Result {
    path.append(key)
    defer { path.removeLast() }
    return body()
  }

  /// The path as `endpoints.council.steps[2]`.
  var pathText: String {
    path.reduce(into: "") { text, key in
      if key.hasPrefix("[") || text.isEmpty { text += key } else { text += "." + key }
    }
  }

  /// Where we are, for messages: `service "api"`, or the key above.
  var whereInWords: String {
    guard path.count >= 2, let section = path.first else {
      return path.last.map { "\"\($0)\"" } ?? "the file"
    }
    let nouns = [
      "stations": "station", "queues": "queue", "services": "service", "databases": "database",
      "caches": "cache",
      "providers": "provider", "models": "model", "clients": "client", "breakers": "breaker",
      "adaptive_limits": "adaptive limit",
      "endpoints": "endpoint",
      "tests": "test", "tiers": "tier", "prices": "price", "limits": "limits entry",
      "changes": "change", "audit": "audit answer",
    ]
    let name = path[1].escapedForTerminal(limit: 60)
    let start = nouns[section].map { "\($0) \"\(name)\"" } ?? "\(section).\(name)"
    let rest = path.dropFirst(2).reduce(into: "") { text, key in
      text += key.hasPrefix("[") || text.isEmpty ? key : "." + key
    }
    return rest.isEmpty ? start : "\(rest.escapedForTerminal()) of \(start)"
  }

  /// Throws what was noted, sorted by place and at most 20, if anything was.
  func throwIfAny() throws(ScenarioError) {
    guard !problems.isEmpty else { return }
    throw ScenarioError(kind: .badData, problems: Diagnosis.sorted(problems))
  }

  /// What is odd, sorted by place.
  var sortedWarnings: [Problem] { Diagnosis.sorted(warnings) }

  /// Adds the mistakes of another diagnosis of the same files.
  func absorb(_ error: ScenarioError, at place: Located.Place) {
    problems += error.problems.map { (place, $0) }
  }

  private static func sorted(_ noted: [(place: Located.Place, problem: Problem)]) -> [Problem] {
    var seen: Set<Problem> = []
    return noted.sorted { $0.place < $1.place }.map(\.problem)
      .filter { seen.insert($0).inserted }.prefix(20).map { $0 }
  }
}

/// Finds the word that was probably meant.
public enum Spelling {
  /// The closest of some words, at most two edits away (one for short words).
  public static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    let folded = word.lowercased()
    let allowed = folded.count <= 3 ? 1 : 2
    var best: (word: String, distance: Int)?
    for candidate in words where abs(candidate.count - folded.count) <= allowed {
      let distance = distance(folded, candidate.lowercased())
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Insertions, deletions, substitutions and swaps of neighbors between two words.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    guard a.count <= 100, b.count <= 100 else { return .max }
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      before = last
      last = row
    }
    return last[b.count]
  }

  /// A list of words for a message: `a, b, c`.
  static func list(_ words: some Sequence<String>, limit: Int = 12) -> String {
    let words = words.map { $0.escapedForTerminal(limit: 60) }
    return words.count <= limit
      ? words.joined(separator: ", ")
      : words.prefix(limit).joined(separator: ", ") + ", … (\(words.count) in all)"
  }
}
