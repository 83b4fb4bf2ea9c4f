import Foundation
import Kernel
import TestSupport
import Testing

@Suite struct `Draws` {
  var random: RandomSource { RandomSource(seed: 11, replication: 0) }
  let count = 200_000

  /// Mean, mean square and share beyond a point of a law, from draws of different entities.
  private func sample(_ draw: Draw, beyond point: Double) -> (
    mean: Double, square: Double, share: Double
  ) {
    let random = random
    let ziggurat = Ziggurat()
    var (sum, square, beyond) = (0.0, 0.0, 0)
    for entity in 0..<UInt64(count) {
      let x = draw.value(random, ziggurat, purpose: 77, entity: entity, index: 0)
      sum += x
      square += x * x
      if x > point { beyond += 1 }
    }
    let n = Double(count)
    return (sum / n, square / n, Double(beyond) / n)
  }

  private func isShare(_ share: Double, _ expected: Double) -> Bool {
    agrees(share, with: expected, deviation: (expected * (1 - expected)).squareRoot(), count: count)
  }

  @Test(arguments: [0.5, 1, 3, 7.697117470131050077])
  func `an exponential number has moments 1 and 2 and the tail of its law`(point: Double) {
    let (mean, square, share) = sample(Draw(.exponential, 1), beyond: point)
    #expect(agrees(mean, with: 1, deviation: 1, count: count))
    #expect(agrees(square, with: 2, deviation: 20.0.squareRoot(), count: count))
    #expect(isShare(share, exp(-point)))
  }

  /// Shares beyond a point from the complementary error function.
  @Test(arguments: [0, 1, 3, 3.6541528853610088])
  func `a normal number has variance 1 and the tail of its law on both sides`(point: Double) {
    let random = random
    let ziggurat = Ziggurat()
    var (sum, square, fourth, above, below) = (0.0, 0.0, 0.0, 0, 0)
    for entity in 0..<UInt64(count) {
      let z = ziggurat.normal(random, purpose: 3, entity: entity, index: 0)
      sum += z
      square += z * z
      fourth += z * z * z * z
      if z > point { above += 1 }
      if z < -point { below += 1 }
    }
    let n = Double(count)
    #expect(agrees(sum / n, with: 0, deviation: 1, count: count))
    #expect(agrees(square / n, with: 1, deviation: 2.0.squareRoot(), count: count))
    #expect(agrees(fourth / n, with: 3, deviation: 96.0.squareRoot(), count: count))
    let tail = erfc(point / 2.0.squareRoot()) / 2
    #expect(isShare(Double(above) / n, tail))
    #expect(isShare(Double(below) / n, tail))
  }

  /// Mean k·θ and variance k·θ², with θ = 1/k.
  @Test(arguments: [0.25, 0.5, 1, 4, 30])
  func `a gamma number has the mean and variance of its shape`(shape: Double) {
    let draw = Draw(.gamma, shape, 1 / shape)
    let (mean, square, _) = sample(draw, beyond: 1)
    let variance = 1 / shape
    #expect(draw.mean == 1)
    #expect(agrees(mean, with: 1, deviation: variance.squareRoot(), count: count))
    // Var X² = m4 − m2², from raw moments k(k+1)(k+2)(k+3)θ⁴ and (k(k+1)θ²)².
    let second = 1 + variance
    let fourth = (shape + 1) * (shape + 2) * (shape + 3) / (shape * shape * shape)
    let deviation = (fourth - second * second).squareRoot()
    #expect(agrees(square, with: second, deviation: deviation, count: count))
  }

  @Test func `a log-normal number has the mean and median of its law`() {
    let draw = Draw(.lognormal, log(3), 0.5)
    let (mean, square, share) = sample(draw, beyond: 3)
    let variance = draw.mean * draw.mean * (exp(0.25) - 1)
    #expect(agrees(mean, with: draw.mean, deviation: variance.squareRoot(), count: count))
    #expect(abs(square / (variance + draw.mean * draw.mean) - 1) < 0.02)
    #expect(isShare(share, 0.5))
  }

  @Test func `a uniform number lies between its bounds, a constant is itself`() {
    let (mean, _, share) = sample(Draw(.uniform, 2, 3), beyond: 4)
    #expect(agrees(mean, with: 3.5, deviation: (9.0 / 12).squareRoot(), count: count))
    #expect(isShare(share, 1.0 / 3))
    let random = random
    let ziggurat = Ziggurat()
    #expect(Draw(.constant, 5).value(random, ziggurat, purpose: 0, entity: 0, index: 0) == 5)
  }

  @Test func `a draw is repeated by its name and by nothing else`() {
    let random = random
    let one = Ziggurat()
    let two = Ziggurat()
    for family in [Draw.Family.exponential, .lognormal, .gamma, .uniform] {
      let draw = Draw(family, 0.7, 0.9)
      for entity in 0..<200 as Range<UInt64> {
        let x = draw.value(random, one, purpose: 4, entity: entity, index: 0)
        let again = draw.value(random, two, purpose: 4, entity: entity, index: 0)
        #expect(x == again)
        #expect(x != draw.value(random, one, purpose: 4, entity: entity, index: 1))
      }
    }
  }
}
