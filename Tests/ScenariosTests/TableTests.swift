import Foundation
import Quantities
import Testing

@testable import Scenarios

@Suite struct `Histories` {
  private func read(_ csv: String, column: String = "users") throws -> Scenario {
    let files = try TemporaryFiles()
    try files.write(csv, to: "models/history/x.csv")
    let path = try files.write(
      """
      headroom: 1
      growth:
        horizon: 3y
        curve: logistic
        series:
          users: {file: ../models/history/x.csv, column: \(column), dates: day}

      """,
      to: "scenarios/main.yaml"
    )
    let document = try ScenarioDocument.read(path)
    #expect(document.files.count == 2)
    return document.scenario
  }

  private func place(_ csv: String, column: String = "users") throws -> String {
    do {
      _ = try read(csv, column: column)
      return "none"
    } catch let error as ScenarioError {
      return error.problems.first.map { "\($0.line):\($0.column) \($0.code)" } ?? ""
    }
  }

  @Test func `columns are found by name, in any order`() throws {
    let growth = try #require(
      try read("other,users,day\n1,10,2026-01\n2,20,2026-02\n3,30.5,2026-03").growth
    )
    #expect(growth.horizonDays == 1095)
    #expect(growth.curve == "logistic")
    #expect(growth.series.count == 1)
    #expect(growth.series[0].driver == .users)
    #expect(growth.series[0].history.values == [10, 20, 30.5])
    #expect(growth.series[0].history.dates.first?.description == "2026-01-01")
  }

  @Test func `rows out of order, days that come again and cells without a number are no mistakes`()
    throws
  {
    let history = try #require(
      try read("day,users\n2026-03,3\n2026-01,1\n2026-01,2\n2026-02,NA\n2026-04,\n2026-05,-\n,\n")
        .growth
    ).series[0].history
    #expect(history.dates.map(\.yearAndMonth) == ["2026-03", "2026-01", "2026-01"])
    #expect(history.values == [3, 1, 2])
    #expect(history.missing == 3)
  }

  @Test(arguments: [
    ("2026-11-24T10:00:00Z", "2026-11-24"), ("2026-11-24 10:00", "2026-11-24"),
    ("2026/11/24", "2026-11-24"), ("2026-Q4", "2026-10-01"), ("2026Q1", "2026-01-01"),
    ("2026-W01", "2025-12-29"), ("2026-W48", "2026-11-23"), ("2020-W53", "2020-12-28"),
  ])
  func `days are read as files write them`(text: String, day: String) {
    #expect(HistoryDate.read(text)?.description == day)
  }

  @Test(arguments: ["24.11.2026", "11/24/2026", "2026-13", "2026-Q5", "2026-W54", "now", ""])
  func `what could be two days, or none, is not guessed`(text: String) {
    #expect(HistoryDate.read(text) == nil)
  }

  @Test func `a table tells series apart by column and by the words of a column`() throws {
    let files = try TemporaryFiles()
    let path = try files.write(
      "date,plan,users,note,queries\n"
        + "2026-01,free,1,a,10\n2026-01,pro,2,b,20\n2026-02,free,3,c,\n2026-02,pro,4,d,40\n"
        + "2026-03,free,5,e,50\n2026-03,pro,6,f,60\n2026-04,free,7,g,70\n",
      to: "plans.csv"
    )
    let table = try HistoryTable(path: path, dates: "date")
    #expect(table.numericColumns == ["users", "queries"])
    let plans = try table.histories(column: "users", by: "plan")
    #expect(plans.map(\.name) == ["free", "pro"])
    #expect(plans[0].history.values == [1, 3, 5, 7])
    #expect(plans[1].history.dates.map(\.yearAndMonth) == ["2026-01", "2026-02", "2026-03"])
    #expect(throws: ScenarioError.self) { try HistoryTable(path: path, dates: "day") }
  }

  @Test func `mistakes are reported in the CSV file`() throws {
    #expect(try place("day,users\n2026-01,1\n2026-02,2\n2026-03,x\n") == "4:9 H036")
    #expect(try place("day,users\n2026-01,1\n2026-13,2\n") == "3:1 H036")
    #expect(try place("day,users\n2026-02,1\n2026-03,2\n") == "2:9 H036")
    #expect(try place("day,user\n2026-02,1\n") == "1:1 H036")
    #expect(try place("day;users\n2026-02;1\n") == "1:1 H036")
    #expect(try place("day,users\n2026-02,\"1,5\"\n") == "2:9 H036")
    #expect(try place("") == "1:1 H036")
  }
}

@Suite struct `Traces` {
  private func rows(_ csv: String) throws -> [TraceRow] {
    let files = try TemporaryFiles()
    return try Trace.read(try files.write(csv, to: "trace.csv"))
  }

  private func place(_ csv: String) throws -> String {
    do {
      _ = try rows(csv)
      return "none"
    } catch let error as ScenarioError {
      return error.problems.first.map { "\($0.line):\($0.column) \($0.code)" } ?? ""
    }
  }

  @Test func `Azure's columns are read to the last 100 nanoseconds`() throws {
    let rows = try rows(
      """
      TIMESTAMP,ContextTokens,GeneratedTokens
      2023-11-16 23:59:59.9999999,374,44
      2023-11-17 00:00:00.0000001,396,109
      """
    )
    #expect(rows.map(\.time.nanoseconds) == [0, 200])
    #expect(rows.map(\.inputTokens) == [374, 396])
    #expect(rows.map(\.outputTokens) == [44, 109])
  }

  @Test func `plain columns are read`() throws {
    let rows = try rows("output_tokens,time_s,input_tokens\r\n5,1.5,10\r\n6,2,20\r\n")
    #expect(rows.map(\.time.nanoseconds) == [0, 500_000_000])
    #expect(rows.map(\.inputTokens) == [10, 20])
  }

  @Test func `mistakes are reported where they stand`() throws {
    let head = "time_s,input_tokens,output_tokens\n"
    #expect(try place(head + "1,2,3\n0.5,2,3\n") == "3:1 H037")
    #expect(try place(head + "1,2,-3\n") == "2:5 H037")
    #expect(try place(head + "1,2.5,3\n") == "2:3 H037")
    #expect(try place(head + "nan,2,3\n") == "2:1 H037")
    #expect(try place(head + "1,2\n") == "2:5 H037")
    #expect(try place(head) == "1:1 H037")
    #expect(try place("a,b\n1,2\n") == "1:1 H037")
  }

  @Test func `twenty thousand rows load quickly`() throws {
    var csv = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
    for index in 0..<19_366 {
      let second = index / 10
      let clock = [second / 3600, second / 60 % 60, second % 60]
        .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
      csv += "2023-11-16 \(clock).\(index % 10)000000,\(index % 4000),\(index % 300)\n"
    }
    let clock = ContinuousClock()
    var count = 0
    let time = try clock.measure { count = try rows(csv).count }
    #expect(count == 19_366)
    #expect(time < .seconds(10), "\(time)")
    print("trace of 19,366 rows: \(time)")
  }

  @Test func `a test that replays a trace lasts as long as the trace`() throws {
    let files = try TemporaryFiles()
    let trace = try files.write(
      "time_s,input_tokens,output_tokens\n5,1,1\n65,1,1\n",
      to: "trace.csv"
    )
    let path = try files.write(fullScenario)
    let document = try ScenarioDocument.read(path, trace: trace)
    #expect(document.scenario.trace.count == 2)
    let replay = try #require(document.scenario.tests.first { $0.driver == .trace })
    #expect(replay.duration == .seconds(61))
    #expect(document.files.count == 2)
  }
}
