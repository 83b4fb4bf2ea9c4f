extension Exercise {
  /// All exercises, in the order in which they run.
  ///
  /// The one that needs much memory comes last, so that the peak of the process tells of the others.
  public static let all: [Exercise] = [
    queue("mm1", .mm1, "one server at load 0.9, ten million customers", of: .responseTime),
    queue("mm1-events", .mm1, "the same, event by event", of: .responseTime, shortcuts: false),
    queue("mm10", .mm10, "ten servers at load 0.9, ten million customers", of: .wait),
    queue("mm100", .mm100, "a hundred servers at load 0.9, ten million customers", of: .wait),
    request("request", "50,000 requests to a product on a language model", days: 0.1),
    request("day", "an enterprise day of it, 500,000 requests", days: 1),
    request("month", "an enterprise month of it, 15 million requests", days: 30),
    heartbeats,
    shards,
    startup,
    report,
    costPath,
    hold("hold-10", size: 10),
    hold("hold-10000", size: 10_000),
    hold("hold-1000000", size: 1_000_000),
  ]

  /// The exercises of some names, in the order of the names; all of them for no name.
  public static func named(_ names: [String]) throws(UnknownExercise) -> [Exercise] {
    guard !names.isEmpty else { return all }
    var found: [Exercise] = []
    for name in names {
      guard let exercise = all.first(where: { $0.name == name }) else {
        throw UnknownExercise(name: name)
      }
      if !found.contains(where: { $0.name == name }) { found.append(exercise) }
    }
    return found
  }
}
