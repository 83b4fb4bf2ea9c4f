/// What stands on which slide.
struct DeckOutline {
  let report: Report

  /// The first page: the three sentences and the tiers at a glance.
  var answer: DeckPlan.Slide {
    let keys = ["tier", "verdict", "scarcest", "headroom_pct", "total_usd", "per_user_usd"]
    let cards = report.cards.isEmpty ? nil : DeckTable(Table(cards: report.cards), keys: keys)
    return DeckPlan.Slide(
      question: report.subtitle,
      title: report.title,
      texts: report.summary,
      tables: [cards].compactMap(\.self)
    )
  }

  /// The pages between the answer and the method.
  var body: [DeckPlan.Slide] {
    [
      growth, willItHold, whatBreaksFirst, costPath, unitEconomics, roadmap, risks, scores,
    ]
  }

  private var growth: DeckPlan.Slide {
    let chart = report.charts.first { $0.id.hasPrefix("growth") }
    let outlook =
      report.outlook.isEmpty || chart == nil
      ? nil : DeckTable(Table(outlook: report.outlook), keys: [])
    return DeckPlan.Slide(
      question: "How fast does it grow?",
      title: chart?.title ?? lead("current_capacity"),
      charts: charts([chart?.id].compactMap(\.self)),
      tables: [outlook].compactMap(\.self)
    )
  }

  private var willItHold: DeckPlan.Slide {
    DeckPlan.Slide(
      question: "Will it hold?",
      title: lead("response_times"),
      charts: charts(["p95_by_tier"]),
      tables: tables([
        ("verdicts", ["tier", "status", "endpoint", "simulated_ms", "target_ms", "trouble"], 8)
      ])
    )
  }

  private var whatBreaksFirst: DeckPlan.Slide {
    DeckPlan.Slide(
      question: "What breaks first, and when?",
      title: report.summary.dropFirst().first ?? lead("bottlenecks"),
      charts: charts(["headroom"]),
      tables: tables([("milestones", ["event", "date", "from_80", "to_80"], 8)])
    )
  }

  private var costPath: DeckPlan.Slide {
    let keys = [
      "month", "users", "total_p10_usd", "total_usd", "total_p90_usd", "per_user_usd",
      "revenue_usd",
      "margin_usd",
    ]
    return DeckPlan.Slide(
      question: "What will it cost?",
      title: title(ofChart: "cost_path"),
      charts: charts(["cost_path"]),
      tables: tables([("cost_years", keys, 6)])
    )
  }

  private var unitEconomics: DeckPlan.Slide {
    let keys = [
      "tier", "platform", "users", "infrastructure_usd", "llm_usd", "total_usd", "per_user_usd",
      "per_1000_queries_usd", "waste_usd",
    ]
    return DeckPlan.Slide(
      question: "What does a user cost?",
      title: report.chart("cost_by_tier")?.title ?? lead("costs"),
      charts: charts(["cost_by_tier"]),
      tables: tables([("costs", keys, 10)])
    )
  }

  private var roadmap: DeckPlan.Slide {
    let keys = ["step", "phase", "change", "reason", "added_usd", "effort_days", "needed_by"]
    return DeckPlan.Slide(
      question: "Which change, in which order?",
      title: lead("roadmap"),
      tables: tables([("roadmap", keys, 14)])
    )
  }

  private var risks: DeckPlan.Slide {
    DeckPlan.Slide(
      question: "What could go wrong?",
      title: lead("architecture_gaps"),
      tables: tables([
        ("gaps", ["priority", "gap", "scale_impact", "remedy"], 6),
        ("cost_causes", ["source", "p10_usd", "p90_usd"], 4),
        ("spend_caps", [], 3),
      ])
    )
  }

  private var scores: DeckPlan.Slide {
    DeckPlan.Slide(
      question: "How ready is it?",
      title: lead("scores"),
      tables: tables([
        ("scores", [], 5), ("breakpoint", ["baseline", "factor", "queries_per_day", "cause"], 3),
      ])
    )
  }

  /// The last page: how it was made, what is left out, where the prices come from.
  var method: DeckPlan.Slide {
    let made = report.provenance.map { "\($0.title): \(CellText($0.value).plain)" }
    return DeckPlan.Slide(
      question: "How do we know?",
      title: report.sections.contains { $0.id == "assumptions" } ? lead("assumptions") : "Method",
      texts: [report.command, made.joined(separator: " · ")],
      tables: tables([
        ("not_modelled", [], 4), ("prices", ["price_key", "product", "as_of", "grade"], 6),
      ])
    )
  }

  private func lead(_ section: String) -> String {
    report.sections.first { $0.id == section }?.lead ?? ""
  }

  private func title(ofChart id: String) -> String { report.chart(id)?.title ?? "" }

  private func charts(_ ids: [String]) -> [DeckChart] {
    ids.compactMap(report.chart).compactMap { DeckChart($0, in: report) }
  }

  private func tables(_ wanted: [(id: String, keys: [String], rows: Int)]) -> [DeckTable] {
    wanted.compactMap { item in
      report.table(item.id).flatMap { table in
        table.rows.isEmpty ? nil : DeckTable(table, keys: item.keys, rows: item.rows)
      }
    }
  }
}
