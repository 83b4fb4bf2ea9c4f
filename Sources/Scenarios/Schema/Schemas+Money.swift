import Quantities

/// A factor as the file writes it.
struct FactorForm: Sendable {
  var p10 = 1.0
  var p90 = 1.0
}

extension Schemas {
  /// A factor that nobody knows exactly.
  static let factor = RecordSchema(
    "uncertain_factor",
    "A factor that nobody knows exactly; 1 is what the model says.",
    FactorForm(),
    [
      Field("p10", \.p10, .number(0.01...1), "One in ten worlds has less: at most 1."),
      Field("p90", \.p90, .number(1...100), "One in ten worlds has more: at least 1."),
    ]
  )

  /// What a share of the users pays.
  static let pricingPlan = RecordSchema(
    "pricing_plan",
    "What a share of the users pays a month.",
    MoneyPlan.Plan(name: "", share: Fraction(0), price: .zero),
    [
      Field("name", \.name, .text, "Its name.", required: true),
      Field("share", \.share, .fraction, "The share of the users that has it.", required: true),
      Field("price", \.price, .money, "What each of them pays a month.", required: true),
      Field(
        "usage",
        \.usage,
        .number(0...1e6),
        "How much one of its users asks, against one of a plan with 1."
      ),
    ]
  )

  /// The cost path.
  static let money = RecordSchema(
    "money",
    "What the cost path over the coming months is made from.",
    MoneyPlan(),
    [
      Field("months", \.months, .integer(1...120), "How many months to bill."),
      Field("worlds", \.worlds, .integer(1...100_000), "In how many input worlds."),
      Field("usage", \.usage, .factor, "What a user or query uses, against what was simulated."),
      Field("tokens", \.tokens, .factor, "How long prompts and answers are, against the model."),
      Field(
        "model_prices",
        \.modelPrices,
        .factor,
        "Prices of language models at the end of the path, against the books."
      ),
      Field("plans", \.plans, .list(.record(pricingPlan)), "What users pay."),
      Field(optional: "cash", \.cash, .money, "Money in the bank when the path begins."),
      Field(
        "other_costs",
        \.otherCosts,
        .money,
        "What is spent every month besides the bill: salaries, rent."
      ),
    ]
  )
}

extension Kind where Value == MoneyPlan.Factor {
  /// A factor by its P10 and P90.
  static var factor: Kind {
    Kind<FactorForm>.record(Schemas.factor).map { form, _, _ in
      MoneyPlan.Factor(p10: form.p10, p90: form.p90)
    }
  }
}
