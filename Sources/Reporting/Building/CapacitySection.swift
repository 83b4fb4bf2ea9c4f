import Planning

/// Section 2: demand against every limit, and when growth reaches it.
struct CapacitySection {
  let study: Study

  /// Resources that the chart shows; the others have a table of their own.
  private static let shown = 10
  /// Less than this share free is scarce: the planner mends such resources too.
  private static let scarce = 0.2

  private typealias Row = (tier: String, row: Headroom)

  var section: Section {
    let resources = ordered
    let first = resources.prefix(Self.shown).flatMap(\.rows)
    let rest = resources.dropFirst(Self.shown).flatMap(\.rows)
    var tables: [Table] = []
    if !first.isEmpty {
      let title = rest.isEmpty ? "Use and headroom" : "Use and headroom of the scarcest resources"
      tables.append(table("capacity", title, first, isHeadline: true))
    }
    if !rest.isEmpty {
      tables.append(table("capacity_rest", "Use and headroom of the others", rest))
    }
    if let storage = StorageTable.table(study) { tables.append(storage) }
    let growth = GrowthPart(study: study)
    return Section(
      id: "current_capacity",
      number: 2,
      title: "Current capacity",
      lead: [lead, growth.lead].filter { !$0.isEmpty }.joined(separator: " "),
      tables: tables + growth.tables,
      charts: (chart(first).map { [$0] } ?? []) + growth.charts,
      notes: tables.isEmpty ? [] : Self.notes
    )
  }

  private static let notes = [
    "Use is the demand of the busiest hour. Headroom is what is left of the limit, in percent of it: "
      + "negative once demand has passed it. Growth to the limit is how many times the load fits.",
    "Simulated: measured in the busiest hour of the tier. Extrapolated: what the resource would be "
      + "asked for, in proportion to the lightest tier, where here it starves behind another one "
      + "that is full. Computed: from the model alone.",
  ]

  /// The resources with their rows by tier, the scarcest first.
  private var ordered: [(resource: String, rows: [Row])] {
    var names: [String] = []
    for tier in study.tiers.reversed() {
      for row in tier.headroom where !names.contains(row.resource) { names.append(row.resource) }
    }
    return names.map { name in
      (
        name,
        study.tiers.compactMap { tier in
          tier.headroom.first { $0.resource == name }.map { (tier.name, $0) }
        }
      )
    }
  }

  private func table(
    _ id: String,
    _ title: String,
    _ rows: [Row],
    isHeadline: Bool = false
  ) -> Table {
    Table(
      id: id,
      title: title,
      columns: [
        .words("resource", "Resource"), .words("tier", "Tier"), Column("usage", "Usage"),
        Column("limit_value", "Limit"), .words("unit", "Unit"), Column("use_pct", "Use"),
        Column("headroom_pct", "Headroom"), Column("growth_to_limit", "Growth to limit", unit: "×"),
        .words("basis", "Basis"), .words("status", "Status"),
      ],
      rows: rows.map { cells($0.tier, $0.row) }
    )
  }

  private func cells(_ tier: String, _ row: Headroom) -> [Cell] {
    let unlimited = Cell.unknown(reason: "the model names no limit")
    return [
      .text(row.resource), .text(tier), .plain(row.demand),
      row.limit.map { .plain($0) } ?? unlimited,
      .text(row.unit), row.headroom.map { .percent(share: 1 - $0) } ?? unlimited,
      row.headroom.map { .percent(share: $0) } ?? unlimited, growth(row),
      .text(row.basis.rawValue), status(row),
    ]
  }

  private func growth(_ row: Headroom) -> Cell {
    guard row.growsWithLoad else { return .text("fixed") }
    return .plain(row.growthToLimit)
  }

  private func status(_ row: Headroom) -> Cell {
    guard let headroom = row.headroom else { return .status(.unknown, "no limit known") }
    if row.isSaturated {
      return .status(headroom == 0 && !row.growsWithLoad ? .warn : .fail, "full")
    }
    return headroom < Self.scarce ? .status(.warn, "scarce") : .status(.pass, "free")
  }

  private var lead: String {
    guard study.tiers.contains(where: { !$0.headroom.isEmpty }) else {
      return "There is no table of limits: nothing in this scenario has one."
    }
    return study.tiers.compactMap { tier -> String? in
      guard let row = tier.headroom.first, let headroom = row.headroom else { return nil }
      let full = tier.headroom.filter(\.isSaturated).count
      if full > 0 {
        return tier.sentence(
          "\(Phrase.count(full, "resource")) of \(tier.headroom.count) "
            + "\(full == 1 ? "is" : "are") full."
        )
      }
      return tier.sentence(
        "the scarcest is \(row.resource) with \(Phrase.percent(headroom)) left."
      )
    }.joined(separator: " ")
  }

  private func chart(_ rows: [Row]) -> Chart? {
    guard let last = study.tiers.last, let row = last.headroom.first,
      let headroom = row.headroom, rows.contains(where: { ($0.row.headroom ?? 1) < 1 })
    else { return nil }
    let full = last.headroom.filter(\.isSaturated).count
    let tail = full > 1 ? ", and \(full) of \(last.headroom.count) limits are reached" : ""
    return Chart(
      id: "headroom",
      title: last.sentence(
        "\(row.resource) is asked for \(Phrase.percent(1 - headroom)) of its limit\(tail)."
      ),
      alt: "Dots for each resource and tier against the limit at 100 percent.",
      tableID: "capacity",
      kind: .limitBars(
        LimitBars(
          category: "resource",
          series: study.tiers.count > 1 ? "tier" : nil,
          value: "use_pct",
          scale: study.tiers.count > 1 ? .logarithmic : .linear
        )
      )
    )
  }
}
