extension ScenarioDecoder {
  /// Checks the steps of a roadmap: each is one kind of change, leads to a tier, and can be applied on
  /// top of those before it.
  func checkRoadmap(of scenario: Scenario) throws(ScenarioError) {
    guard !scenario.roadmap.isEmpty else { return }
    let nodes = tree["roadmap"]?.elements ?? []
    for (step, node) in zip(scenario.roadmap, nodes) {
      checkForm(of: step, at: node)
      checkChange(of: step, at: node, scenario)
    }
    checkGoals(of: scenario, nodes)
    try diagnosis.throwIfAny()
    var all: CandidateChange.Settings = []
    for (index, (step, node)) in zip(scenario.roadmap, nodes).enumerated() {
      all += scenario.settings(of: step)
      check(all, at: node["set"] ?? node, of: "step \(index + 1) of the roadmap", scenario)
      // What comes after it stands on it.
      try diagnosis.throwIfAny()
    }
  }

  private func checkForm(of step: PlannedStep, at node: Located) {
    if step.change != nil, !step.settings.isEmpty {
      let message = "a step of the roadmap makes a change or sets values, not both"
      diagnosis.report(.notAllowed, at: node["set"]?.place ?? node.place, message)
    } else if step.change == nil, step.settings.isEmpty {
      diagnosis.report(
        .missingKey,
        at: node.place,
        "a step of the roadmap has neither \"change\" nor \"set\"",
        help: "such as set: {services.api.instances: 4}, or change: NAME with a level"
      )
    }
    if step.level != nil, step.change == nil {
      let message = "a level means nothing without a change"
      diagnosis.report(.notAllowed, at: node["level"]?.place ?? node.place, message)
    }
  }

  private func checkChange(of step: PlannedStep, at node: Located, _ scenario: Scenario) {
    guard let name = step.change, let place = node["change"]?.place else { return }
    guard let change = scenario.change(of: step) else {
      let names = scenario.changes.map(\.name)
      let refusal = RoadmapNames.refusal(of: name, among: names, "change")
      diagnosis.report(.unknownName, at: place, refusal.message, help: refusal.help)
      return
    }
    guard let level = step.level, level > change.levels.count else { return }
    diagnosis.report(
      .outOfRange,
      at: node["level"]?.place ?? place,
      "the change \"\(name.escapedForTerminal(limit: 60))\" has no level \(level)",
      help: "allowed: 1 to \(change.levels.count)"
    )
  }

  /// Each goal is a tier, none below the one before, and the last step has one.
  private func checkGoals(of scenario: Scenario, _ nodes: [Located]) {
    let names = scenario.tiers.map(\.name)
    var reached = -1
    for (step, node) in zip(scenario.roadmap, nodes) {
      guard let name = step.reaches, let place = node["reaches"]?.place else { continue }
      guard let tier = names.firstIndex(of: name) else {
        let refusal = RoadmapNames.refusal(of: name, among: names, "tier")
        diagnosis.report(.unknownName, at: place, refusal.message, help: refusal.help)
        continue
      }
      if tier < reached {
        let message = "the roadmap goes back, from tier \(names[reached]) to \(names[tier])"
        diagnosis.report(.reversed, at: place, message, help: "put the steps in order")
      }
      reached = max(reached, tier)
    }
    guard let last = nodes.last, scenario.roadmap.last?.reaches == nil else { return }
    diagnosis.report(
      .missingKey,
      at: last.place,
      "the last step of the roadmap does not say which tier it reaches",
      help: names.isEmpty ? "a roadmap needs tiers" : "reaches: \(Spelling.list(names))"
    )
  }
}

/// What is said about a name in a roadmap that nothing has.
private enum RoadmapNames {
  static func refusal(
    of name: String,
    among names: [String],
    _ noun: String
  ) -> (message: String, help: String) {
    let nearest = Spelling.nearest(to: name, among: names)
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    let known = names.isEmpty ? "the scenario has none" : "known: \(Spelling.list(names))"
    return ("there is no \(noun) \"\(name.escapedForTerminal(limit: 60))\"\(hint)", known)
  }
}
