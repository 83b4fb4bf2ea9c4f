import Quantities
import Reporting

/// A report of all eleven sections with made-up numbers: it tests the printing, not the planning.
enum SampleReport {
  static let tiers = ["Current", "10x", "100x", "Enterprise"]

  static let report = Report(
    name: "sample",
    title: "Council: will it hold?",
    subtitle: "Made-up numbers for the tests of the report, four tiers, seed 7",
    command: "headroom run scenarios/sample.yaml --seed 7",
    summary: [
      "The platform holds at 10x and misses its p95 target at 100x, where the pool of 60 database "
        + "connections is full.",
      "The first limit to go is the request limit of the model provider, between March and "
        + "September 2027.",
      "The 100x tier costs $5,212.40 a month, 92 % of it for language models; two changes of five "
        + "days each lift it.",
    ],
    cards: cards,
    outlook: [
      Entry("first_limit", "First limit", .text("request limit of the model provider")),
      Entry("first_limit_date", "Expected on", date("2027-03-14")),
      Entry("next_tier_usd", "A month there costs", usd(5212.4)),
      Entry("next_tier_date", "Reached on", .unknown(reason: "after the horizon")),
    ],
    nextSteps: ["Add a pooler: 5 days of work.", "Raise the limit: 1 day of work."],
    sections: [
      scores, capacity, bottlenecks, targets, loadTests, costs, gaps, roadmap, recommendations,
      audit, assumptions,
    ],
    provenance: [
      Entry("version", "Headroom", .text("0.1.0")),
      Entry("seed", "Seed", .integer(7)),
      Entry("replications", "Replications", .integer(20)),
      Entry("price_books_as_of", "Price books as of", date("2026-11-24")),
      Entry("commit", "Commit", .unknown(reason: "the folder is not under version control")),
    ]
  )

  static func date(_ text: String) -> Cell { CalendarDate(text).map { .date($0) } ?? .missing }

  static func usd(_ amount: Double) -> Cell { .money(Money(usd: amount)) }

  /// A made-up interval of a few per cent around a value.
  static func about(_ value: Double, _ spread: Double = 0.04, n: Int = 20) -> Cell {
    .estimate(
      value,
      low: value * (1 - spread),
      high: value * (1 + spread),
      n: n,
      replications: 20,
      method: "t interval"
    )
  }

  static func card(
    _ id: String,
    _ title: String,
    _ verdict: Status,
    _ words: String,
    p95: Cell,
    use: Double,
    usd: Double,
    breaks: Cell
  ) -> Card {
    Card(
      id: id,
      title: title,
      verdict: verdict,
      verdictText: words,
      values: [
        Entry("p95_ms", "p95 of POST /council, ms", p95),
        Entry("highest_use_pct", "Highest use", .percent(use, digits: 1)),
        Entry("total_usd", "Cost a month", self.usd(usd)),
        Entry("reached", "Reached", breaks),
      ]
    )
  }

  static let cards = [
    card(
      "current",
      "Current",
      .pass,
      "holds",
      p95: about(142),
      use: 3.2,
      usd: 128.4,
      breaks: date("2026-11-24")
    ),
    card(
      "tier_10x",
      "10x",
      .pass,
      "holds",
      p95: about(171),
      use: 31.6,
      usd: 611.25,
      breaks: date("2027-05-01")
    ),
    card(
      "tier_100x",
      "100x",
      .warn,
      "p95 missed",
      p95: about(318, 0.09),
      use: 97.8,
      usd: 5212.4,
      breaks: date("2028-02-01")
    ),
    card(
      "enterprise",
      "Enterprise",
      .fail,
      "saturated",
      p95: .notEstimable(reason: "the queue grows without end, so no percentile exists"),
      use: 978.0,
      usd: 50911.07,
      breaks: .unknown(reason: "the ceiling of the growth curve is not identified by the data")
    ),
  ]

  static let scores = Section(
    id: "scores",
    number: 1,
    title: "Scores",
    lead: "Scalability is held back by the database pool and the provider limit.",
    tables: [
      Table(
        id: "scores",
        title: "Scores from 1 to 10",
        columns: [
          .words("score", "Score"), Column("value", "Value", unit: "of 10"), .words("rule", "Rule"),
        ],
        rows: [
          [
            .text("Scalability"), .number(5.5, digits: 1),
            .text("10 times the share of tiers that hold, less half a point a full resource"),
          ],
          [
            .text("Load Test"), .number(7, digits: 1),
            .text("10 times the share of load tests passed, weighted by their length"),
          ],
          [
            .text("Growth Readiness"), .unknown(reason: "fewer than 24 months of history"),
            .text("months of headroom at the projected growth, one point each two months"),
          ],
        ],
        headline: Table.Headline(
          question: "How does it score?",
          turn: 5,
          columns: ["score", "value"]
        )
      )
    ]
  )

  static let bottlenecks = Section(
    id: "bottlenecks",
    number: 3,
    title: "Bottleneck analysis",
    lead: "The database pool fills first in the present set-up, the provider limit right after it.",
    tables: [
      Table(
        id: "bottlenecks",
        title: "What breaks, in order",
        columns: [
          Column("rank", "Rank"), .words("layer", "Layer"), .words("bottleneck", "Bottleneck"),
          Column("breaks_at_per_s", "Breaks at", unit: "requests/s"),
          Column("breaks_on", "Expected"), Column("earliest", "Earliest"),
          Column("latest", "Latest"), .words("impact", "Impact at scale"),
          .words("mitigation", "Mitigation"),
        ],
        rows: [
          [
            .integer(1), .text("Database"), .text("60 connections"), about(21.4),
            date("2027-06-14"),
            date("2027-03-02"), date("2027-09-20"),
            .text("requests wait for a connection, p95 passes 500 ms"),
            .text("transaction pooling, or the 200-connection size"),
          ],
          [
            .integer(2), .text("LLM provider"), .text("4,000 requests a minute"), about(64.9),
            date("2027-11-30"), date("2027-08-01"),
            .unknown(reason: "beyond the horizon of 24 months"),
            .text("429 answers, each retried twice"), .text("a second provider as a fallback"),
          ],
          [
            .integer(3), .text("API servers"), .text("memory | open streams"), .missing, .missing,
            .missing, .missing, .text("=restart at 512 MB"), .text("-"),
          ],
        ],
        note: "Dates are the 80 % interval of the projection.",
        headline: Table.Headline(
          question: "What breaks first, and when?",
          turn: 2,
          columns: ["rank", "bottleneck", "breaks_at_per_s", "breaks_on", "earliest", "latest"],
          rows: 3
        )
      ),
      timeSpent,
    ],
    charts: [
      Chart(
        id: "where_time_goes",
        title: "From 100x on, requests wait for the database longer than the database works.",
        alt: "Stacked bars by tier: time in API, pool wait, database and model calls.",
        tableID: "time_spent",
        kind: .stackedBars(
          StackedBars(
            category: "tier",
            parts: .columns(["cpu_ms", "pool_wait_ms", "database_ms", "network_ms"])
          )
        )
      )
    ]
  )

  static let timeSpent = Table(
    id: "time_spent",
    title: "Where the time of a request goes",
    columns: [
      .words("tier", "Tier"), Column("cpu_ms", "API", unit: "ms"),
      Column("pool_wait_ms", "Wait for a connection", unit: "ms"),
      Column("database_ms", "Database", unit: "ms"), Column("network_ms", "Network", unit: "ms"),
    ],
    rows: timeRows
  )
}
