import Kernel

/// A source of arrivals while a replication runs: what the program says, and where it stands.
struct RunningSource {
  /// Arrivals whose times are made at once.
  static let batch = 16

  let endpoint: Int32
  let purpose: UInt32
  let isPoisson: Bool
  let fromTrace: Bool
  let isBursty: Bool
  let gaps: Gaps
  /// What the numbers of its requests are told from those of other sources by.
  let entities: UInt64
  let curve: CurveSpan
  var cursor = RateCursor()
  /// Requests made so far.
  var made: UInt64 = 0

  /// The time of an arrival, a number of mean spacings after the one before; the end of time when
  /// there is none any more.
  @inline(__always)
  mutating func time(of number: UInt64, after need: Double, trace: RawTable<TraceArrival>) -> Int64
  {
    if fromTrace {
      return number < UInt64(trace.count) ? trace.memory[Int(number)].time : .max
    }
    return cursor.advance(by: need, on: curve) ? cursor.time : .max
  }

  /// The sources of a program; `pieces` holds the pieces of their curves one after the other.
  static func all(of program: Program, pieces: UnsafeMutablePointer<RateCurve.Piece>)
    -> [RunningSource]
  {
    var first = 0
    return program.sources.map { source in
      let count = source.curve.pieces.count
      defer { first += count }
      return RunningSource(
        endpoint: source.endpoint,
        purpose: source.purpose,
        isPoisson: source.isPoisson,
        fromTrace: source.fromTrace,
        isBursty: source.gaps.map { !$0.isPlain } ?? false,
        gaps: source.gaps ?? .herd,
        entities: UInt64(truncatingIfNeeded: source.endpoint) << 48 | source.number << 40,
        curve: CurveSpan(pieces: pieces + first, count: count)
      )
    }
  }
}

/// The closed users of a program while a replication runs; none for other drivers.
struct RunningUsers {
  let most: Int32
  let think: Draw
  let thinkLane: Int32
  let thinkPurpose: UInt32
  let pickPurpose: UInt32
  let curve: CurveSpan

  init(_ users: CompiledUsers?, curve: CurveSpan) {
    most = users?.most ?? 0
    think = users?.think ?? .nothing
    thinkLane = users?.thinkLane ?? -1
    thinkPurpose = users?.thinkPurpose ?? 0
    pickPurpose = users?.pickPurpose ?? 0
    self.curve = curve
  }
}
