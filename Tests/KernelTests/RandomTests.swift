import Kernel
import TestSupport
import Testing

@Suite struct `Random source` {
  /// The vectors of `tests/kat_vectors` in Random123 (Salmon et al., SC 2011).
  @Test func `Philox gives the known answers of its authors`() {
    let zero = Philox(key: 0).block((0, 0))
    #expect(zero == (0xB41D_A69F_BFEF_C666, 0x511E_9CE1_A553_4056))
    let ones = Philox(key: .max).block((.max, .max))
    #expect(ones == (0xA469_6CC0_4462_015D, 0x7247_82DA_E171_69E9))
    let pi = Philox(key: 0xA409_3822_299F_31D0).block(
      (0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344)
    )
    #expect(pi == (0x98ED_1534_392B_F372, 0x6752_8B15_6888_2FD5))
  }

  /// Seed 1234567 of the reference implementation of SplitMix64.
  @Test func `the finalizer is that of SplitMix64`() {
    let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    #expect(RandomSource.mix(1_234_567) == 6_457_827_717_110_365_317)
    #expect(RandomSource.mix(1_234_567 &+ step) == 3_203_168_211_198_807_973)
  }

  @Test func `a draw depends on its name alone`() {
    let random = RandomSource(seed: 7, replication: 3)
    let again = RandomSource(seed: 7, replication: 3)
    let first = random.words(purpose: 1, entity: 2, index: 3)
    _ = random.words(purpose: 9, entity: 9, index: 9)
    #expect(again.words(purpose: 1, entity: 2, index: 3) == first)
    #expect(random.words(purpose: 2, entity: 2, index: 3) != first)
    #expect(random.words(purpose: 1, entity: 3, index: 3) != first)
    #expect(random.words(purpose: 1, entity: 2, index: 4) != first)
    #expect(RandomSource(seed: 7, replication: 4).words(purpose: 1, entity: 2, index: 3) != first)
    #expect(RandomSource(seed: 8, replication: 3).words(purpose: 1, entity: 2, index: 3) != first)
  }

  @Test func `uniform numbers fill the unit interval evenly`() {
    let random = RandomSource(seed: 1, replication: 0)
    let count = 100_000
    let uniform = { (entity: UInt64) in random.uniform(purpose: 5, entity: entity, index: 0) }
    #expect(
      agrees(mean(of: count, uniform), with: 0.5, deviation: (1.0 / 12).squareRoot(), count: count)
    )
    let squares = mean(of: count) { uniform($0) * uniform($0) }
    #expect(agrees(squares, with: 1.0 / 3, deviation: (4.0 / 45).squareRoot(), count: count))
  }

  @Test func `the two words of a block do not move together`() {
    let random = RandomSource(seed: 2, replication: 0)
    let count = 50_000
    let product = mean(of: count) { entity in
      let words = random.words(purpose: 1, entity: entity, index: 0)
      return (RandomSource.unit(words.0) - 0.5) * (RandomSource.unit(words.1) - 0.5)
    }
    #expect(agrees(product, with: 0, deviation: 1.0 / 12, count: count))
  }
}
