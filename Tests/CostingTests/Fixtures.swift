import Costing
import Quantities
import Scenarios

/// The day on which the test bills judge the age of a price.
let billingDay = CalendarDate(dayNumber: 20_781)

/// A month of 730 hours, the twelfth of a year that vendors count with.
let daysPerMonth = 365.0 / 12

/// A price-book entry with its date.
func price(
  _ key: String,
  unit: String,
  usd: Double?,
  included: Double = 0,
  asOf: String = "2026-08-01"
) -> Price {
  var price = Price(
    key: key,
    vendor: "vendor",
    product: "product",
    unit: unit,
    unitPrice: usd.map { UnitPrice(usd: $0) },
    provenance: Provenance(source: "the vendor's price page", asOf: asOf, grade: "A")
  )
  price.included = included
  return price
}

/// A price-book entry for tokens, in dollars per million.
func tokenPrice(_ key: String, input: Double, cached: Double?, output: Double) -> Price {
  Price(
    key: key,
    vendor: "vendor",
    product: "model",
    unit: "million tokens",
    unitPrice: nil,
    tokens: Price.Tokens(
      input: TokenPrice(usdPerMillion: input),
      cachedInput: cached.map { TokenPrice(usdPerMillion: $0) },
      cacheWrite: nil,
      output: TokenPrice(usdPerMillion: output)
    ),
    provenance: Provenance(source: "the vendor's price page", asOf: "2026-11-24", grade: "C")
  )
}

/// A platform with nothing but these bill items.
func platform(_ items: BillItem...) -> Platform {
  var platform = Platform()
  platform.bill = items
  return platform
}

/// A language model with a price.
func model(_ name: String, price: String?) -> LanguageModel {
  LanguageModel(
    name: name,
    provider: "provider",
    price: price,
    timeToFirstToken: .constant(1),
    timePerOutputToken: .constant(0.02)
  )
}

/// The bill of a platform for a month of 730 hours.
func bill(_ platform: Platform, _ prices: [Price], _ usage: MonthlyUsage) -> Bill {
  Bill(
    platform: platform,
    prices: Dictionary(uniqueKeysWithValues: prices.map { ($0.key, $0) }),
    usage: usage,
    tier: "current",
    daysPerMonth: daysPerMonth,
    on: billingDay
  )
}

/// An amount in whole cents.
func cents(_ count: Int) -> Money { Money(microUSD: Int128(count) * 10_000) }
