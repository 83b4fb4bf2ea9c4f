public import Quantities

/// What leads from the bill of one month to that of another, item by item.
public struct CostWaterfall: Hashable, Sendable {
  /// What one item adds.
  public struct Step: Hashable, Sendable {
    /// The item; the steps of a graduated scale count as one.
    public var item: String
    /// What it costs in the first month.
    public var before: Money
    /// What it costs in the second.
    public var after: Money
    /// What it adds; negative when it costs less.
    public var added: Money { after - before }
  }

  /// The total of the first month.
  public var start: Money
  /// The items whose cost changes, the largest first; what is left of them together is the last.
  public var steps: [Step]
  /// The total of the second month.
  public var end: Money

  /// The way from one bill to another.
  ///
  /// - Parameters:
  ///   - first: The first bill.
  ///   - second: The second bill.
  ///   - most: How many items stand by themselves; the rest become one step.
  /// - Precondition: `most` is positive.
  public init(from first: Bill, to second: Bill, most: Int) {
    precondition(most > 0, "a waterfall has a step")
    start = first.total
    end = second.total
    var found: [Step] = []
    for (bill, isSecond) in [(first, false), (second, true)] {
      for line in bill.lines {
        let item = CostWaterfall.item(of: line)
        let place = found.firstIndex { $0.item == item } ?? found.count
        if place == found.count { found.append(Step(item: item, before: .zero, after: .zero)) }
        if isSecond {
          found[place].after += line.amount
        } else {
          found[place].before += line.amount
        }
      }
    }
    let changed = found.filter { $0.added != .zero }
    let ordered = changed.enumerated().sorted { a, b in
      let (x, y) = (a.element.added.microUSD.magnitude, b.element.added.microUSD.magnitude)
      return x != y ? x > y : a.offset < b.offset
    }
    .map(\.element)
    steps = Array(ordered.prefix(most))
    let rest = ordered.dropFirst(most)
    if !rest.isEmpty {
      steps.append(
        Step(
          item: rest.count == 1 ? rest[most].item : "\(rest.count) other items",
          before: rest.reduce(into: .zero) { $0 += $1.before },
          after: rest.reduce(into: .zero) { $0 += $1.after }
        )
      )
    }
  }

  /// The item of a line: all kinds of a model's tokens are one, and so are the steps of a scale.
  private static func item(of line: Bill.Line) -> String {
    if let model = line.model { return "\(model), tokens" }
    guard let cut = line.item.firstRange(of: ", step ") else { return line.item }
    return String(line.item[..<cut.lowerBound])
  }
}
