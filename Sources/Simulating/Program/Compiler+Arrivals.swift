import Kernel
import Quantities
import Scenarios

/// The gaps between the arrivals of a source, in mean spacings.
struct Gaps {
  enum Kind: UInt8 {
    /// Always one.
    case even
    /// The same, the first half as long: as many arrivals as the area has, all of them inside it.
    case centred
    /// Exponential.
    case exponential
    /// Gamma with shape `first` and scale `second`.
    case gamma
    /// Exponential with mean `first` with probability `share`, else with mean `second`.
    case twofold
  }

  var kind = Kind.even
  var first = 1.0
  var second = 0.0
  var share = 0.0
  /// Arrivals that come at once.
  var batch: UInt64 = 1

  /// Whether the loop's own two laws are enough: evenly spaced and exponential.
  var isPlain: Bool { isPoisson || batch == 1 && kind == .even }
  /// Whether the arrivals are a Poisson process, one at a time.
  var isPoisson: Bool { batch == 1 && kind == .exponential }

  init(_ spacing: LoadTest.Spacing, _ bursts: Bursts?, batch: Int, rate: Rate) {
    self.batch = UInt64(max(batch, 1))
    switch bursts {
    case nil: kind = spacing == .poisson ? .exponential : .even
    case .gamma(let cv):
      kind = .gamma
      first = 1 / (cv * cv)
      second = cv * cv
    case .onOff(let on, let off):
      interrupted(on: on.seconds, off: off.seconds, rate: rate.perSecond / Double(self.batch))
    }
  }

  /// The gaps of a herd.
  static var herd: Gaps {
    var gaps = Gaps(.even, nil, batch: 1, rate: .zero)
    gaps.kind = .centred
    return gaps
  }

  /// A Poisson process that is interrupted is a renewal process with twofold exponential gaps
  /// (Kuczura, "The interrupted Poisson process as an overflow process", BSTJ 52, 1973).
  private mutating func interrupted(on: Double, off: Double, rate: Double) {
    kind = .twofold
    let arrivals = rate * (on + off) / on
    let (ends, begins) = (1 / on, 1 / off)
    let sum = arrivals + ends + begins
    let root = max(sum * sum - 4 * arrivals * begins, 0).squareRoot()
    let (fast, slow) = ((sum + root) / 2, 2 * arrivals * begins / (sum + root))
    share = fast > slow ? (arrivals - slow) / (fast - slow) : 1
    first = rate / fast
    second = rate / slow
  }
}

extension Compiler {
  /// Compiles the client classes of a test and its herds.
  mutating func compileClasses(_ test: LoadTest) {
    for (index, group) in test.classes.enumerated() {
      for (name, rate) in group.rates {
        let gaps = Gaps(group.spacing, group.bursts, batch: group.batch, rate: rate)
        addSource(name, rate * workload.factor, gaps, test, class: index + 1, group.name)
      }
    }
    for (index, herd) in test.herds.enumerated() { compile(herd, index, test) }
  }

  private mutating func addSource(
    _ name: String,
    _ rate: Rate,
    _ gaps: Gaps,
    _ test: LoadTest,
    class index: Int,
    _ group: String
  ) {
    guard rate.perSecond > 0, let endpoint = program.endpointNames.firstIndex(of: name) else {
      return
    }
    let curve = test.driver == .open ? loadCurve(test) : constant(test).surging(test.faults)
    program.sources.append(
      CompiledSource(
        endpoint: Int32(endpoint),
        curve: curve.scaled(by: rate.perSecond / 1e9),
        isPoisson: gaps.isPoisson,
        purpose: RandomSource.purpose("\(name)/\(group)/arrivals"),
        gaps: gaps,
        number: UInt64(index)
      )
    )
  }

  private func constant(_ test: LoadTest) -> RateCurve {
    RateCurve(points: [(0, 1), (test.duration.nanoseconds, 1)])
  }

  private mutating func compile(_ herd: Herd, _ index: Int, _ test: LoadTest) {
    guard let endpoint = program.endpointNames.firstIndex(of: herd.endpoint) else { return }
    let span = max(herd.within.nanoseconds, 1)
    let size = (Double(herd.size) * workload.factor).rounded()
    var curve = RateCurve(points: [])
    var time = herd.at.nanoseconds
    while time < test.duration.nanoseconds {
      let rate = size / Double(span)
      curve.pieces.append(RateCurve.Piece(start: time, end: time + span, from: rate, to: rate))
      guard let every = herd.every?.nanoseconds, every >= span else { break }
      time += every
    }
    program.sources.append(
      CompiledSource(
        endpoint: Int32(endpoint),
        curve: curve,
        isPoisson: false,
        purpose: RandomSource.purpose("\(herd.endpoint)/herd\(index)"),
        gaps: .herd,
        number: UInt64(128 + index)
      )
    )
  }
}
