import Scenarios

/// How a month's measurements become the one quantity that is billed.
///
/// Which of a month's many levels counts, how a quantity is rounded and by which steps it is priced is
/// the price's own affair: `Price.LevelRule`, `Price.roundUpTo`, `Price.scale`.
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
    case .egress_gb, .edge_gb, .origin_gb, .ingress_gb, .prompt_gb, .requests, .queries,
      .cache_operations, .log_gb, .trace_gb, .errors, .cpu_hours, .open_hours, .realtime_messages,
      .vcpu_hours, .memory_gb_hours, .instance_hours, .serving_hours, .autoscaled_hours,
      .connection_hours, .disk_operations:
      self = .sum
    case .fixed, .users, .mau, .database_gb, .file_gb, .seats, .credit: self = .level
    case .peak_connections, .peak_instances, .peak_iops: self = .peak
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
