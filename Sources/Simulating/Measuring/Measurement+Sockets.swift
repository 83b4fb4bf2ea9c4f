import Stations

extension Measurement {
  /// The connections that clients keep open.
  public struct Sockets: Sendable, Hashable {
    /// Attempts to connect.
    public var attempts: Int64 = 0
    /// Those that were not let in.
    public var refused: Int64 = 0
    /// Connections that were opened.
    public var opened: Int64 = 0
    /// Those that ended because their client left.
    public var left: Int64 = 0
    /// Those that were cut because nothing was sent on them.
    public var idle: Int64 = 0
    /// Those that were cut because of their age.
    public var tooOld: Int64 = 0
    /// Those that were cut because their instance crashed or was stopped.
    public var cut: Int64 = 0
    /// Clients that will never try again.
    public var gaveUp: Int64 = 0
    /// Connections that were found again after they had been lost.
    public var returned: Int64 = 0
    /// Nanoseconds from the loss to the return, in all.
    public var timeToReturn: Int128 = 0
    /// The longest of them.
    public var longestReturn: Int64 = 0
    /// Connection-nanoseconds.
    public var openTime: Int128 = 0
    /// The most open at once.
    public var peak: Int64 = 0
    /// The most attempts in one second.
    public var peakAttempts: Int64 = 0

    /// Nothing counted.
    public init() {}

    init(_ tally: ConnectionLedger.Tally) {
      attempts = tally.attempts
      refused = tally.refused
      opened = tally.opened
      left = tally.ended[Int(ConnectionLedger.Ending.left.rawValue)]
      idle = tally.ended[Int(ConnectionLedger.Ending.idle.rawValue)]
      tooOld = tally.ended[Int(ConnectionLedger.Ending.longest.rawValue)]
      cut = tally.ended[Int(ConnectionLedger.Ending.instance.rawValue)]
      gaveUp = tally.gaveUp
      returned = tally.returned
      timeToReturn = tally.timeToReturn
      longestReturn = tally.longestReturn
      openTime = tally.openTime
      peak = tally.peak
      peakAttempts = tally.peakAttempts
    }

    /// The counters of several replications: sums, and peaks as the highest.
    public mutating func add(_ other: Sockets) {
      attempts += other.attempts
      refused += other.refused
      opened += other.opened
      left += other.left
      idle += other.idle
      tooOld += other.tooOld
      cut += other.cut
      gaveUp += other.gaveUp
      returned += other.returned
      timeToReturn += other.timeToReturn
      longestReturn = max(longestReturn, other.longestReturn)
      openTime += other.openTime
      peak = max(peak, other.peak)
      peakAttempts = max(peakAttempts, other.peakAttempts)
    }

    /// All counters in a fixed order.
    var counters: [Int64] {
      [
        attempts, refused, opened, left, idle, tooOld, cut, gaveUp, returned, longestReturn, peak,
        peakAttempts,
      ]
    }
  }
}

extension Measurement.Sockets: StoredByField {
  static var fields: [StoredField<Self>] {
    [
      StoredField("attempts", \.attempts), StoredField("refused", \.refused),
      StoredField("opened", \.opened), StoredField("left", \.left), StoredField("idle", \.idle),
      StoredField("too_old", \.tooOld), StoredField("cut", \.cut),
      StoredField("gave_up", \.gaveUp), StoredField("returned", \.returned),
      StoredField(wide: "to_return_ns", \.timeToReturn),
      StoredField("longest_return_ns", \.longestReturn),
      StoredField(wide: "open_ns", \.openTime), StoredField("peak", \.peak),
      StoredField("peak_attempts", \.peakAttempts),
    ]
  }
}
