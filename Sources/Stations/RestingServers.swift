/// Servers that are away when nobody waits for them: they pause, or must be started again.
///
/// - *Pause*: a server that finds nobody waiting goes away for a time, looks again, and pauses anew if
///   there is still nobody (a worker that polls its queue; multiple vacations in queueing theory).
/// - *Cold start*: a server goes as soon as nobody needs it; each request that waits has one started,
///   as long as there are any, and a start that nobody waits for any more is called off, the last first
///   (functions that scale to zero; M/M/k with setup in queueing theory).
///
/// The station decides and starts nothing: whoever calls it sets a timer for each server that pauses or
/// is started, and tells it when that has gone off.
///
/// - Invariant: no more servers are there or on their way than there are at all.
public struct RestingServers {
  /// When servers come back.
  public enum Rule: UInt8, Sendable {
    /// After a pause.
    case pause
    /// After a start that somebody has waited for.
    case coldStart
  }

  /// When servers come back.
  public let rule: Rule
  /// How many there are, here or away.
  public private(set) var servers: Int32
  /// Those that serve.
  public private(set) var awake: Int32 = 0
  /// Those that pause, or are being started.
  public private(set) var coming: Int32 = 0
  /// The numbers of the starts under way, in their order.
  private let starts: UnsafeMutablePointer<UInt32>
  private var made: UInt32 = 0
  private let most: Int32

  /// Servers that are all away; those that pause are to be called by `pauseAll`.
  ///
  /// - Precondition: there is one at least.
  public init(_ rule: Rule, servers: Int32) {
    precondition(servers > 0, "a station has a server")
    self.rule = rule
    self.servers = servers
    most = servers
    starts = .allocate(capacity: Int(servers))
    starts.initialize(repeating: 0, count: Int(servers))
  }

  /// Gives the memory back; the owner calls it once.
  public func free() { starts.deallocate() }

  /// One that serves finds nobody waiting and goes.
  ///
  /// - Precondition: one is there.
  /// - Returns: Whether it pauses: its timer is to be set.
  public mutating func leave() -> Bool {
    precondition(awake > 0, "a server that goes was there")
    awake -= 1
    return rule == .pause && begin()
  }

  /// Lets one that is away come after a time, if there is one; a pause or a start begins.
  ///
  /// - Returns: Whether it does: its timer is to be set, with the number `lastStart`.
  public mutating func begin() -> Bool {
    guard awake + coming < servers else { return false }
    starts[Int(coming)] = made
    coming += 1
    made &+= 1
    return true
  }

  /// The number of the pause or start that began last.
  public var lastStart: UInt32 { made &- 1 }

  /// Begins a start or calls some off, so that there is one for each who waits and no more.
  ///
  /// - Returns: Whether one has begun: its timer is to be set, and this to be called again.
  public mutating func follow(waiting: Int32) -> Bool {
    guard rule == .coldStart else { return false }
    let wanted = min(waiting, servers - awake)
    if coming > wanted { coming = max(wanted, 0) }
    return coming < wanted && begin()
  }

  /// Whether a pause or a start is still under way.
  public func isUnderWay(_ start: UInt32) -> Bool { place(of: start) != nil }

  /// A pause or a start is over.
  ///
  /// - Returns: Whether the server is there now; false for a start that was called off.
  public mutating func come(_ start: UInt32) -> Bool {
    guard let place = place(of: start) else { return false }
    for i in place..<Int(coming) - 1 { starts[i] = starts[i + 1] }
    coming -= 1
    guard awake < servers else { return false }
    awake += 1
    return true
  }

  /// Sets how many there are, at most as many as at first; those that serve stay until they leave.
  public mutating func resize(to servers: Int32) {
    precondition(servers >= 0 && servers <= most, "from none to as many as at first")
    self.servers = servers
    coming = max(min(coming, servers - awake), 0)
  }

  /// Traps when more are there or on their way than there are at all.
  public func checkInvariants() {
    precondition(awake >= 0 && coming >= 0, "nobody is less than not there")
    precondition(coming == 0 || awake + coming <= servers, "no more come than there are")
  }

  private func place(of start: UInt32) -> Int? {
    (0..<Int(coming)).first { starts[$0] == start }
  }
}
