import Quantities
import Queueing
import TestSupport
import Testing

@Suite struct `Limiters` {
  /// Exact values to six digits from rational arithmetic on the alternating sum.
  static let buckets: [(Int, [Double])] = [
    (1, [0.333333, 0.444444, 0.473684, 0.487179, 0.500000, 0.545455]),
    (2, [0.0962745, 0.199570, 0.234637, 0.251912, 0.268941, 0.333864]),
    (5, [0.00217596, 0.0352904, 0.0643619, 0.0827885, 0.103449, 0.199147]),
    (10, [4.05716e-6, 0.00363923, 0.0166317, 0.0305956, 0.0508475, 0.170911]),
    (20, [1.41778e-11, 4.82718e-5, 0.00185318, 0.00806865, 0.0252101, 0.166763]),
    (60, [2.11428e-33, 1.58166e-12, 4.59443e-7, 0.00011987, 0.00835655, 0.166667]),
  ]

  @Test(arguments: buckets)
  func `a token bucket loses what the exact sum says, down to its last digit`(
    depth: Int,
    losses: [Double]
  ) {
    for (load, loss) in zip([0.5, 0.8, 0.9, 0.95, 1.0, 1.2], losses) {
      let bucket = TokenBucketLoss(
        arrivalRate: perSecond(load * 10),
        refillRate: perSecond(10),
        depth: depth
      )
      // Printed to six digits, one value to five.
      #expect(close(bucket.blockProbability.value, loss, relative: 5e-6), "load \(load)")
    }
  }

  @Test(arguments: [5.0, 39.9, 40.1, 1000])
  func `a swamped token bucket admits what is refilled`(load: Double) {
    for depth in [2, 30, 500] {
      let bucket = TokenBucketLoss(
        arrivalRate: perSecond(load),
        refillRate: perSecond(1),
        depth: depth
      )
      #expect(close(bucket.admittedRate.perSecond, 1, relative: 0.01))
    }
  }

  @Test func `a deeper bucket never loses more`() {
    let losses = (1...80).map {
      TokenBucketLoss(arrivalRate: perSecond(0.9), refillRate: perSecond(1), depth: $0)
        .blockProbability
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func `no requests, no loss`() {
    let bucket = TokenBucketLoss(arrivalRate: .zero, refillRate: perSecond(1), depth: 3)
    #expect(bucket.blockProbability == .zero)
    let window = FixedWindowLoss(arrivalRate: .zero, limit: 3, window: .seconds(60))
    #expect(window.blockProbability == .zero)
  }

  /// Load and loss of 60 requests a minute, and of 600 a minute enforced by the second, by ten
  /// seconds and by the minute.
  @Test func `fixed windows lose the known shares`() {
    for (load, loss) in zip([0.8, 0.95, 1, 1.2], [0.0030, 0.0310, 0.0514, 0.1703]) {
      #expect(abs(windowLoss(limit: 60, load: load) - loss) <= 0.000_051)
    }
    for (load, loss) in zip([0.5, 0.8, 0.95, 1], [0.0044, 0.053, 0.105, 0.125]) {
      #expect(abs(windowLoss(limit: 10, load: load) - loss) <= 0.000_6)
    }
    for (load, loss) in zip([0.95, 1], [0.02, 0.04]) {
      #expect(abs(windowLoss(limit: 100, load: load) - loss) <= 0.000_6)
    }
    #expect(abs(windowLoss(limit: 600, load: 1) - 0.0163) <= 0.000_06)
  }

  @Test func `both sums of the fixed window agree where they meet`() {
    let below = windowLoss(limit: 50, load: 1 - 1e-9)
    let above = windowLoss(limit: 50, load: 1 + 1e-9)
    #expect(close(below, above, relative: 1e-7))
    #expect(windowLoss(limit: 0, load: 3) == 1)
  }

  private func windowLoss(limit: Int, load: Double) -> Double {
    let rate = limit == 0 ? load : Double(limit) * load / 60
    return FixedWindowLoss(arrivalRate: perSecond(rate), limit: limit, window: .seconds(60))
      .blockProbability.value
  }

  @Test func `the number of open connections is Poisson`() {
    let open = InfiniteServer(arrivalRate: perSecond(1), meanStay: .seconds(2))
    // 1 − e⁻²(1 + 2 + 2).
    #expect(close(open.probabilityOfMore(than: 2).value, 0.323_323_583_816_936_6, relative: 1e-13))
    #expect(close(open.probabilityOfMore(than: 1).value, 0.593_994_150_290_161_9, relative: 1e-13))
    #expect(open.probabilityOfMore(than: -1) == .one)
    let none = InfiniteServer(arrivalRate: .zero, meanStay: .seconds(2))
    #expect(none.probabilityOfMore(than: 0) == .zero)
  }

  @Test func `a bucket without room for one token is a bug`() async {
    await #expect(processExitsWith: .failure) {
      _ = TokenBucketLoss(arrivalRate: .zero, refillRate: Rate(perSecond: 1), depth: 0)
    }
  }
}
