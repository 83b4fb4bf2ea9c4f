import Quantities
import Testing

@Suite struct `Money and tokens` {
  @Test func `an enterprise year of tokens does not overflow`() {
    // 500,000 queries a day × 5,000 tokens × 365 days at 15 dollars a million.
    let price = TokenPrice(usdPerMillion: 15)
    #expect(price.cost(of: TokenCount(500_000 * 5_000 * 365)).usd == 13_687_500)
  }

  @Test func `a cost is rounded once, half up`() {
    let price = TokenPrice(microUSDPerMillion: 1)
    #expect(price.cost(of: TokenCount(499_999)).microUSD == 0)
    #expect(price.cost(of: TokenCount(500_000)).microUSD == 1)
    #expect(price.cost(of: TokenCount(1_499_999)).microUSD == 1)
  }

  @Test func `sums of money are exact where floating point is not`() {
    let dime = Money(usd: 0.1)
    var sum = Money.zero
    for _ in 0..<1_000_000 { sum += dime }
    #expect(sum == Money(usd: 100_000))
  }

  @Test func `tokens cannot be taken back`() async {
    await #expect(processExitsWith: .failure) {
      _ = TokenPrice(usdPerMillion: 1).cost(of: TokenCount(-1))
    }
  }

  @Test func `money and token prices are finite`() async {
    await #expect(processExitsWith: .failure) { _ = Money(usd: .nan) }
    await #expect(processExitsWith: .failure) { _ = TokenPrice(usdPerMillion: -1) }
  }
}
