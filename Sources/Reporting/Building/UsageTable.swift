import Costing
import Planning
import Quantities
import Scenarios

/// What a month uses at each tier, meter by meter: what the bills multiply by prices.
struct UsageTable {
  let study: Study

  /// A meter in words, and the unit of what it counts.
  private static let meters: [(words: String, unit: String, meter: BillItem.Meter)] = [
    ("Instances, those that start and stop included", "hours", .instance_hours),
    ("Instances that take requests", "hours", .serving_hours),
    ("Instances beyond the fewest, by autoscaling", "hours", .autoscaled_hours),
    ("Cores of all instances", "hours", .vcpu_hours),
    ("Cores that compute", "hours", .cpu_hours),
    ("Memory of all instances", "GB-hours", .memory_gb_hours),
    ("Open requests", "hours", .open_hours),
    ("Requests", "requests", .requests),
    ("Queries", "queries", .queries),
    ("Requests that failed", "requests", .errors),
    ("Bytes to clients", "GB", .egress_gb),
    ("Bytes from edges", "GB", .edge_gb),
    ("Bytes from services", "GB", .origin_gb),
    ("Bytes from clients", "GB", .ingress_gb),
    ("Long-lived connections at once", "connections", .peak_connections),
    ("Long-lived connections", "hours", .connection_hours),
    ("Real-time messages", "messages", .realtime_messages),
    ("Cache lookups", "operations", .cache_operations),
    ("Database size", "GB", .database_gb),
    ("Disk operations of databases", "operations", .disk_operations),
    ("Disk operations of databases in the busiest hour", "operations/s", .peak_iops),
    ("Files", "GB", .file_gb),
    ("Users", "users", .users),
    ("Users who come at least once", "users", .mau),
  ]

  /// The table; nil without tiers.
  var table: Table? {
    let bases = study.tiers.compactMap(\.basis)
    guard !bases.isEmpty else { return nil }
    return Table(
      id: "monthly_usage",
      title: "What a month uses",
      columns: [
        .words("tier", "Tier"), .words("meter", "Meter"), Column("quantity", "Quantity"),
        .words("unit", "Unit"),
      ],
      rows: bases.flatMap(rows),
      note:
        "What the simulated day counts, brought to a month of the week profile; on the platform of the "
        + "roadmap where there is one. Logs and traces are requests times the bytes that the bill says "
        + "for each; tokens stand with the lines of the bill.",
      isData: true
    )
  }

  private func rows(_ basis: BillingBasis) -> [[Cell]] {
    let usage = basis.usage
    let counted = UsageTable.meters.map { words, unit, meter -> [Cell] in
      let quantity = usage.measure(meter).map(UsageTable.quantity)
      return [
        .text(basis.tier.name), .text(words),
        quantity ?? .unknown(reason: UsageTable.needed(for: meter)), .text(unit),
      ]
    }
    let refusals = basis.platform.providers.filter(\.hasSpendLimit).map { provider -> [Cell] in
      [
        .text(basis.tier.name), .text("Attempts refused for the spend limit of \(provider.name)"),
        .integer(Int(usage.spendRefusals[provider.name] ?? 0)), .text("attempts"),
      ]
    }
    return counted + refusals
  }

  /// A quantity with as many decimals as say something.
  private static func quantity(_ value: Double) -> Cell {
    let isCount = value >= 1000 || value == value.rounded()
    return .number(value, digits: isCount ? 0 : value >= 10 ? 1 : value >= 0.1 ? 3 : 6)
  }

  /// What the scenario would have to say for a meter to count.
  private static func needed(for meter: BillItem.Meter) -> String {
    switch meter {
    case .memory_gb_hours: "a service has no `memory`"
    case .realtime_messages, .connection_hours: "`realtime` has no `sessions`"
    case .disk_operations, .peak_iops: "no database has an `io_per_query`"
    case .mau: "the tier has no `monthly_active_users`"
    case .file_gb: "stored files are not simulated"
    case .database_gb: "there is no database"
    default: "there is no service"
    }
  }
}

extension Provider {
  /// Whether attempts may be refused in the run for want of money.
  fileprivate var hasSpendLimit: Bool {
    (spendCap != nil && spent != nil) || limits.contains { $0.dimension == .spend }
  }
}
