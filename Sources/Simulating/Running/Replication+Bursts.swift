import Kernel

extension Replication {
  /// The gap before an arrival of a source whose arrivals clump, in mean spacings.
  ///
  /// Those of a batch come at once: the first after the gap of all of them, the others after nearly none.
  @inline(never)
  mutating func gap(before number: UInt64, _ source: borrowing RunningSource) -> Double {
    let gaps = source.gaps
    guard number % gaps.batch == 0 else { return .leastNormalMagnitude }
    let event = number / gaps.batch
    let purpose = source.purpose
    var gap = 1.0
    switch gaps.kind {
    case .even: break
    case .centred: gap = number == 0 ? 0.5 : 1
    case .exponential:
      gap = ziggurat.exponential(random, purpose: purpose, entity: event, index: 0)
    case .gamma:
      let draw = Draw(.gamma, gaps.first, gaps.second)
      gap = draw.value(random, ziggurat, purpose: purpose, entity: event, index: 0)
    case .twofold:
      let u = random.uniform(purpose: purpose ^ Luck.gap, entity: event, index: 0)
      gap = ziggurat.exponential(random, purpose: purpose, entity: event, index: 0)
      gap *= u < gaps.share ? gaps.first : gaps.second
    }
    return max(gap * Double(gaps.batch), .leastNormalMagnitude)
  }
}
