public import Costing
public import Quantities
public import Scenarios

/// What a user costs at any size of the business, and from how many users on revenue covers cost.
///
/// Each number of users is billed on the platform of the smallest tier that holds it, with that tier's
/// simulated usage in proportion, for a mean month at the prices of one day.
public struct UnitCosts: Sendable {
  /// The bill at a number of users.
  public struct Point: Sendable {
    /// Users.
    public var users: Int
    /// The bill.
    public var bill: Bill
    /// What the users pay; nil without plans.
    public var revenue: Money?
  }

  /// How the cost of one tier's platform depends on its users.
  public struct Slope: Sendable {
    /// The tier.
    public var tier: Tier
    /// What the platform costs at any load: the bill less what grows with it.
    public var fixed: Money
    /// What a further user costs.
    public var perUser: Money
    /// What a user pays on average; nil without plans.
    public var revenuePerUser: Money?

    /// The users from which on this platform earns its cost: fixed over what a user brings beyond its
    /// own cost; nil when no number of them does.
    public var breakEven: Int? {
      guard let revenuePerUser, revenuePerUser > perUser else { return nil }
      let each = revenuePerUser - perUser
      guard fixed > .zero else { return 0 }
      return Int((fixed.usd / each.usd).rounded(.up))
    }

    /// Whether the platform holds that many users.
    public var isWithinReach: Bool { breakEven.map { $0 <= tier.users } ?? false }
  }

  /// The curve, from the smallest number of users up.
  public var points: [Point]
  /// By tier.
  public var slopes: [Slope]
  /// The fewest users from which on revenue covers the bill at every number that the tiers hold; nil
  /// without plans, or where there are none.
  public var breakEven: Int?

  /// The curve of a scenario; nil where no tier has users, queries and a bill.
  public init?(_ scenario: Scenario, _ bases: [BillingBasis], on day: CalendarDate) {
    let writer = UnitCostWriter(scenario, bases, day)
    guard let last = writer.bases.last, !Bill(last, scenario, on: day).lines.isEmpty else {
      return nil
    }
    points = writer.grid.map(writer.point)
    slopes = writer.bases.map(writer.slope)
    breakEven = writer.hasRevenue ? writer.breakEven() : nil
  }
}

/// Bills numbers of users.
private struct UnitCostWriter {
  let scenario: Scenario
  let bases: [BillingBasis]
  let day: CalendarDate

  init(_ scenario: Scenario, _ bases: [BillingBasis], _ day: CalendarDate) {
    self.scenario = scenario
    self.bases = bases.filter { $0.tier.users > 0 && $0.tier.queriesPerDay > 0 }
      .sorted { $0.tier.users < $1.tier.users }
    self.day = day
  }

  var hasRevenue: Bool { !scenario.money.plans.isEmpty }
  private var smallest: Int { bases.first?.tier.users ?? 1 }
  private var largest: Int { bases.last?.tier.users ?? 1 }

  /// What a user pays on average.
  private var revenuePerUser: Money {
    scenario.money.plans.reduce(into: .zero) { $0 += $1.price.scaled(by: $1.share.value) }
  }

  /// 1, 2, 5, 10 … from a tenth of the smallest tier, and the tiers themselves.
  var grid: [Int] {
    var numbers = bases.map(\.tier.users)
    var decade = 1
    while decade <= largest {
      numbers += [decade, 2 * decade, 5 * decade].filter { $0 >= smallest / 10 && $0 <= largest }
      guard decade < Int.max / 100 else { break }
      decade *= 10
    }
    return Array(Set(numbers)).sorted().filter { $0 > 0 }
  }

  private func bill(_ users: Int, on basis: BillingBasis) -> Bill {
    let perUser = basis.tier.queriesPerDay / Double(basis.tier.users)
    return Bill(
      basis,
      scenario,
      at: MonthlyLoad(
        users: Double(users),
        queriesPerDay: Double(users) * perUser,
        databaseBytes: nil,
        usage: 1,
        tokens: 1
      ),
      in: BillingMonth(scenario),
      on: day
    )
  }

  func point(_ users: Int) -> UnitCosts.Point {
    let basis = bases.first { $0.tier.users >= users } ?? bases[bases.count - 1]
    let revenue = scenario.money.plans.reduce(into: Money.zero) {
      $0 += $1.price.scaled(by: Double(users) * $1.share.value)
    }
    return UnitCosts.Point(
      users: users,
      bill: bill(users, on: basis),
      revenue: hasRevenue ? revenue : nil
    )
  }

  /// A tier's platform at its own users and at half of them.
  func slope(_ basis: BillingBasis) -> UnitCosts.Slope {
    let users = basis.tier.users
    let half = max(users / 2, 1)
    let whole = bill(users, on: basis).total
    let part = bill(half, on: basis).total
    let perUser = users > half ? (whole - part).scaled(by: 1 / Double(users - half)) : .zero
    return UnitCosts.Slope(
      tier: basis.tier,
      fixed: whole - perUser.scaled(by: Double(users)),
      perUser: perUser,
      revenuePerUser: hasRevenue ? revenuePerUser : nil
    )
  }

  /// The fewest users from which on no larger number loses money, as far as the tiers go.
  func breakEven() -> Int? {
    func earns(_ users: Int) -> Bool {
      let point = point(users)
      return (point.revenue ?? .zero) >= point.bill.total
    }
    // Twenty numbers a decade, and both sides of every change of platform.
    var numbers = Set(bases.map(\.tier.users) + bases.dropLast().map { $0.tier.users + 1 } + [1])
    var step = 1.0
    while step < Double(largest) {
      numbers.insert(Int(step.rounded()))
      step *= 1.122_018_454
    }
    let ordered = numbers.filter { $0 <= largest }.sorted()
    guard let lost = ordered.lastIndex(where: { !earns($0) }) else { return ordered.first }
    guard lost + 1 < ordered.count else { return nil }
    var (low, high) = (ordered[lost], ordered[lost + 1])
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if earns(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
