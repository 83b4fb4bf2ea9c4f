import Costing
import Forecasting
import Foundation
import Planning
import Quantities
import Scenarios

extension Exercise {
  /// The bills of the coming three years, once the platform is simulated and its growth fitted.
  static let costPath = Exercise(
    "cost-path",
    unit: "path",
    "36 months billed in 1,000 input worlds, to P10, P50 and P90"
  ) { scale throws(ScenarioError) in CostPaths(try EmbeddedScenario.path.read(), scale: scale) }
}

/// What a query uses is stated, growth is a doubling every year, and every month is billed in every world.
struct CostPaths: PreparedExercise {
  private let scenario: Scenario
  private let bases: [BillingBasis]
  private let growth: GrowthStudy

  /// Queries a day when the history begins; two years later there are four times as many.
  private static let firstQueries = 1000.0
  private static let perQuery = (prompt: Int64(1000), answer: Int64(200))
  /// 1 December 2024, when the history begins; it ends 700 days later, on 1 November 2026.
  private static let launch = CalendarDate(dayNumber: 20_058)
  /// The last day before the path, two years after the beginning.
  private static let today = launch.adding(days: 729)

  init(_ scenario: Scenario, scale: Double) {
    var scenario = scenario
    scenario.money.worlds = max(1, Int((Double(scenario.money.worlds) * scale).rounded()))
    scenario.growth = CostPaths.growth(wobble: 0.03)
    self.scenario = scenario
    bases = scenario.tiers.map { BillingBasis(scenario, $0, CostPaths.usage(of: scenario, at: $0)) }
    growth = GrowthStudy(scenario)
  }

  /// The P90 of what language models cost in December 2026.
  ///
  /// Four thousand queries a day, 31 days. Each asks three models, 1,000 prompt and 200 answer tokens:
  /// 0.0055 + 0.0008 + 0.000336 = 0.006636 dollars, 822.864 in the month. What a query uses, how long it is
  /// and what tokens cost are lognormal around 1, with the P90 1.25, 1.5 and 2. The logarithm of their
  /// product is normal, and its P90 is √(ln²1.25 + ln²1.5 + ln²2) = 0.8335: times 2.3014. The week profile
  /// of the scenario is left out, and growth has next to no spread here. A lattice of 1,000 points answers
  /// to a hundredth or two.
  func check() async -> Check {
    var certain = scenario
    certain.money.months = 1
    certain.money.worlds = 1000
    certain.platform.weekProfile = .flat
    certain.growth = CostPaths.growth(wobble: 1e-4)
    let path = CostPath(certain, bases, GrowthStudy(certain), from: CostPaths.today)
    let spread = [1.25, 1.5, 2].reduce(0) { $0 + log($1) * log($1) }.squareRoot()
    let measured = path?.months.last?.languageModels.p90.usd ?? .nan
    return Check(
      quantity: "P90 of a month's language models",
      unit: "USD",
      expected: 4000 * 31 * 0.006636 * exp(spread),
      measured: measured,
      low: measured * 0.98,
      high: measured * 1.02,
      confidence: .one
    )
  }

  func round() async -> Round {
    let watch = Stopwatch()
    let path = CostPath(scenario, bases, growth, from: CostPaths.today)
    precondition(path?.months.count == scenario.money.months, "every month is billed")
    return Round(units: 1, events: 0, watch)
  }

  /// Every four weeks a value; exactly doubling each 365 days, but for the wobble.
  private static func growth(wobble: Double) -> Growth {
    let days = Array(stride(from: 0, through: 700, by: 28))
    func history(_ first: Double) -> History {
      History(
        source: "stated",
        dates: days.map { launch.adding(days: $0) },
        values: days.enumerated().map { number, day in
          first * exp2(Double(day) / 365) * (1 + wobble * [-1, 1, 1, -1][number % 4])
        }
      )
    }
    var growth = Growth()
    growth.curve = "exponential"
    growth.horizonDays = 1200
    growth.series = [
      (.users, history(firstQueries / 5)), (.queries_per_day, history(firstQueries)),
      (.database_gb, history(firstQueries / 50)),
    ]
    return growth
  }

  /// A month at a tier: what its queries use.
  private static func usage(of scenario: Scenario, at tier: Tier) -> MonthlyUsage {
    var usage = MonthlyUsage()
    let queries = Int64((tier.queriesPerDay * scenario.daysPerMonth).rounded())
    usage.users = tier.users
    usage.queries = queries
    usage.requests = queries * 4
    usage.failed = queries / 100
    usage.peakConnections = tier.concurrentUsers
    usage.egress = ByteCount(queries * 60_000)
    usage.originEgress = usage.egress
    usage.cacheOperations = queries * 2
    var instances = MonthlyUsage.Instances(mean: 2, peak: 2)
    instances.hours = Array(repeating: 2, count: 24)
    usage.services["api"] = instances
    usage.databases["main"] = tier.databaseSize
    for model in scenario.platform.models {
      usage.models[model.name] = ModelUsage(
        calls: queries,
        tokens: ModelUsage.Tokens(
          input: TokenCount(queries * perQuery.prompt),
          output: TokenCount(queries * perQuery.answer)
        ),
        wasted: ModelUsage.Tokens(input: TokenCount(queries), output: TokenCount(queries / 10))
      )
    }
    return usage
  }
}
