/// A circuit breaker: it stops calls to what has failed too often, and probes before it lets them again.
///
/// Closed, it counts outcomes in a window of the last calls or of the last seconds. Open, it refuses for
/// a while. Half open, it lets a number of probes through and decides by them. What was let through
/// before the last change of state does not count any more: a ticket tells.
///
/// - Invariant: half open, no more probes are under way than the rule allows.
public struct CircuitBreaker: Sendable {
  /// When it opens, and for how long.
  public struct Rule: Sendable {
    /// Calls in the window; 0 for a window of time.
    public var calls: Int32 = 0
    /// The window in nanoseconds, where it is one of time; it moves on by tenths.
    public var window: Int64 = 0
    /// Calls in the window below which shares say nothing.
    public var leastCalls: Int32 = 1
    /// The share of failures from which it opens; above 1 for never.
    public var failureShare = 2.0
    /// A call that takes longer is slow, in nanoseconds.
    public var slowFrom = Int64.max
    /// The share of slow calls from which it opens; above 1 for never.
    public var slowShare = 2.0
    /// Failures in a row from which it opens; 0 for never.
    public var inARow: Int32 = 0
    /// How long it stays open the first time, in nanoseconds; each further time in a row as much longer.
    public var openFor: Int64 = 0
    /// The longest that it stays open, in nanoseconds.
    public var openAtMost: Int64 = 0
    /// Calls that it lets through half open.
    public var probes: Int32 = 1

    /// A breaker that never opens.
    public init() {}
  }

  private enum State { case closed, open, halfOpen }

  /// Calls of a piece of the window.
  private struct Piece {
    var number: Int64 = -1
    var calls: Int32 = 0
    var failures: Int32 = 0
    var slow: Int32 = 0
  }

  private static let failed: UInt8 = 1
  private static let slow: UInt8 = 2

  /// Its rule.
  public let rule: Rule
  private var state = State.closed
  private var epoch: Int32 = 0
  private var until = Int64.min
  private var timesInARow: Int64 = 0
  private var failuresInARow: Int32 = 0
  /// Half open: probes let through, and those that have ended.
  public private(set) var probing: Int32 = 0
  private var probed = Piece()
  /// The last outcomes and the place of the next; or the tenths of the window.
  private var outcomes: [UInt8]
  private var next = 0
  private var total = Piece()
  private var pieces: [Piece]

  /// A closed breaker.
  public init(_ rule: Rule) {
    self.rule = rule
    outcomes = Array(repeating: 0, count: Int(rule.calls))
    pieces = Array(repeating: Piece(), count: rule.calls > 0 ? 0 : 10)
  }

  /// Asks for a call to be let through.
  ///
  /// - Parameter now: When.
  /// - Returns: A ticket for `record`, or −1 when it is refused.
  public mutating func admit(now: Int64) -> Int32 {
    if state == .open, now >= until { change(to: .halfOpen) }
    switch state {
    case .closed: return epoch
    case .open: return -1
    case .halfOpen:
      guard probing < rule.probes else { return -1 }
      probing += 1
      return epoch
    }
  }

  /// Whether it refuses at a time.
  public func isOpen(now: Int64) -> Bool { state == .open && now < until }

  /// A call that was let through will tell nothing: its caller has gone.
  public mutating func forget(_ ticket: Int32) {
    if ticket == epoch, state == .halfOpen { probing -= 1 }
  }

  /// A call that was let through has ended.
  ///
  /// - Parameters:
  ///   - ticket: What it was let through with.
  ///   - failed: Whether it failed.
  ///   - span: How long it took, in nanoseconds.
  ///   - now: When it ended.
  public mutating func record(_ ticket: Int32, failed: Bool, span: Int64, now: Int64) {
    guard ticket == epoch, state != .open else { return }
    let isSlow = span > rule.slowFrom
    if state == .halfOpen {
      CircuitBreaker.count(failed, isSlow, in: &probed)
      guard probed.calls >= rule.probes else { return }
      let opens = passes(probed) || rule.inARow > 0 && probed.failures > 0
      return opens ? open(now: now) : close()
    }
    failuresInARow = failed ? failuresInARow + 1 : 0
    add(failed, isSlow, now: now)
    let isMany = total.calls >= rule.leastCalls && passes(total)
    if isMany || rule.inARow > 0 && failuresInARow >= rule.inARow { open(now: now) }
  }

  private func passes(_ piece: Piece) -> Bool {
    Double(piece.failures) >= rule.failureShare * Double(piece.calls)
      || Double(piece.slow) >= rule.slowShare * Double(piece.calls)
  }

  private mutating func open(now: Int64) {
    timesInARow += 1
    until = now + min(rule.openFor * timesInARow, max(rule.openAtMost, rule.openFor))
    change(to: .open)
  }

  private mutating func close() {
    timesInARow = 0
    change(to: .closed)
  }

  private mutating func change(to new: State) {
    state = new
    epoch &+= 1
    if epoch < 0 { epoch = 0 }
    probing = 0
    probed = Piece()
    failuresInARow = 0
    total = Piece()
    next = 0
    for i in pieces.indices { pieces[i] = Piece() }
  }

  private mutating func add(_ failed: Bool, _ isSlow: Bool, now: Int64) {
    if outcomes.isEmpty { return addToPieces(failed, isSlow, now: now) }
    if total.calls == rule.calls {
      let oldest = outcomes[next]
      total.calls -= 1
      if oldest & CircuitBreaker.failed != 0 { total.failures -= 1 }
      if oldest & CircuitBreaker.slow != 0 { total.slow -= 1 }
    }
    outcomes[next] =
      (failed ? CircuitBreaker.failed : 0) | (isSlow ? CircuitBreaker.slow : 0)
    next = (next + 1) % outcomes.count
    CircuitBreaker.count(failed, isSlow, in: &total)
  }

  private mutating func addToPieces(_ failed: Bool, _ isSlow: Bool, now: Int64) {
    let number = now / max(rule.window / 10, 1)
    let at = Int(number % 10)
    if pieces[at].number != number {
      pieces[at] = Piece()
      pieces[at].number = number
    }
    CircuitBreaker.count(failed, isSlow, in: &pieces[at])
    total = Piece()
    for piece in pieces where piece.number > number - 10 {
      total.calls += piece.calls
      total.failures += piece.failures
      total.slow += piece.slow
    }
  }

  private static func count(_ failed: Bool, _ isSlow: Bool, in piece: inout Piece) {
    piece.calls += 1
    if failed { piece.failures += 1 }
    if isSlow { piece.slow += 1 }
  }
}
