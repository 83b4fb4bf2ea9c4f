import Foundation
import Testing

@Suite struct `Fitting a file` {
  /// Two years of months that grow by a tenth each, in one column or two.
  private static func months(_ count: Int = 24, second: Bool = false) -> String {
    let rows = (0..<count).map { month -> String in
      let value = 100 * pow(1.1, Double(max(1, month))) * (month.isMultiple(of: 2) ? 1.01 : 0.99)
      let date = "\(2024 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)"
      return second ? "\(date),\(value),\(5 * value + 10)" : "\(date),\(value)"
    }
    return ([second ? "date,users,queries" : "date,users"] + rows).joined(separator: "\n") + "\n"
  }

  private static func section(_ output: String, _ id: String = "fit") throws -> [String: Any] {
    let whole = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    let sections = try #require(whole?["sections"] as? [String: Any])
    return try #require(sections[id] as? [String: Any])
  }

  private static func rows(_ section: [String: Any], _ table: String) throws -> [[String: Any]] {
    let tables = try #require(section["tables"] as? [String: Any])
    return tables[table] as? [[String: Any]] ?? []
  }

  @Test func `a series is fitted and projected`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.months(), to: "history.csv")
    let outcome = try folder.headroom("fit history.csv --horizon 1y --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let section = try Self.section(outcome.output)
    #expect((section["lead"] as? String)?.hasPrefix("Chosen: exponential") == true)
    for table in ["candidates", "parameters", "stack", "projection", "holdout", "data", "course"] {
      #expect(try !Self.rows(section, table).isEmpty, "\(table)")
    }
    #expect(try Self.rows(section, "projection").count == 12)
    #expect(try Self.rows(section, "holdout").count == 3)
    #expect(try Self.rows(section, "course").count == 36)
    let missing = try folder.headroom("fit history.csv --column usres")
    #expect(missing.status == 65)
    #expect(missing.errors.hasPrefix("history.csv:1:1: error[H036]: "))
    #expect(missing.errors.contains("users"))
  }

  @Test func `the same bytes come out for one OpenBLAS thread and for four, and again`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.months(30, second: true), to: "history.csv")
    let outputs = try ["1", "4", "4"].map { threads in
      let outcome = try Program.run(
        ["fit", "history.csv", "--horizon", "2y", "--format", "json"],
        in: folder.url,
        environment: ["OPENBLAS_NUM_THREADS": threads]
      )
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    #expect(outputs[0].utf8.count > 10_000)
    #expect(outputs[0] == outputs[1])
    #expect(outputs[1] == outputs[2])
  }

  @Test func `every column of numbers is fitted, or those that are named`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.months(second: true), to: "history.csv")
    let all = try folder.headroom("fit history.csv --horizon 1y --format json --curve linear")
    #expect(all.status == 0, "\(all.errors)")
    for (index, name) in ["users", "queries"].enumerated() {
      let section = try Self.section(all.output, "fit_\(index + 1)")
      #expect(section["title"] as? String == "Fit and projection of \(name)")
      #expect(try Self.rows(section, "projection_\(index + 1)").count == 12)
    }
    let one = try folder.headroom("fit history.csv --series queries --format json --curve linear")
    #expect(try Self.section(one.output)["title"] as? String == "Fit and projection")
  }

  @Test func `a series that cannot be fitted is told and does not take the others away`() throws {
    let folder = try TemporaryFolder()
    let rows = Self.months().split(separator: "\n").enumerated().map { index, row in
      index == 0 ? "\(row),nothing" : "\(row),0"
    }
    try folder.write(rows.joined(separator: "\n"), to: "history.csv")
    let outcome = try folder.headroom("fit history.csv --horizon 1y --format json --curve linear")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("column nothing: every value is zero"))
    #expect(try !Self.rows(try Self.section(outcome.output), "projection").isEmpty)
    #expect(try folder.headroom("fit history.csv --column nothing").status == 65)
  }

  @Test func `a messy file is put right, and every step of it is told`() throws {
    let folder = try TemporaryFolder()
    // Zeros before the launch, a row out of order, a day twice, one without a number, a gap.
    var lines = Self.months().split(separator: "\n").map(String.init)
    lines.insert("2023-11,0", at: 1)
    lines.insert("2023-12,0", at: 2)
    lines.swapAt(6, 7)
    lines.append("2025-12,900")
    lines[12] = "2024-10,NA"
    lines.remove(at: 15)
    try folder.write(lines.joined(separator: "\n"), to: "history.csv")
    let outcome = try folder.headroom("fit history.csv --horizon 1y --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let steps = try Self.rows(try Self.section(outcome.output), "cleaning")
    let counts = steps.map { "\($0["step"] ?? "") \($0["count"] ?? "") \($0["data"] ?? "")" }
    #expect(
      counts == [
        "missing_values 1 changed", "order 1 changed", "duplicates 1 changed",
        "leading_zeros 2 changed", "gaps 2 noticed", "filled 2 filled",
      ]
    )
    let table = try folder.headroom("fit history.csv --horizon 1y")
    #expect(table.output.contains("What was done to the data"))
    #expect(table.output.contains("dropped 1 row without a finite number"))
  }

  @Test func `days become months, series are told apart by a column, and totals by their steps`()
    throws
  {
    let folder = try TemporaryFolder()
    var rows = ["date,plan,users"]
    for day in 0..<240 {
      let date =
        "2026-\(day / 28 < 9 ? "0" : "")\(day / 28 + 1)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
      rows += ["\(date),free,\(10 * day + day % 3)", "\(date),pro,\(day)"]
    }
    try folder.write(rows.joined(separator: "\n"), to: "plans.csv")
    let line = "fit plans.csv --column users --by plan --fit added --period month --combine last"
    let outcome = try folder.headroom("\(line) --horizon 90 --curve linear --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try Self.section(outcome.output, "fit_2")["title"] as? String == "Fit and projection of pro"
    )
    let steps = try Self.rows(try Self.section(outcome.output, "fit_1"), "cleaning_1")
    #expect(
      steps.prefix(2).compactMap { $0["step"] as? String } == ["periods", "leading_zeros"]
        || steps.prefix(2).compactMap { $0["step"] as? String } == ["periods", "differenced"]
    )
  }

  @Test func `every curve may be asked for`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { month -> String in
      let wobble = [1.01, 0.985, 1.0, 1.02, 0.99][month % 5]
      let value = 5000 / (1 + exp(-0.22 * (Double(month) - 20))) * wobble
      return "\(2022 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1),\(value)"
    }
    try folder.write((["date,users"] + rows).joined(separator: "\n"), to: "s.csv")
    for curve in ["power", "hinge", "exponential_hinge", "richards", "bass"] {
      let outcome = try folder.headroom("fit s.csv --curve \(curve) --horizon 6mo --format json")
      #expect(outcome.status == 0, "\(curve): \(outcome.errors)")
      let candidates = try Self.rows(try Self.section(outcome.output), "candidates")
      #expect(candidates.allSatisfy { $0["curve"] as? String == curve })
    }
    #expect(try folder.headroom("fit s.csv --curve cubic").status == 64)
  }

  @Test func `the report is written with its chart, and a picture is printed`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.months(), to: "history.csv")
    let outcome = try folder.headroom("fit history.csv --horizon 1y --out report")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for file in ["report.html", "report.json", "tables/course.csv"] {
      #expect(folder.holds("report/\(file)"), "\(file)")
    }
    #expect(outcome.output.contains("users: • measured  ━ median"))
    #expect(outcome.output.contains("░"))
    let html = String(decoding: try folder.read("report/report.html"), as: UTF8.self)
    // Without Python the chart is left out, with a warning.
    #expect(html.contains("<svg") || outcome.errors.contains("chart"))
  }
}
