import Planning
import Quantities
import Scenarios

/// How long the disks of databases last when each query leaves something behind.
enum StorageTable {
  /// One row for each tier and database that grows by its queries; nil when none does.
  static func table(_ study: Study) -> Table? {
    let days = study.scenario.daysPerMonth
    let rows = study.scenario.platform.databases.flatMap { database -> [[Cell]] in
      guard database.growthPerQuery.value > 0 else { return [] }
      return study.tiers.compactMap(\.tier).map { tier in
        let perDay = database.growthPerQuery.gigabytes * tier.queriesPerDay
        let size = tier.databaseSize.gigabytes
        let limit = database.recommendedSize?.gigabytes
        let left = limit.map { max(0, $0 - size) }
        return [
          .text(database.name), .text(tier.name), .plain(size), .plain(perDay * days),
          .plain(limit), .plain(perDay > 0 ? left.map { $0 / perDay } : nil),
          .text(left.map { lastDay($0 / perDay, from: study.today) } ?? "no limit known"),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "storage_growth",
      title: "How long the disks last",
      columns: [
        .words("database", "Database"), .words("tier", "Tier"),
        Column("size_gb", "Size", unit: "GB"),
        Column("growth_gb_per_month", "Growth a month", unit: "GB"),
        Column("limit_gb", "Limit", unit: "GB"), Column("days_left", "Days left"),
        .words("full_on", "Full on"),
      ],
      rows: rows,
      note:
        "From the size of the tier on, at its queries a day; the day counts from the date of the "
        + "report."
    )
  }

  private static func lastDay(_ days: Double, from today: CalendarDate) -> String {
    guard days.isFinite, days < 36_500 else { return "not within 100 years" }
    return days < 1 ? "it is full" : today.adding(days: Int(days)).description
  }
}
