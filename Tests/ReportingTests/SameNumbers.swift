import Foundation
import Testing

@testable import Reporting

/// Walks every cell of the sample and compares what the formats print with what the JSON holds.
@Suite struct `The same numbers in every format` {
  let report = SampleReport.report

  /// The JSON as a stranger reads it, by Foundation.
  let parsed: [String: Any]

  init() throws {
    let data = Data(JSONRenderer().render(report).utf8)
    parsed = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  func rows(of table: Table, in section: Section) throws -> [[String: Any]] {
    let sections = try #require(parsed["sections"] as? [String: Any])
    let object = try #require(sections[section.id] as? [String: Any])
    let tables = try #require(object["tables"] as? [String: Any])
    return try #require(tables[table.id] as? [[String: Any]])
  }

  @Test func `the JSON names its schema and holds every section, table, row and column`() throws {
    #expect(parsed["schema"] as? String == "headroom-report/2")
    for section in report.sections {
      for table in section.tables {
        let rows = try rows(of: table, in: section)
        #expect(rows.count == table.rows.count)
        #expect(rows.allSatisfy { Set($0.keys) == Set(table.columns.map(\.key)) })
      }
    }
  }

  @Test func `the JSON holds no NaN, no infinity and keeps the order of reading`() throws {
    let text = JSONRenderer().render(report)
    let outside = text.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 0 }
    #expect(!outside.contains { $0.element.contains("nan") || $0.element.contains("inf") })
    let places = report.sections.compactMap { text.range(of: "\"\($0.id)\": {")?.lowerBound }
    #expect(places.count == report.sections.count)
    #expect(places == places.sorted())
  }

  @Test func `every number in a CSV file is the number in the JSON`() throws {
    for section in report.sections {
      for table in section.tables {
        let flat = FlatTable(table)
        for (row, object) in zip(flat.rows, try rows(of: table, in: section)) {
          let fields = Dictionary(uniqueKeysWithValues: zip(flat.names, row))
          for column in table.columns {
            try compare(fields, column.key, with: #require(object[column.key]))
          }
        }
      }
    }
  }

  /// Compares one value of the JSON with the field or the three fields of a CSV row.
  private func compare(_ fields: [String: FlatTable.Value], _ key: String, with json: Any) throws {
    if let number = json as? NSNumber {
      #expect(fields[key] == .number("\(try digits(fields[key]))"))
      #expect(try Double(digits(fields[key])) == number.doubleValue)
    } else if let object = json as? [String: Any], let value = object["value"] as? NSNumber {
      #expect(try Double(digits(fields[key])) == value.doubleValue)
      #expect(
        try Double(digits(fields[key + "_low"])) == (object["low"] as? NSNumber)?.doubleValue
      )
      #expect(
        try Double(digits(fields[key + "_high"])) == (object["high"] as? NSNumber)?.doubleValue
      )
    } else if let object = json as? [String: Any], let reason = object["unknown"] as? String {
      #expect(fields[key] == .empty)
      #expect(fields[key + "_note"] == .text(reason))
    } else if json is NSNull {
      #expect(fields[key] == .empty)
    }
  }

  private func digits(_ value: FlatTable.Value?) throws -> String {
    guard case .number(let digits)? = value else { throw NotANumber() }
    return digits
  }

  private struct NotANumber: Error {}

  @Test func `every number in a Markdown table is the number in the JSON`() throws {
    let markdown = MarkdownRenderer().render(report)
    let lines = markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }
    for section in report.sections {
      for table in section.tables {
        let head = "| " + table.columns.map(\.heading).joined(separator: " | ") + " |"
        let start = try #require(lines.firstIndex(of: Substring(head)))
        for (offset, object) in try rows(of: table, in: section).enumerated() {
          let line = lines[start + 2 + offset].replacing("\\|", with: "¦")
          let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
          #expect(cells.count == table.columns.count)
          for (column, cell) in zip(table.columns, cells) {
            #expect(numbers(in: cell, like: object[column.key]) == numbers(object[column.key]))
          }
        }
      }
    }
  }

  @Test func `every number in an HTML table is the number in the JSON`() throws {
    let html = HTMLRenderer().render(report, drawings: ChartEngine.Drawings())
    for section in report.sections {
      for table in section.tables {
        let caption = "<caption>\(table.title)</caption>"
        let start = try #require(html.range(of: caption)?.upperBound)
        let end = try #require(html.range(of: "</table>", range: start..<html.endIndex)?.lowerBound)
        let lines = html[start..<end].split(separator: "\n").filter { $0.hasPrefix("<tr") }
        #expect(lines.count == table.rows.count)
        for (line, object) in zip(lines, try rows(of: table, in: section)) {
          let cells = line.components(separatedBy: "</t").dropLast().map { part in
            part.replacing(/<sup>.*?<\/sup>/, with: "").replacing(/<[^>]*>/, with: "")
              .replacing(/^[hd]>/, with: "")
          }
          for (column, cell) in zip(table.columns, cells) {
            #expect(numbers(in: cell, like: object[column.key]) == numbers(object[column.key]))
          }
        }
      }
    }
  }

  /// The numbers that a value of the JSON should show: one, or one and the ends of its interval.
  private func numbers(_ json: Any?) -> [Double] {
    if let number = json as? NSNumber { return [number.doubleValue] }
    guard let object = json as? [String: Any] else { return [] }
    return ["value", "low", "high"].compactMap { (object[$0] as? NSNumber)?.doubleValue }
  }

  /// The numbers a reader sees in a cell; none where the JSON holds words.
  private func numbers(in cell: String, like json: Any?) -> [Double] {
    guard !numbers(json).isEmpty else { return [] }
    let plain = cell.replacing(",", with: " , ").replacing(/(\d) , (\d{3})(?!\d)/) {
      "\($0.output.1)\($0.output.2)"
    }
    let twice = plain.replacing(/(\d) , (\d{3})(?!\d)/) { "\($0.output.1)\($0.output.2)" }
    return twice.replacing("$", with: "").matches(of: /-?\d+(\.\d+)?/).compactMap {
      Double(String($0.output.0))
    }
  }
}
