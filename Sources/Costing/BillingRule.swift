import Scenarios

/// How a month's measurements become the one quantity that is billed.
///
/// Rules that vendors use besides these (the 95th percentile, the ninth highest hour, steps of a
/// graduated scale, rounding up to whole units) would be further cases here, and nowhere else.
enum BillingRule: Hashable, Sendable {
  /// Added up over the month: requests, gigabytes sent.
  case sum
  /// Held all month at one level: a plan, a disk, a seat.
  case level
  /// The highest of the month, billed as if it were held all month: hosts, connections.
  case peak

  /// The rule of a meter.
  init(_ meter: BillItem.Meter) {
    switch meter {
    case .egress_gb, .requests, .queries, .cache_operations, .log_gb: self = .sum
    case .fixed, .users, .database_gb, .file_gb, .seats: self = .level
    case .peak_connections, .peak_instances: self = .peak
    }
  }

  /// The factor from a measurement to the price's units.
  ///
  /// What is held or peaks is billed for each hour, month or second that the unit names; what is
  /// added up already counts the month.
  func periods(of unit: BillingUnit, daysPerMonth: Double) -> Double {
    self == .sum ? 1 : unit.periodsPerMonth(days: daysPerMonth) ?? 1
  }
}
