/// A piecewise-linear function of time: a rate in events per nanosecond, or a number of users.
struct RateCurve: Sendable {
  /// A straight piece.
  struct Piece: Sendable {
    var start: Int64
    var end: Int64
    var from: Double
    var to: Double

    /// Nanoseconds to one event where the rate does not change; zero elsewhere.
    var spacing: Double { from == to && from > 0 ? 1 / from : 0 }
  }

  var pieces: [Piece]

  /// A curve through points (time in nanoseconds, value); two points at one time make a jump.
  init(points: [(time: Int64, value: Double)]) {
    pieces = []
    for (a, b) in zip(points, points.dropFirst()) where b.time > a.time {
      pieces.append(Piece(start: a.time, end: b.time, from: a.value, to: b.value))
    }
  }

  /// The same curve, every value multiplied.
  func scaled(by factor: Double) -> RateCurve {
    var result = self
    for i in result.pieces.indices {
      result.pieces[i].from *= factor
      result.pieces[i].to *= factor
    }
    return result
  }

  /// The highest value.
  var peak: Double { pieces.reduce(0) { max($0, $1.from, $1.to) } }
}

extension RateCurve.Piece {
  /// The value at a time inside the piece.
  func value(at time: Int64) -> Double {
    from + (to - from) * (Double(time - start) / Double(end - start))
  }
}

/// The pieces of a curve in raw memory, in order; its owner outlives it.
struct CurveSpan {
  let pieces: UnsafeMutablePointer<RateCurve.Piece>
  let count: Int

  /// The value at a time; zero outside.
  func value(at time: Int64) -> Double {
    for i in 0..<count where time < pieces[i].end {
      return time >= pieces[i].start ? pieces[i].value(at: time) : 0
    }
    return 0
  }

  /// The first time not before `time` at which the curve is below `level`, such as its end.
  ///
  /// The time is rounded up to the nanosecond.
  func firstTime(below level: Double, from time: Int64) -> Int64 {
    var end = time
    for i in 0..<count where pieces[i].end > time {
      let piece = pieces[i]
      let start = max(piece.start, time)
      let here = piece.value(at: start)
      if here < level { return start }
      end = piece.end
      guard piece.to < level else { continue }
      let share = (here - level) / (here - piece.to)
      let at = start + Int64((share * Double(piece.end - start)).rounded(.down)) + 1
      if at < piece.end { return at }
    }
    return end
  }

  /// The first time not before `time` at which the curve is at least `level`; nil when there is none.
  ///
  /// The time is rounded up to the nanosecond; a level that a piece reaches only at its very end
  /// counts where the next piece holds it.
  func firstTime(atLeast level: Double, from time: Int64) -> Int64? {
    for i in 0..<count where pieces[i].end > time {
      let piece = pieces[i]
      let start = max(piece.start, time)
      let here = piece.value(at: start)
      if here >= level { return start }
      guard piece.to >= level, piece.to > here else { continue }
      let share = (level - here) / (piece.to - here)
      let at = start + max(1, Int64((share * Double(piece.end - start)).rounded(.up)))
      if at < piece.end { return at }
    }
    return nil
  }
}

/// Where a source stands on its curve.
///
/// Arrival times come from inverting the area under the curve: the n-th even arrival is where the area
/// reaches n, a Poisson arrival where it has grown by an exponential number.
struct RateCursor {
  var piece = 0
  var time: Int64 = 0
  /// Nanoseconds beyond `time`, below one, so that rounding never adds up.
  var rest = 0.0
  /// A whole number that rounding has left just below itself is taken for itself.
  private static let nearly = 1e-3
  /// Nanoseconds to one event until `flatUntil`, where the rate does not change.
  var spacing = 0.0
  var flatUntil: Int64 = 0

  /// Moves on until the area has grown by `need`; false when the curve ends first.
  @inline(__always)
  mutating func advance(by need: Double, on curve: CurveSpan) -> Bool {
    let moved = need * spacing + rest
    if moved < Double(flatUntil &- time) {
      // To the nearest: the rest may be negative then.
      let whole = nearestNanosecond(moved)
      time &+= whole
      rest = moved - Double(whole)
      return true
    }
    return advancePiecewise(by: need, on: curve)
  }

  @inline(never)
  private mutating func advancePiecewise(by need: Double, on curve: CurveSpan) -> Bool {
    var need = need
    while piece < curve.count {
      let it = curve.pieces[piece]
      if time < it.start {
        time = it.start
        rest = 0
      }
      spacing = it.spacing
      flatUntil = spacing > 0 ? it.end : 0
      let span = Double(it.end - it.start)
      let done = Double(time - it.start) + rest
      let slope = (it.to - it.from) / span
      let here = it.from + slope * done
      let left = span - done
      let area = max(0, (here + it.to) / 2 * left)
      if need < area {
        // here·x + slope·x²/2 = need, solved without cancellation.
        let root = max(0, here * here + 2 * slope * need).squareRoot()
        let step = min(left, 2 * need / (here + root))
        let moved = rest + step
        let whole = Int64(moved + RateCursor.nearly)
        time += whole
        rest = moved - Double(whole)
        return true
      }
      need -= area
      piece += 1
      time = it.end
      rest = 0
      flatUntil = 0
    }
    return false
  }
}
