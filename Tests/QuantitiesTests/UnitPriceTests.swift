import Quantities
import TestSupport
import Testing

@Suite struct `Unit prices` {
  @Test func `a vCPU-second keeps all of its digits`() throws {
    let price = try #require(UnitPrice(exactly: "0.000011244"))
    #expect(price.picoUSD == 11_244_000)
    #expect(price.money.microUSD == 11)
    // A month of 730 hours: 2,628,000 s × 0.000011244 = 29.549232; at $0.000011 it were 28.908.
    #expect(price.cost(of: 2_628_000).microUSD == 29_549_232)
  }

  @Test func `a cost is rounded once, half up, and a credit takes it back`() {
    let price = UnitPrice(picoUSD: 500_000)
    #expect(price.cost(of: 1).microUSD == 1)
    #expect(price.cost(of: 0.999_999).microUSD == 0)
    #expect(price.cost(of: 3).microUSD == 2)
    #expect(price.cost(of: -3).microUSD == -2)
    #expect(UnitPrice(picoUSD: 499_999).cost(of: 1) == .zero)
    #expect(price.cost(of: 0) == .zero)
  }

  @Test func `costs from the smallest to the largest`() {
    #expect(UnitPrice(usd: 25).cost(of: 0x1p-500) == .zero)
    #expect(UnitPrice(picoUSD: 1).cost(of: 1e18).usd == 1e6)
    #expect(UnitPrice(usd: 9e15).cost(of: 1e9).usd == 9e24)
    #expect(UnitPrice(usd: 0.3).cost(of: 0x1p50).microUSD == 337_769_972_052_787_200_000)
  }

  @Test(arguments: 0..<200)
  func `whole quantities cost what integers say`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let price = UnitPrice(picoUSD: Int128(random.below(1_000_000_000_000_000)))
    let quantity = random.below(1_000_000_000)
    let exact = price.picoUSD * Int128(quantity)
    #expect(price.cost(of: Double(quantity)).microUSD == (exact + 500_000) / 1_000_000)
    // Quarters are exact in binary as well.
    let quarter = (exact + 2_000_000) / 4_000_000
    #expect(price.cost(of: Double(quantity) / 4).microUSD == quarter)
  }

  @Test(arguments: [
    ("0", 0, "$0"), ("25", 25_000_000_000_000, "$25"), ("0.5", 500_000_000_000, "$0.50"),
    ("1772.44", 1_772_440_000_000_000, "$1772.44"), ("0.0000336", 33_600_000, "$0.0000336"),
    ("1.2e-5", 12_000_000, "$0.000012"), ("3E2", 300_000_000_000_000, "$300"),
    ("0.000000000001", 1, "$0.000000000001"), (".25", 250_000_000_000, "$0.25"),
  ])
  func `a price is read and written exactly`(text: String, pico: Int, shown: String) throws {
    let price = try #require(UnitPrice(exactly: text))
    #expect(price.picoUSD == Int128(pico))
    #expect(price.description == shown)
    #expect(UnitPrice(usd: try #require(Double(text))) == price)
  }

  @Test(arguments: [
    "", ".", "-1", "+1", "1_000", "1e", "e5", "1.2.3", "0.0000000000001", "1e-13", "1e99", "x",
    "١",
  ])
  func `what is no price is refused`(text: String) {
    #expect(UnitPrice(exactly: text) == nil)
  }

  @Test func `money becomes a price and money again`() {
    let money = Money(microUSD: -1_234_567)
    #expect(UnitPrice(money).money == money)
    #expect(UnitPrice(money).description == "-$1.234567")
    #expect(UnitPrice(picoUSD: 1) < UnitPrice(picoUSD: 2))
  }
}
