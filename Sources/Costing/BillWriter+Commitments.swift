import Quantities
import Scenarios

extension BillWriter {
  /// A commitment to spend so much an hour: a savings plan.
  ///
  /// It is paid in every hour. What it covers is charged at its discount until the hour's commitment is
  /// used up, and at the ordinary price beyond: with a discount of 30 %, a dollar of commitment takes
  /// 1/0.7 dollars of ordinary prices off. What an hour leaves is lost.
  /// (docs.aws.amazon.com, Savings Plans User Guide, "Understanding how Savings Plans apply to your usage".)
  mutating func add(_ commitment: Commitment, _ usage: MonthlyUsage) {
    let group = Bill.Group(rawValue: commitment.group) ?? .compute
    guard let (price, unitPrice) = find(commitment.price, for: commitment.item, group: group) else {
      return
    }
    guard let discount = price.limits["discount_pct"], (0..<100).contains(discount) else {
      return leaveOut(commitment.item, group, .noAmount(key: price.key))
    }
    let hours = 24 * daysPerMonth
    let covered = coveredHourly(by: commitment, hours: hours)
    let reach = commitment.hourly.usd / (1 - discount / 100)
    let used = covered.reduce(0) { $0 + min($1, reach) } / Double(max(covered.count, 1)) * hours
    addLine(commitment.item, group, commitment.hourly.usd * hours, price, unitPrice)
    guard used > 0 else { return }
    addLine("\(commitment.item): what it covers", group, -used, price, unitPrice)
  }

  /// What the lines that a commitment covers cost in each hour that stands for the month, in dollars.
  private func coveredHourly(by commitment: Commitment, hours: Double) -> [Double] {
    let covered = lines.indices.filter { index in
      commitment.covers.contains { lines[index].priceKey.hasPrefix($0) }
    }
    let count = covered.compactMap { courses[$0]?.count }.max() ?? 1
    return (0..<max(count, 1)).map { hour in
      covered.reduce(0) { sum, index in
        let course = courses[index] ?? []
        let level = hour < course.count ? course[hour] : 1
        return sum + lines[index].amount.usd / hours * level
      }
    }
  }
}

extension MonthlyUsage.Instances {
  /// How many instances run beyond some that are there anyway, hour by hour, against their mean; empty
  /// where the hours are not known.
  func course(beyond reserved: Int) -> [Double] {
    let mean = mean(beyond: reserved)
    guard mean > 0 else { return [] }
    return hours.map { max($0 - Double(reserved), 0) / mean }
  }
}
