public import Planning
import Quantities
public import Scenarios
import Statistics

extension Report {
  /// What would make a month cheaper, as a report of one section.
  ///
  /// - Parameters:
  ///   - optimization: What was found.
  ///   - scenario: The scenario.
  ///   - command: The command that made it.
  public init(_ optimization: Optimization, of scenario: Scenario, command: String) {
    self.init(
      name: scenario.name,
      title: "\(scenario.title): what would make a month cheaper",
      subtitle: command,
      command: command,
      summary: [],
      cards: [],
      sections: [optimization.section],
      provenance: []
    )
  }
}

extension Optimization {
  fileprivate var section: Section {
    Section(
      id: "optimization",
      number: 1,
      title: "Cheaper, and at what price",
      lead: lead,
      tables: [
        options.isEmpty ? nil : optionTable, rules.isEmpty ? nil : ruleTable,
        open.isEmpty ? nil : openTable,
      ]
      .compactMap(\.self),
      notes: [
        "Saved is the bill as it is less the bill with the option, of paired runs of \(day) that meet the "
          + "same requests; p95 and what breaks are from \(busy).",
        "What an answer is worth is not judged: another model answers otherwise.",
      ]
    )
  }

  private var lead: String {
    let harmless = options.filter { $0.broken.isEmpty && ($0.saved.estimate?.low ?? 0) > 0 }
    guard let best = harmless.max(by: { $0.before - $0.after < $1.before - $1.after }) else {
      return "No option saves money at \(tier ?? "this load") and breaks nothing that holds."
    }
    let saved = Phrase.money(Money(usd: best.before - best.after))
    return "\(harmless.count) of \(Phrase.count(options.count, "option")) save money at "
      + "\(tier ?? "this load") and break nothing that holds; the most, \(saved) a month: \(best.title)."
  }

  private var optionTable: Table {
    Table(
      id: "options",
      title: "Options",
      columns: [
        .words("question", "Question"), .words("option", "Option"),
        Column("before_usd", "A month as it is"), Column("after_usd", "With it"),
        Column("saved_usd_per_month", "Saved a month", unit: "USD"),
        .words("endpoint", "p95 that changes most"), Column("before_ms", "Before", unit: "ms"),
        Column("difference_ms", "Difference", unit: "ms"), .words("breaks", "Breaks"),
        .words("settings", "Settings"),
      ],
      rows: options.map(cells)
    )
  }

  private func cells(_ option: Option) -> [Cell] {
    let settings = option.settings.map { "\($0.path)=\($0.value)" }.joined(separator: ", ")
    return [
      .text(option.question.title), .text(option.title), .money(Money(usd: option.before)),
      .money(Money(usd: option.after)), .estimated(option.saved),
      option.p95?.route.map { .text($0) } ?? .missing,
      option.p95.map { .significant($0.before * 1000) } ?? .missing,
      option.p95.map { .estimated($0.paired.difference, times: 1000) } ?? .missing,
      option.broken.isEmpty
        ? .status(.pass, "nothing") : .status(.fail, option.broken.joined(separator: ", ")),
      .text(settings),
    ]
  }

  private var ruleTable: Table {
    Table(
      id: "break_even_rules",
      title: "Where it begins to pay, by the prices alone",
      columns: [
        .words("question", "Question"), .words("part", "Part"), .words("rule", "Rule"),
        Column("value", "Value"),
      ],
      rows: rules.map {
        [.text($0.question.title), .text($0.part), .text($0.words), .significant($0.value)]
      }
    )
  }

  private var openTable: Table {
    Table(
      id: "open_questions",
      title: "What this scenario has nothing for",
      columns: [.words("question", "Question"), .words("needed", "What would be needed")],
      rows: open.map { [.text($0.question.title), .text($0.needed)] }
    )
  }
}

extension Optimization.Question {
  /// What reports call it.
  var title: String {
    switch self {
    case .right_size: "Right size"
    case .reserve: "Reserved instances"
    case .spot: "Spare capacity"
    case .cache: "Cache hits"
    case .prompt_cache: "Prompt cache"
    case .routing: "Model routing"
    case .batch: "Batches"
    }
  }
}
