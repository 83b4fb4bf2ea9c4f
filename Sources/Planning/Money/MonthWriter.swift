import Costing
import Kernel
import Quantities
import Scenarios
import Statistics

/// Bills one month of a path after the other.
struct MonthWriter {
  private let scenario: Scenario
  private let bases: [BillingBasis]
  private let forecaster: LoadForecaster
  private let months: Int

  init(
    _ scenario: Scenario,
    _ bases: [BillingBasis],
    _ forecaster: LoadForecaster,
    months: Int
  ) {
    self.scenario = scenario
    self.bases = bases.filter { $0.tier.queriesPerDay > 0 }
    self.forecaster = forecaster
    self.months = months
  }

  /// A month in one world.
  private struct Outcome {
    var load: MonthlyLoad
    var bill: Bill
    var models: Money
    var revenue: Money

    var infrastructure: Money { bill.infrastructure }
    var total: Money { infrastructure + models }
  }

  /// A month in all worlds.
  struct Billed {
    var month: CostPath.Month
    /// By provider with a cap, what each world spends there.
    var spending: [[Money]]
    /// What each world earns: revenue less cost; empty without plans.
    var margins: [Money]
  }

  /// A month in all worlds, and what each of them spends and earns.
  func month(_ first: CalendarDate, number: Int, worlds: [[Double]]) -> Billed {
    let day = forecaster.day(first)
    let outcomes = worlds.map { outcome(first, day, number: number, world: $0) }
    let median = outcome(first, day, number: number, world: MonthWriter.middle)
    func money(_ value: (Outcome) -> Money) -> CostSpread {
      // There is at least one world.
      CostSpread(totals: outcomes.map(value)) ?? CostSpread(always: value(median))
    }
    let hasRevenue = !scenario.money.plans.isEmpty
    let month = CostPath.Month(
      first: first,
      tier: median.bill.tier,
      users: CostPath.Spread(outcomes.map(\.load.users)),
      queriesPerDay: CostPath.Spread(outcomes.map(\.load.queriesPerDay)),
      infrastructure: money(\.infrastructure),
      languageModels: money(\.models),
      total: money(\.total),
      revenue: hasRevenue ? money(\.revenue) : nil,
      margin: hasRevenue ? money { $0.revenue - $0.total } : nil,
      median: median.bill
    )
    return Billed(
      month: month,
      spending: capped.map { provider in outcomes.map { spend(of: provider.name, $0) } },
      margins: hasRevenue ? outcomes.map { $0.revenue - $0.total } : []
    )
  }

  /// The total of a month when one source alone is uncertain.
  func spread(
    of source: CostPath.Source,
    _ first: CalendarDate,
    number: Int,
    worlds: [[Double]]
  ) -> CostSpread? {
    let day = forecaster.day(first)
    let index = CostPath.Source.allCases.firstIndex(of: source) ?? 0
    return CostSpread(
      totals: worlds.map { world in
        var alone = MonthWriter.middle
        alone[index] = world[index]
        return outcome(first, day, number: number, world: alone).total
      }
    )
  }

  /// The providers that stop serving at a monthly spend.
  private var capped: [(name: String, cap: Money)] {
    scenario.platform.providers.compactMap { provider in
      provider.spendCap.map { (provider.name, $0) }
    }
  }

  /// When the caps of the providers are reached.
  ///
  /// - Parameters:
  ///   - dates: The first days of the months.
  ///   - spending: By month, what `month` found: by provider with a cap, what each world spends.
  /// - Returns: By provider with a cap, the date.
  func caps(_ dates: [CalendarDate], _ spending: [[[Money]]]) -> [SpendCapDate] {
    capped.enumerated().map { index, provider in
      var found = SpendCapDate(provider: provider.name, cap: provider.cap)
      for (first, spent) in zip(dates, spending.map { $0[index] }) {
        let share = Double(spent.count { $0 >= provider.cap }) / Double(max(spent.count, 1))
        if share >= 0.1, found.early == nil { found.early = first }
        if share >= 0.5, found.median == nil { found.median = first }
        if share >= 0.9, found.late == nil { found.late = first }
      }
      return found
    }
  }

  private func spend(of provider: String, _ outcome: Outcome) -> Money {
    let models = Set(
      scenario.platform.models.filter { $0.provider == provider }.map(\.name)
    )
    let billed = outcome.bill.lines.reduce(into: Money.zero) {
      if let model = $1.model, models.contains(model) { $0 += $1.amount }
    }
    let all = outcome.bill.languageModels
    return all == .zero ? .zero : billed.scaled(by: outcome.models.usd / all.usd)
  }

  /// Everything at its median.
  private static let middle = Array(repeating: 0.5, count: CostPath.Source.allCases.count)

  private func outcome(
    _ first: CalendarDate,
    _ day: LoadForecaster.Day,
    number: Int,
    world: [Double]
  ) -> Outcome {
    let plan = scenario.money
    let load = forecaster.load(
      day,
      quantile: world[0],
      usage: plan.usage.value(world[1]),
      tokens: plan.tokens.value(world[2])
    )
    // The smallest tier that holds the month's queries; beyond all of them the largest.
    let basis =
      bases.first { $0.tier.queriesPerDay >= load.queriesPerDay } ?? bases[bases.count - 1]
    let calendar = BillingMonth(of: first, week: scenario.platform.weekProfile)
    let bill = Bill(basis, scenario, at: load, in: calendar, on: first)
    // Prices move in proportion: halfway through the path by the root of the factor.
    let way = Double(number + 1) / Double(months)
    let drift = Elementary.pow(plan.modelPrices.value(world[3]), way)
    let users = load.users
    let revenue = plan.plans.reduce(into: Money.zero) {
      $0 += $1.price.scaled(by: users * $1.share.value)
    }
    return Outcome(
      load: load,
      bill: bill,
      models: bill.languageModels.scaled(by: drift),
      revenue: revenue
    )
  }
}

extension MoneyPlan.Factor {
  /// The factor at a quantile: lognormal on either side of 1, through P10 and P90.
  func value(_ quantile: Double) -> Double {
    guard self != .certain else { return 1 }
    let z = StandardNormal.quantile(Fraction(min(max(quantile, 1e-3), 1 - 1e-3)))
    let outer = 1.281_551_565_544_6
    return Elementary.exp(z / outer * (z < 0 ? -Elementary.log(p10) : Elementary.log(p90)))
  }
}

extension CostPath.Spread {
  /// The spread of a sample by nearest rank.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    func rank(_ percent: Int) -> Double { sorted[(percent * sorted.count + 99) / 100 - 1] }
    self.init(p10: rank(10), p50: rank(50), p90: rank(90))
  }
}
