public import Quantities

extension Bill {
  /// The total for each registered user; nil when there are none.
  public var perUser: Money? { share(of: total, times: 1, in: Int128(users)) }

  /// The total for each 1,000 registered users; nil when there are none.
  public var perThousandUsers: Money? { share(of: total, times: 1000, in: Int128(users)) }

  /// The total for each query; nil when there were none.
  public var perQuery: Money? { share(of: total, times: 1, in: Int128(queries)) }

  /// The total for each 1,000 queries; nil when there were none.
  public var perThousandQueries: Money? { share(of: total, times: 1000, in: Int128(queries)) }

  /// `amount × factor / count`, rounded once, half away from zero, to a millionth of a dollar.
  private func share(of amount: Money, times factor: Int128, in count: Int128) -> Money? {
    guard count > 0 else { return nil }
    let product = amount.microUSD * factor
    let half = product < 0 ? -(count / 2) : count / 2
    return Money(microUSD: (product + half) / count)
  }
}
