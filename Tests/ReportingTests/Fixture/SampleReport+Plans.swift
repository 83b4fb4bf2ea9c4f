import Quantities
import Reporting

extension SampleReport {
  static let costs = Section(
    id: "costs",
    number: 6,
    title: "Cost projections",
    lead: "Language models are nine tenths of the bill at every tier.",
    tables: [
      Table(
        id: "cost",
        title: "Cost a month by tier",
        columns: [
          .words("tier", "Scale"), Column("users", "Users"),
          Column("queries_per_month", "Queries a month"),
          Column("infrastructure_usd", "Infrastructure"), Column("llm_usd", "LLM"),
          Column("total_usd", "Total"), Column("per_user_usd", "Per user"),
          Column("per_1000_queries_usd", "Per 1,000 queries"),
        ],
        rows: costRows,
        note: "Prices of November 2026.",
        headline: Table.Headline(
          question: "What does it cost a month?",
          turn: 3,
          columns: ["tier", "infrastructure_usd", "llm_usd", "total_usd", "per_user_usd"]
        )
      ),
      Table(
        id: "cost_items",
        title: "Cost a month by item",
        columns: [
          .words("tier", "Tier"), .words("item", "Item"), Column("cost_usd", "Cost a month"),
        ],
        rows: costItemRows
      ),
      growth, levels,
    ],
    charts: [
      Chart(
        id: "cost_by_tier",
        title: "Model output tokens are the largest item at every tier.",
        alt: "One stacked bar a tier, each on its own axis, by item of cost.",
        tableID: "cost_items",
        kind: .stackedBars(
          StackedBars(
            category: "tier",
            parts: .rows(name: "item", value: "cost_usd"),
            axis: .own
          )
        )
      ),
      Chart(
        id: "cost_shares",
        title: "The shares hardly move with scale.",
        alt: "One stacked bar a tier, as shares of the total.",
        tableID: "cost_items",
        kind: .stackedBars(
          StackedBars(
            category: "tier",
            parts: .rows(name: "item", value: "cost_usd"),
            axis: .share
          )
        )
      ),
      Chart(
        id: "growth",
        title: "Growth reaches the database limit between March and September 2027.",
        alt: "Projected users with 80 and 95 per cent bands and the levels of tiers and limits.",
        tableID: "growth",
        kind: .projection(
          Projection(
            date: "month",
            value: "users",
            observed: "observed_users",
            bands: [
              .init(low: "low_95", high: "high_95", label: "95 % interval"),
              .init(low: "low_80", high: "high_80", label: "80 % interval"),
            ],
            rules: .init(tableID: "levels", label: "level", value: "users_at_level"),
            scale: .logarithmic
          )
        )
      ),
    ]
  )

  static let growth = Table(
    id: "growth",
    title: "Projected users",
    columns: [
      Column("month", "Month"), Column("observed_users", "Measured"), Column("users", "Projected"),
      Column("low_80", "80 % low"), Column("high_80", "80 % high"), Column("low_95", "95 % low"),
      Column("high_95", "95 % high"),
    ],
    rows: growthRows,
    isData: true
  )

  static let levels = Table(
    id: "levels",
    title: "Levels of tiers and limits",
    columns: [.words("level", "Level"), Column("users_at_level", "Users")],
    rows: [
      [.text("10x tier"), .integer(1_000)], [.text("Database connections full"), .integer(2_150)],
    ]
  )

  static let gaps = Section(
    id: "architecture_gaps",
    number: 7,
    title: "Architecture gaps",
    lead: "Three gaps stand between the platform and 100x.",
    tables: [
      Table(
        id: "gaps",
        title: "Gaps",
        columns: [
          .words("gap", "Gap"), .words("scale_impact", "Impact at scale"),
          .words("priority", "Priority"), Column("effort_days", "Effort", unit: "days"),
        ],
        rows: [
          [
            .text("No client-side rate limit"), .text("429 storms at 100x"), .text("high"),
            .integer(3),
          ],
          [
            .text("Session-mode pooling"), .text("pool full at 21 requests/s"), .text("high"),
            .integer(2),
          ],
          [
            .text("No fallback model"), .text("an outage stops every council"), .text("medium"),
            .unknown(reason: "no estimate was given"),
          ],
        ]
      )
    ]
  )

  static let roadmap = Section(
    id: "roadmap",
    number: 8,
    title: "Scaling roadmap",
    lead: "Each step was simulated with the steps before it.",
    tables: [
      Table(
        id: "roadmap",
        title: "Steps, in order",
        columns: [
          Column("step", "Step"), .words("horizon", "Horizon"), .words("change", "Change"),
          Column("p95_ms", "p95 after it", unit: "ms"), Column("cost_change_usd", "Cost a month"),
          .words("proof", "Simulated at its tier"),
        ],
        rows: [
          [
            .integer(1), .text("Immediate (10x)"), .text("Transaction pooling"), about(168), usd(0),
            .status(.pass, "holds at 10x"),
          ],
          [
            .integer(2), .text("This quarter (100x)"), .text("Cache GET /context for 60 s"),
            about(181), usd(-38.5), .status(.pass, "holds at 100x"),
          ],
          [
            .integer(3), .text("This year (enterprise)"), .text("Second provider, 4 instances"),
            about(196), usd(1240), .status(.warn, "holds, 3 % to spare"),
          ],
        ],
        headline: Table.Headline(
          question: "Which change, in which order?",
          turn: 4,
          columns: ["step", "horizon", "change", "p95_ms", "cost_change_usd"]
        )
      )
    ]
  )

  static let recommendations = Section(
    id: "recommendations",
    number: 9,
    title: "Recommendations",
    lead: "Two changes pay for themselves.",
    tables: [
      Table(
        id: "recommendations",
        title: "Recommendations",
        columns: [
          .words("recommendation", "Recommendation"), .words("impact", "Impact"),
          .words("effort", "Effort"), .words("priority", "Priority"),
        ],
        rows: [
          [
            .text("Cap max_tokens at 900"), .text("a fifth off the LLM bill"), .text("one day"),
            .text("1"),
          ],
          [.text("Retry budget of 10 %"), .text("no 429 storms"), .text("two days"), .text("2")],
        ]
      )
    ]
  )

  static let audit = Section(
    id: "audit",
    number: 10,
    title: "Audit checklist",
    lead: "Seven of ten areas can be judged from the model.",
    tables: [
      Table(
        id: "audit",
        title: "Ten areas",
        columns: [
          .words("area", "Area"), .words("question", "Question"), .words("answer", "Answer"),
          .words("evidence", "Evidence"),
        ],
        rows: auditRows
      )
    ]
  )

  static let assumptions = Section(
    id: "assumptions",
    number: 11,
    title: "Assumptions and sources",
    lead: "What the numbers rest on, and what they leave out.",
    tables: [
      Table(
        id: "sources",
        title: "Sources",
        columns: [
          .words("item", "Item"), .words("value", "Value"), .words("source", "Source"),
          Column("as_of", "As of"),
        ],
        rows: [
          [
            .text("Price of model output"), .text("15 USD a million tokens"),
            .text("vendor price page, made up for this test"), date("2026-11-01"),
          ],
          [
            .text("Pool size"), .text("60"), .text("plan table \"small\", made up"),
            date("2026-10-15"),
          ],
        ]
      )
    ],
    notes: [
      "Not modelled: cold starts of the frontend.",
      "Observability is not priced: no price book has it.",
    ]
  )
}
