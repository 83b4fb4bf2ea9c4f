import Stations

/// Who came to a single server and when they left, and the sums over all of them.
///
/// The last customers stand in a ring, at least all who are still there: what a sum holds of them too
/// early is taken out again where somebody looks (`state(at:)`).
struct VisitLedger {
  /// One customer's stay.
  struct Visit {
    var arrivedAt: Int64 = 0
    var leftAt: Int64 = 0
  }

  /// Customers whose numbers are drawn at once: as many as arrivals are made.
  static let batch = RunningSource.batch

  private(set) var ring: UnsafeMutablePointer<Visit>
  private(set) var mask: Int
  /// Service times of the present batch.
  let services: UnsafeMutablePointer<Int64>
  /// The customer who is counted, and what it spends its time on, by the columns of the program.
  let token: UnsafeMutablePointer<Token>
  let shares: UnsafeMutablePointer<Int64>
  /// Customers so far, and those whose numbers are drawn.
  var count = 0
  var drawn = 0
  /// When the last of them leaves.
  var lastLeft: Int64 = 0
  /// The most who were there at once since the start of the measurement.
  var peak = 0
  var waited: Int64 = 0
  var waits: Int128 = 0
  var work: Int128 = 0
  var responses: Int64 = 0

  init(shareCount: Int) {
    mask = 255
    ring = .filled(with: Visit(), mask + 1)
    services = .filled(with: 0, VisitLedger.batch)
    token = .filled(with: .unused, 1)
    shares = .filled(with: 0, shareCount)
  }

  func free() {
    ring.deallocate()
    services.deallocate()
    token.deallocate()
    shares.deallocate()
  }

  /// Makes room when the ring would lose somebody who is still there.
  @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Visit>.filled(with: Visit(), 2 * (mask + 1))
    let wider = 2 * mask + 1
    for number in max(0, count - mask)..<count { larger[number & wider] = ring[number & mask] }
    ring.deallocate()
    ring = larger
    mask = wider
  }
}

extension VisitLedger {
  /// What there is to see at one moment.
  struct State {
    /// Customers in line and at the server.
    var present = 0
    var completed: Int64 = 0
    /// Nanoseconds that those who have left were there, in all.
    var responseTime: Int64 = 0
    /// Since the start of the run; `requests` are the customers.
    var tally = ServerPool.Tally()
  }

  /// The state just before a time that no arrival has passed yet.
  func state(at now: Int64) -> State {
    var state = State()
    var (waits, work, responses) = (waits, work, responses)
    var queueTime: Int128 = 0
    var number = count - 1
    while number >= 0, ring[number & mask].leftAt >= now {
      let visit = ring[number & mask]
      let before = number > 0 ? ring[(number - 1) & mask].leftAt : 0
      let start = max(visit.arrivedAt, before)
      responses &-= visit.leftAt - visit.arrivedAt
      work -= Int128(visit.leftAt - start)
      if before >= now {
        waits -= Int128(start - visit.arrivedAt)
        queueTime += Int128(now - visit.arrivedAt)
      } else {
        work += Int128(now - start)
      }
      state.present += 1
      number -= 1
    }
    state.completed = Int64(count - state.present)
    state.responseTime = responses
    state.tally.requests = Int64(count)
    state.tally.waited = waited
    state.tally.waitingTime = Int64(truncatingIfNeeded: waits)
    state.tally.busyTime = work
    state.tally.queueTime = waits + queueTime
    return state
  }
}
