import Foundation
import Kernel
import TestSupport
import Testing

/// Our exponential and logarithm against the C library's, and at the edges.
@Suite struct `Elementary functions` {
  /// How many units in the last place two numbers differ by.
  private func distance(_ a: Double, _ b: Double) -> Double { abs(a - b) / b.ulp }

  /// The largest distance over numbers between two bounds.
  private func worst(
    from low: Double,
    to high: Double,
    _ ours: (Double) -> Double,
    _ theirs: (Double) -> Double
  ) -> Double {
    var random = SplitMix(state: 5)
    var worst = 0.0
    for _ in 0..<100_000 {
      let u = Double(random.next() >> 11) * 0x1p-53
      let x = low + (high - low) * u
      worst = max(worst, distance(ours(x), theirs(x)))
    }
    return worst
  }

  @Test(arguments: [(-700.0, 700.0), (-1, 1), (-1e-6, 1e-6), (700, 709.7), (-707.9, -700)])
  func `exp is right to the last place but one`(low: Double, high: Double) {
    #expect(worst(from: low, to: high, Elementary.exp, Foundation.exp) <= 1)
  }

  @Test(arguments: [(0.0, 2.0), (0.999, 1.001), (0, 1e-300), (1, 1e300)])
  func `log is right to the last place but one`(low: Double, high: Double) {
    #expect(worst(from: low, to: high, Elementary.log, Foundation.log) <= 1)
  }

  @Test func `the edges are those of the mathematics`() {
    #expect(Elementary.exp(0) == 1 && Elementary.log(1) == 0)
    #expect(Elementary.exp(710) == .infinity && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.exp(.nan).isNaN)
    #expect(abs(Elementary.log(.leastNonzeroMagnitude) + 744.4400719213812) < 1e-12)
  }

  @Test(arguments: [1, 2, 5, 8])
  func `exponentials taken together are those taken one by one`(count: Int) {
    var random = SplitMix(state: 3)
    let numbers = (0..<count).map { _ in 1399 * Double(random.next() >> 11) * 0x1p-53 - 699.5 }
    var together = numbers
    together.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      Elementary.exponentiate(start, count)
    }
    #expect(numbers.allSatisfy(Elementary.isModerate))
    #expect(together == numbers.map { Elementary.exp($0) })
  }

  /// Bits, not values: another machine must print the same.
  @Test func `the bits are pinned`() {
    #expect(Elementary.exp(1).bitPattern == 0x4005_BF0A_8B14_576A)
    #expect(Elementary.log(10).bitPattern == 0x4002_6BB1_BBB5_5516)
  }
}
