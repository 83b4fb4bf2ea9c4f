import Costing
import Quantities
import Scenarios

/// Lines of bills, with all that an amount can be traced by: what is billed times the unit price is the
/// amount, and the price has a source and a date.
enum BillLines {
  /// A table of lines.
  ///
  /// - Parameters:
  ///   - id: The name of the table.
  ///   - title: What the lines are of.
  ///   - places: The columns that say whose lines they are.
  ///   - rows: By line, the cells of those columns and the line.
  /// - Returns: The table, to be looked up.
  static func table(
    _ id: String,
    _ title: String,
    places: [Column],
    rows: [(place: [Cell], line: Bill.Line)]
  ) -> Table {
    Table(
      id: id,
      title: title,
      columns: places + columns,
      rows: rows.map { $0.place + cells($0.line) },
      note:
        "Quantity less what is included, rounded as the rule says, is what is billed; billed times the "
        + "unit price is the amount."
        + (rows.contains { $0.line.wasted > 0 }
          ? " Of what is billed, the part that served nobody is wasted." : ""),
      isData: true
    )
  }

  private static let columns: [Column] = [
    .words("item", "Item"), .words("group", "Part"), Column("quantity", "Quantity"),
    .words("unit", "Unit"), Column("included", "Included"), .words("rule", "Rule"),
    Column("billed", "Billed"), Column("wasted", "Wasted"),
    Column("unit_price_usd", "Unit price", unit: "USD"), Column("amount_usd", "Amount"),
    .words("price_key", "Price"), Column("as_of", "As of"), .words("grade", "Grade"),
    .words("age", "Age"), .words("source", "Source"),
  ]

  private static func cells(_ line: Bill.Line) -> [Cell] {
    func quantity(_ value: Double) -> Cell { .quantity(value, at: line.unitPrice) }
    return [
      .text(line.item), .text(line.group.title), quantity(line.quantity), .text(line.unit),
      line.included > 0 ? quantity(line.included) : .missing, .words(line.rule),
      quantity(line.billed), line.wasted > 0 ? quantity(line.wasted) : .missing,
      .unitPrice(line.unitPrice), .money(line.amount), .text(line.priceKey),
      .asOf(line.provenance.asOf), .words(line.provenance.grade), line.staleness.cell,
      .text(line.provenance.source),
    ]
  }
}

extension Bill.Line {
  /// How what is used becomes what is billed: `each 1 begun`, `at least 60`; empty for as it is.
  var rule: String {
    var words: [String] = []
    if let roundUpTo { words.append("each \(Phrase.number(roundUpTo)) begun") }
    if minimum > 0 { words.append("at least \(Phrase.number(minimum))") }
    return words.joined(separator: ", ")
  }
}

extension Cell {
  /// A quantity with as many decimals as its amount needs: at this price, what they leave out is worth
  /// less than a millionth of a dollar.
  static func quantity(_ value: Double, at price: UnitPrice) -> Cell {
    let worth = max(abs(price.usd), 1e-4)
    var (digits, scale) = (0, 1.0)
    while digits < 12, abs((value * scale).rounded() / scale - value) * worth > 0.5e-6 {
      digits += 1
      scale *= 10
    }
    return .number(value, digits: digits)
  }

  /// A unit price with all of its decimals, and cents at least.
  static func unitPrice(_ price: UnitPrice) -> Cell {
    let decimals = price.description.split(separator: ".").dropFirst().first?.count ?? 0
    return .number(price.usd, digits: max(decimals, 2))
  }
}
