/// The unit of a price as the price book writes it, such as `hour`, `GB-month` or `730 hours`.
struct BillingUnit: Hashable, Sendable {
  /// The unit as written.
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// Whether the price is that of a whole plan or instance for a time, not of something in it.
  var isWholePlan: Bool { text == "hour" || text == "month" || hoursOfBlock != nil }

  /// How often the unit's time fits into a month; nil when the unit has no time in it.
  func periodsPerMonth(days: Double) -> Double? {
    if let block = hoursOfBlock { return 24 * days / block }
    if text == "hour" || text.hasSuffix("-hour") { return 24 * days }
    if text == "month" || text.hasSuffix("-month") { return 1 }
    if text.hasSuffix("-second") { return 86_400 * days }
    if text.hasSuffix("per 30 days") { return days / 30 }
    return nil
  }

  /// How many connections one unit is, for units such as `1000 connections-month`; nil for others.
  var connections: Double? {
    guard text.hasSuffix("connections-month"), let count = leadingNumber, count > 0 else {
      return nil
    }
    return count
  }

  /// The hours of a unit such as `730 hours`.
  private var hoursOfBlock: Double? {
    guard text.hasSuffix(" hours"), let hours = leadingNumber, hours > 0 else { return nil }
    return hours
  }

  private var leadingNumber: Double? {
    text.split(separator: " ").first.flatMap { Double($0) }
  }
}
