import Quantities
import Testing

@testable import Reporting

@Suite struct `Numbers as text` {
  @Test func `a number is rounded once, and zero has no sign`() {
    #expect(Numerals.plain(187.349, digits: 1) == "187.3")
    #expect(Numerals.plain(-0.04, digits: 1) == "0.0")
    #expect(Numerals.plain(-0.06, digits: 1) == "-0.1")
  }

  @Test func `thousands are set apart for people`() {
    #expect(Numerals.grouped("1234567.25") == "1,234,567.25")
    #expect(Numerals.grouped("-123456") == "-123,456")
    #expect(Numerals.grouped("999.9999") == "999.9999")
  }

  @Test func `three significant figures fit every size`() {
    let texts = [0.0231, 2.314, 231.4, 23_140, 0].map { CellText(.significant($0)).main }
    #expect(texts == ["0.0231", "2.31", "231", "23,140", "0"])
  }

  @Test func `money is rounded half up, to cents from a dollar up and finer below`() {
    #expect(Numerals.plain(Money(microUSD: 12_345_678)) == "12.35")
    #expect(Numerals.plain(Money(microUSD: -1_005_000)) == "-1.01")
    #expect(Numerals.plain(Money(microUSD: 611_250)) == "0.6113")
    #expect(Numerals.plain(Money(microUSD: 1_234)) == "0.001234")
    #expect(Numerals.plain(Money.zero) == "0.00")
    #expect(CellText(.money(Money(usd: -38.5))).main == "-$38.50")
  }

  @Test func `a NaN is a bug, not a cell`() async {
    await #expect(processExitsWith: .failure) {
      _ = Numerals.plain(.nan, digits: 1)
    }
  }

  @Test func `the same reason keeps its number`() {
    var notes = Footnotes()
    #expect(notes.marked(CellText(.unknown(reason: "a"))) == "?¹")
    #expect(notes.marked(CellText(.unknown(reason: "b"))) == "?²")
    #expect(notes.marked(CellText(.unknown(reason: "a"))) == "?¹")
    #expect(notes.lines == ["¹ a", "² b"])
  }
}

@Suite struct `CSV files` {
  private func csv(_ cells: [Cell]) -> String {
    let table = Table(
      id: "t",
      title: "T",
      columns: [Column("value_ms", "Value")],
      rows: cells.map { [$0] }
    )
    return CSVRenderer().render(table)
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)"])
  func `text that a spreadsheet would run is made harmless`(text: String) {
    #expect(csv([.text(text)]) == "value_ms\n'\(text)\n")
  }

  @Test func `negative numbers stay numbers`() {
    #expect(csv([.number(-1.5, digits: 1), .integer(-2)]) == "value_ms\n-1.5\n-2\n")
  }

  @Test func `commas, quotes and line breaks are quoted`() {
    #expect(csv([.text("a,\"b\"\nc")]) == "value_ms\n\"a,\"\"b\"\"\nc\"\n")
  }

  @Test func `an estimate has its ends beside it, and a reason its own column`() {
    let estimate = Cell.estimate(10, low: 9, high: 11, n: 5, method: "t interval", digits: 0)
    let expected = "value_ms,value_ms_low,value_ms_high,value_ms_note\n10,9,11,\n,,,no data\n"
    #expect(csv([estimate, .unknown(reason: "no data")]) == expected)
  }
}

@Suite struct `Reports that do not fit together` {
  @Test func `a chart of a column that does not exist is a bug`() async {
    await #expect(processExitsWith: .failure) {
      let bars = GroupedBars(category: "tier", measures: [Measure("p95_ms")])
      let chart = Chart(id: "c", title: "", alt: "", tableID: "t", kind: .groupedBars(bars))
      let table = Table(id: "t", title: "", columns: [.words("tier", "Tier")], rows: [])
      _ = Report(
        name: "n",
        title: "",
        subtitle: "",
        command: "",
        summary: [],
        cards: [],
        sections: [
          Section(id: "s", number: 1, title: "", lead: "", tables: [table], charts: [chart])
        ],
        provenance: []
      )
    }
  }
}
