import Kernel
import Quantities
import Statistics

extension Exercise {
  /// The hold model: the event list alone, at a constant number of pending events.
  ///
  /// Vaucher, Duval, "A comparison of simulation event list algorithms", CACM 18(4), 1975.
  static func hold(_ name: String, size: Int) -> Exercise {
    Exercise(name, unit: "hold", "pop, push and an exponential draw, \(size) events pending") {
      Hold(size: size, holds: max(1000, Int((2e6 * $0).rounded())))
    }
  }
}

/// Takes the first event out and schedules it again, an exponential time later; again and again.
struct Hold: PreparedExercise {
  let size: Int
  let holds: Int

  /// Mean nanoseconds from the taking of an event to its next turn: a thousand seconds, so that
  /// cutting times to whole nanoseconds does not show.
  private static let mean = 1e12

  /// What a series of holds came to.
  private struct Outcome {
    var span: Int64
    var isOrdered: Bool
    var round: Round
  }

  /// Every pending event is a Poisson process of rate 1/m, so pops are `mean`/`size` apart, and the
  /// time of all holds is a gamma variable whose relative deviation is 1/√holds.
  func check() async -> Check {
    let outcome = Hold.run(size: size, holds: holds, replication: 1)
    let measured = Double(outcome.span) / Double(holds) / 1e9
    let z = -StandardNormal.quantile(Fraction((1 - Check.confidence.value) / 2))
    let half = z / Double(holds).squareRoot()
    // Times that ran backwards agree with nothing.
    return Check(
      quantity: "mean time between events",
      unit: "s",
      expected: Hold.mean / Double(size) / 1e9,
      measured: outcome.isOrdered ? measured : .nan,
      low: outcome.isOrdered ? measured / (1 + half) : .nan,
      high: outcome.isOrdered ? measured / (1 - half) : .nan
    )
  }

  func round() async -> Round { Hold.run(size: size, holds: holds, replication: 0).round }

  /// Fills a list, holds once for each event to warm it up, and times the holds after that.
  ///
  /// All that changes is local to this function or to `hold`: nothing is shared, so nothing is
  /// checked for exclusive access while it runs.
  private static func run(size: Int, holds: Int, replication: Int) -> Outcome {
    var events = EventList(capacity: size + 1)
    let random = RandomSource(seed: 20_261_124, replication: replication)
    let ziggurat = Ziggurat()
    for slot in 0..<size {
      let delay = ziggurat.exponential(random, purpose: 1, entity: UInt64(slot), index: 0) * mean
      events.schedule(UInt32(slot), at: Int64(delay))
    }
    let start = hold(&events, size, random, ziggurat, purpose: 2)
    let watch = Stopwatch()
    let end = hold(&events, holds, random, ziggurat, purpose: 3)
    let round = Round(units: holds, events: holds, watch)
    return Outcome(
      span: end.time - start.time,
      isOrdered: start.isOrdered && end.isOrdered,
      round: round
    )
  }

  /// The time of the last event taken, and whether times never went down.
  @inline(never)
  private static func hold(
    _ events: inout EventList,
    _ count: Int,
    _ random: borrowing RandomSource,
    _ ziggurat: borrowing Ziggurat,
    purpose: UInt32
  ) -> (time: Int64, isOrdered: Bool) {
    var last: Int64 = 0
    var isOrdered = true
    var number = 0
    // A block of random bits makes two numbers, as it does for the arrivals of a simulation.
    while number < count {
      let delays = ziggurat.exponentials(random, purpose: purpose, number: UInt64(number))
      isOrdered = turn(&events, delays.0, &last) && isOrdered
      if number &+ 1 < count { isOrdered = turn(&events, delays.1, &last) && isOrdered }
      number &+= 2
    }
    return (last, isOrdered)
  }

  /// One hold; false when the event was earlier than the one before.
  @inline(__always)
  private static func turn(_ events: inout EventList, _ delay: Double, _ last: inout Int64) -> Bool
  {
    let event = events.popFirst()
    let isOrdered = event.time >= last
    last = event.time
    events.schedule(event.slot, at: event.time &+ Int64(delay * mean))
    return isOrdered
  }
}
