import Quantities
import Reporting

extension SampleReport {
  static var capacityRows: [[Cell]] {
    var rows: [[Cell]] = []
    for (name, unit, limit, uses) in resources {
      for (tier, use) in zip(tiers, uses) {
        let share = use / limit * 100
        let status: Status = share < 70 ? .pass : share < 100 ? .warn : .fail
        rows.append([
          .text(name), .text(tier), .significant(use), .significant(limit), .text(unit),
          .percent(share, digits: 1), .percent(100 - share, digits: 1), .status(status, ""),
        ])
      }
    }
    let unknown = Cell.unknown(reason: "no page weight in the model")
    let last: [Cell] = [
      .text("Frontend bandwidth"), .text("Current"), unknown, .integer(1000), .text("GB"), unknown,
      unknown, .status(.unknown, ""),
    ]
    return rows + [last]
  }

  static var latencyRows: [[Cell]] {
    var rows: [[Cell]] = []
    for (name, goals) in endpoints {
      for (tier, factor) in zip(tiers.dropLast(), [0.7, 0.8, 1.3]) {
        let scale = name == "POST /council" ? factor * 1.2 : factor * 0.7
        let tail =
          tier == "Current"
          ? Cell.notEstimable(reason: "500 requests cannot give a p99 within 10 %")
          : about(goals[2] * scale, 0.12)
        rows.append([
          .text(name), .text(tier), about(goals[0] * scale), .number(goals[0], digits: 0),
          about(goals[1] * scale, 0.07), .number(goals[1], digits: 0), tail,
          .number(goals[2], digits: 0),
          .status(scale <= 1 ? .pass : .fail, scale <= 1 ? "met" : "missed"),
        ])
      }
    }
    return rows
  }

  static var throughputRows: [[Cell]] {
    let loads = [0.023, 0.23, 2.31, 23.1]
    let users = [10, 100, 1_000, 10_000]
    return tiers.indices.map { index in
      let served = index == 3 ? loads[index] * 0.71 : loads[index]
      return [
        .text(tiers[index]), .significant(loads[index]), about(served, 0.01),
        .integer(users[index]), .integer(users[index] * 5),
      ]
    }
  }

  static var rampRows: [[Cell]] {
    (0...20).map { step in
      let load = Double(min(step, 20 - step)) / 10
      let slow = 120 + 420 * load * load
      return [.integer(step * 30), about(slow, 0.08), about(60 + 90 * load), .integer(500)]
    }
  }

  static var timeRows: [[Cell]] {
    let times = [[11, 0, 38, 22], [12, 1, 39, 22], [15, 96, 44, 23]]
    let known: [[Cell]] = zip(tiers, times).map { tier, parts in
      [.text(tier)] + parts.map { Cell.integer($0) }
    }
    let never = Cell.notEstimable(reason: "the queue grows without end")
    return known + [[.text("Enterprise"), never, never, never, never]]
  }

  static var costRows: [[Cell]] {
    let infrastructure = [64.0, 82.5, 410, 3120]
    let llm = [64.4, 528.75, 4802.4, 47791.07]
    let scales = [1, 10, 100, 1000]
    return tiers.indices.map { index in
      let total = infrastructure[index] + llm[index]
      let scale = Double(scales[index])
      return [
        .text(tiers[index]), .integer(100 * scales[index]), .integer(15_000 * scales[index]),
        usd(infrastructure[index]), usd(llm[index]), usd(total), usd(total / 100 / scale),
        usd(total / 15 / scale),
      ]
    }
  }

  static var costItemRows: [[Cell]] {
    var rows: [[Cell]] = []
    for (tier, factor) in zip(tiers, [1.0, 9, 85, 800]) {
      for (name, cost) in items { rows.append([.text(tier), .text(name), usd(cost * factor)]) }
    }
    return rows + [
      [.text("Enterprise"), .text("Observability"), .unknown(reason: "no price book has it")]
    ]
  }

  static var growthRows: [[Cell]] {
    var value = 40.0
    return (0..<24).map { index in
      defer { value *= 1.17 }
      let ahead = Double(max(index - 10, 0)) * 0.02
      let factors = [1 - ahead, 1 + ahead * 1.3, 1 - 2 * ahead, 1 + ahead * 2.8]
      let bands = factors.map { index < 10 ? Cell.missing : .number(value * $0, digits: 0) }
      let seen = value * (index % 2 == 0 ? 1.06 : 0.95)
      let day = CalendarDate(year: 2026 + index / 12, month: index % 12 + 1, day: 1)
      let head: [Cell] = [
        day.map { .date($0) } ?? .missing, index <= 10 ? .number(seen, digits: 0) : .missing,
        .number(value, digits: 0),
      ]
      return head + bands
    }
  }

  static var auditRows: [[Cell]] {
    let areas = [
      "Database", "API servers", "LLM API", "Frontend", "Real time", "Caching", "Load testing",
      "Cost", "Monitoring", "Architecture",
    ]
    let answers: [(Status, String)] = [(.pass, "yes"), (.fail, "no"), (.unknown, "unknown")]
    return areas.enumerated().map { index, area in
      let (status, words) = answers[index % 3]
      let evidence: Cell =
        status == .unknown
        ? .unknown(reason: "the model has no audit answer for it") : .text("from the model")
      return [
        .text(area), .text("Is its limit known & <watched>?"), .status(status, words), evidence,
      ]
    }
  }

  private static let resources: [(String, String, Double, [Double])] = [
    ("Database connections", "connections", 60, [1.9, 4.6, 31, 212]),
    ("API instances", "workers", 64, [0.28, 2.78, 27.8, 278]),
    ("Memory per instance", "MB", 512, [180, 190, 260, 498]),
    ("Database size", "GB", 1000, [10, 100, 960, 9600]),
    ("LLM requests", "requests/min", 4000, [5.6, 56, 556, 5560]),
  ]

  private static let endpoints: [(String, [Double])] = [
    ("GET /conversations", [50, 100, 200]),
    ("POST /council", [100, 200, 500]),
    ("GET /context", [100, 200, 500]),
    ("POST /files", [500, 1000, 2000]),
  ]

  private static let items: [(String, Double)] = [
    ("API compute", 25), ("Database", 25), ("Cache", 10), ("Egress", 4.2), ("LLM input", 21.6),
    ("LLM output", 38.4), ("Retries and waste", 4.4),
  ]
}
