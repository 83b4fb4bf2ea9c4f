/// What becomes of long-lived connections, in counts and integrals of time.
///
/// The ledger counts and decides nothing. Whoever owns the connections tells it what happens, and when.
///
/// - Invariant: as many are open as were opened and have not ended.
public struct ConnectionLedger: Sendable {
  /// Why a connection ended.
  public enum Ending: UInt8, CaseIterable, Sendable {
    /// Its client has left.
    case left
    /// Nothing was sent on it for too long.
    case idle
    /// It had lived as long as something on the way allows.
    case longest
    /// Its instance crashed or was stopped.
    case instance
  }

  /// What was counted since the start of the measurement.
  public struct Tally: Hashable, Sendable {
    /// Attempts to connect.
    public var attempts: Int64 = 0
    /// Those that were not let in.
    public var refused: Int64 = 0
    /// Connections that were opened.
    public var opened: Int64 = 0
    /// Those that ended, by `Ending.rawValue`.
    public var ended = [Int64](repeating: 0, count: Ending.allCases.count)
    /// Clients that will never try again.
    public var gaveUp: Int64 = 0
    /// Connections that were found again after they had been lost.
    public var returned: Int64 = 0
    /// Nanoseconds from the loss to the return, in all and at most.
    public var timeToReturn: Int128 = 0
    /// The longest of them.
    public var longestReturn: Int64 = 0
    /// Connection-nanoseconds.
    public var openTime: Int128 = 0
    /// The most open at once.
    public var peak: Int64 = 0
    /// The most attempts in one second of the clock.
    public var peakAttempts: Int64 = 0

    /// Nothing counted.
    public init() {}
  }

  /// How many are open.
  public private(set) var open: Int64 = 0
  private var tally = Tally()
  private var second: Int64 = -1
  private var attemptsInSecond: Int64 = 0

  /// A ledger without any connection.
  public init() {}

  /// A client tries to connect.
  public mutating func attempt(at now: Int64) {
    tally.attempts += 1
    let second = now / 1_000_000_000
    attemptsInSecond = second == self.second ? attemptsInSecond + 1 : 1
    self.second = second
    tally.peakAttempts = max(tally.peakAttempts, attemptsInSecond)
  }

  /// It was not let in.
  public mutating func refuse() { tally.refused += 1 }

  /// It will never try again.
  public mutating func giveUp() { tally.gaveUp += 1 }

  /// A connection is open; `lostAt` is when its client lost the one before, if it did.
  public mutating func open(at now: Int64, lostAt: Int64?) {
    open += 1
    tally.opened += 1
    tally.openTime -= Int128(now)
    tally.peak = max(tally.peak, open)
    guard let lostAt else { return }
    tally.returned += 1
    tally.timeToReturn += Int128(now - lostAt)
    tally.longestReturn = max(tally.longestReturn, now - lostAt)
  }

  /// A connection has ended.
  ///
  /// - Precondition: one is open.
  public mutating func end(_ ending: Ending, at now: Int64) {
    precondition(open > 0, "only an open connection ends")
    open -= 1
    tally.ended[Int(ending.rawValue)] += 1
    tally.openTime += Int128(now)
  }

  /// What was counted up to a time.
  public func tally(at now: Int64) -> Tally {
    var tally = tally
    tally.openTime += Int128(now) * Int128(open)
    return tally
  }

  /// Forgets what was counted so far.
  public mutating func restartTally(at now: Int64) {
    tally = Tally()
    tally.openTime = -Int128(now) * Int128(open)
    tally.peak = open
    second = -1
  }
}
