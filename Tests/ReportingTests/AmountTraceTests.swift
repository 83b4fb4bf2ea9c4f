import Foundation
import Testing

@testable import Reporting

/// Every amount of a written report can be traced: the page and the JSON are read as a stranger reads them.
@Suite struct `Amounts of a report` {
  @Test func `of the page are quantity times price, or follow from those`() async throws {
    let (report, page, _) = try await MoneyScenario.files()
    let trace = AmountTrace(PageTables.grids(of: page, report))
    #expect(trace.problems.isEmpty, "\(trace.problems.prefix(20).joined(separator: "\n"))")
    #expect(trace.lines > 40)
    for id in AmountTrace.lineTables + AmountTrace.derivedTables {
      #expect(!trace.records(id).isEmpty, "\(id) is not in this report: the test sees too little")
    }
    #expect(trace.records("cost_lines").contains { $0["rule"] == "each 1 begun" })
    #expect(trace.records("cost_lines").contains { $0["rule"] == "at least 1,000" })
    #expect(trace.records("cost_lines").contains { ($0["wasted"] ?? "–") != "–" })
  }

  @Test func `of the JSON are quantity times price, or follow from those`() async throws {
    let (report, _, json) = try await MoneyScenario.files()
    let trace = AmountTrace(try PageTables.grids(ofJSON: json, report))
    #expect(trace.problems.isEmpty, "\(trace.problems.prefix(20).joined(separator: "\n"))")
    #expect(trace.lines > 40)
  }

  /// What a sentence, a card or a chart says stands in a table, or is what the scenario sets.
  @Test func `in sentences stand in a table`() async throws {
    let (report, page, _) = try await MoneyScenario.files()
    let said = page.replacing(PageTables.table, with: "").matches(of: PageTables.money)
    #expect(said.count > 5)
    let lost = PageTables.untold(page, report)
    #expect(lost.isEmpty, "\(lost.joined(separator: ", "))")
  }

  /// One amount, quantity, price, source or date that is changed is found.
  @Test(arguments: ["amount_usd", "billed", "quantity", "unit_price_usd", "source", "as_of"])
  func `that were tampered with are found`(column: String) async throws {
    let (report, page, _) = try await MoneyScenario.files()
    for id in ["cost_lines", "cost_path_lines"] {
      var grids = PageTables.grids(of: page, report)
      let place = try #require(grids[id]?.keys.firstIndex(of: column))
      let row = try #require(grids[id]?.rows.firstIndex { $0.contains("host/standard") })
      grids[id]?.rows[row][place] = ["source", "as_of"].contains(column) ? "–" : "31.07"
      #expect(!AmountTrace(grids).problems.isEmpty, "\(column) of \(id)")
    }
  }

  @Test(arguments: [
    ("costs", "total_usd"), ("costs", "waste_usd"), ("cost_groups", "as_it_is_usd"),
    ("cost_quarters", "total_usd"), ("roadmap", "added_usd"), ("phases", "added_usd"),
    ("roadmap_rejected", "added_usd"),
    ("unit_economics", "margin_usd"), ("plan_margins", "margin_usd"),
    ("unit_cost_curve", "per_user_usd"), ("cost_waterfall", "added_usd"),
    ("cost_path", "total_p90_usd"), ("cost_causes", "width_usd"), ("cash_left", "left_usd"),
  ])
  func `that follow from others and were tampered with are found`(
    id: String,
    column: String
  ) async throws {
    let (report, page, _) = try await MoneyScenario.files()
    var grids = PageTables.grids(of: page, report)
    let place = try #require(grids[id]?.keys.firstIndex(of: column))
    let last = try #require(grids[id]?.rows.indices.last)
    let row = id == "cost_waterfall" ? last - 1 : last
    grids[id]?.rows[row][place] = "-$0.31"
    #expect(!AmountTrace(grids).problems.isEmpty)
  }

  @Test func `in a table that nobody traces are found`() {
    let grid = AmountTrace.Grid(keys: ["item", "bonus_usd"], rows: [["a", "$1.00"]])
    #expect(AmountTrace(["bonus": grid]).problems.count == 1)
  }
}

/// Tables as they stand in a written report.
enum PageTables {
  static var table: Regex<Substring> { /<table[^>]*>.*?<\/table>/.dotMatchesNewlines() }
  static var money: Regex<Substring> { /-?\$[0-9][0-9,]*(?:\.[0-9]+)?/ }

  /// The amounts of a page's sentences, cards and charts that stand in none of its tables.
  static func untold(_ page: String, _ report: Report) -> [String] {
    let cells = grids(of: page, report).values.flatMap { $0.rows.joined() }
    let printed = cells.joined(separator: " ").matches(of: money)
    let amounts = printed.compactMap { AmountTrace.number(String($0.output)) }.sorted()
    // The marks of an axis are places, not amounts of anything.
    let marks = /<g class="mark-text role-axis-label".*?<\/g>/.dotMatchesNewlines()
    let said = page.replacing(table, with: "").replacing(marks, with: "").matches(of: money)
    return Set(said.map { String($0.output) }).sorted().filter { words in
      guard let amount = AmountTrace.number(words) else { return true }
      // A sentence may round: to as many decimals as it prints.
      let decimals = words.split(separator: ".").dropFirst().first?.count ?? 0
      let half = 0.5 / (0..<decimals).reduce(1.0) { size, _ in size * 10 } + 1e-9
      return !amounts.contains { abs($0 - amount) <= half }
    }
  }

  /// How many lines of bills a report has.
  static func lines(of report: Report) -> Int {
    AmountTrace.lineTables.reduce(0) { $0 + (report.table($1)?.rows.count ?? 0) }
  }

  /// The captioned tables of a page, by their ids.
  static func grids(of page: String, _ report: Report) -> [String: AmountTrace.Grid] {
    var grids: [String: AmountTrace.Grid] = [:]
    for match in page.matches(of: table) {
      guard let caption = match.output.firstMatch(of: /<caption>(.*?)<\/caption>/),
        let table = report.tables.first(where: { HTMLText.escaped($0.title) == caption.output.1 })
      else { continue }
      let body = match.output.split(separator: "<tbody>").last ?? ""
      let rows = body.matches(of: /<tr[^>]*>(.*?)<\/tr>/).map { row in
        row.output.1.matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/).map { words($0.output.1) }
      }
      grids[table.id] = AmountTrace.Grid(keys: table.columns.map(\.key), rows: rows)
    }
    return grids
  }

  /// The tables of a JSON report, by their ids.
  static func grids(ofJSON text: String, _ report: Report) throws -> [String: AmountTrace.Grid] {
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let sections = json?["sections"] as? [String: [String: Any]] ?? [:]
    var grids: [String: AmountTrace.Grid] = [:]
    for section in sections.values {
      for (id, rows) in section["tables"] as? [String: [[String: Any]]] ?? [:] {
        guard let table = report.table(id) else { continue }
        let keys = table.columns.map(\.key)
        grids[id] = AmountTrace.Grid(
          keys: keys,
          rows: rows.map { row in keys.map { value(row[$0]) } }
        )
      }
    }
    return grids
  }

  private static func value(_ json: Any?) -> String {
    switch json {
    case let text as String: text
    case let number as NSNumber: "\(number)"
    case let object as [String: Any]: value(object["text"] ?? object["value"])
    default: "–"
    }
  }

  private static func words(_ markup: Substring) -> String {
    let plain = markup.replacing(/<sup>.*?<\/sup>/, with: "").replacing(/<[^>]*>/, with: "")
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(plain) { $0.replacing($1.0, with: $1.1) }
      .trimmingCharacters(in: .whitespaces)
  }
}
