/// How many instances a service should have, decided at regular times from how busy they are.
///
/// n' = ⌈n × usage / target⌉, unless the ratio lies within a tolerance of one; then the highest of the
/// last proposals when it goes down, the lowest when it goes up, caps on the speed of change, and the
/// bounds. With the values of a preset this is the horizontal pod autoscaler of Kubernetes
/// (documentation of autoscaling/v2, "Algorithm details" and "Configurable scaling behavior", 2026) or
/// the rule that Render documents, which is the same formula without the rest.
public struct Autoscaler: Sendable {
  /// The most that may change within a period; of several caps the laxest counts.
  public struct Cap: Hashable, Sendable {
    /// Instances; nil for no such cap.
    public var instances: Int32?
    /// A share of the instances at the start of the period; nil for no such cap.
    public var share: Double?
    /// The period in nanoseconds.
    public var period: Int64

    /// A cap; none at all when both are nil.
    public init(instances: Int32? = nil, share: Double? = nil, period: Int64 = 1) {
      self.instances = instances
      self.share = share
      self.period = period
    }
  }

  /// What does not change.
  public struct Settings: Hashable, Sendable {
    /// The fewest instances.
    public var least: Int32
    /// The most instances.
    public var most: Int32
    /// Ratios that far from one change nothing.
    public var tolerance = 0.0
    /// The lowest proposal of that many nanoseconds counts when the number rises.
    public var upWindow: Int64 = 0
    /// The highest proposal of that many nanoseconds counts when the number falls.
    public var downWindow: Int64 = 0
    /// The cap on rising.
    public var up = Cap()
    /// The cap on falling.
    public var down = Cap()
    /// Nanoseconds after a change in which nothing changes.
    public var coolDown: Int64 = 0

    /// Bounds without any damping.
    public init(least: Int32, most: Int32) {
      self.least = least
      self.most = most
    }
  }

  /// What the instances were seen to do.
  public struct Reading: Hashable, Sendable {
    /// The mean usage of the ready instances over the target, one for each metric; the largest
    /// proposal counts.
    public var ratios: [Double]
    /// Instances that take requests.
    public var ready: Int32
    /// Instances that are wanted but do not take requests yet.
    public var unready: Int32

    /// A reading.
    public init(ratios: [Double], ready: Int32, unready: Int32) {
      self.ratios = ratios
      self.ready = ready
      self.unready = unready
    }
  }

  private struct Entry {
    var time: Int64
    var count: Int32
  }

  /// What does not change.
  public let settings: Settings
  /// Proposals, oldest first.
  private var proposals: [Entry]
  private var rises: [Entry] = []
  private var falls: [Entry] = []
  private var lastChange: Int64?

  /// An autoscaler that finds a number of instances at a time.
  public init(_ settings: Settings, current: Int32, now: Int64 = 0) {
    precondition(settings.least >= 0 && settings.least <= settings.most, "bounds are in order")
    self.settings = settings
    proposals = [Entry(time: now, count: current)]
  }

  /// Decides how many instances there should be.
  ///
  /// - Parameters:
  ///   - current: How many are wanted now.
  ///   - reading: What they were seen to do.
  ///   - now: The time in nanoseconds.
  /// - Returns: How many are wanted from now on.
  public mutating func decide(current: Int32, _ reading: Reading, now: Int64) -> Int32 {
    let wanted: Int32
    if current > settings.most {
      wanted = settings.most
    } else if current < settings.least {
      wanted = settings.least
    } else {
      let proposal = reading.ratios.map { propose($0, current, reading) }.max() ?? current
      wanted = limited(stabilized(proposal, current, now), current, now)
    }
    if let lastChange, now - lastChange < settings.coolDown { return current }
    note(wanted - current, now)
    return wanted
  }

  /// n' for one metric.
  private func propose(_ ratio: Double, _ current: Int32, _ reading: Reading) -> Int32 {
    guard reading.ready > 0 else { return current }
    let ready = Double(reading.ready)
    guard ratio > 1, reading.unready > 0 else {
      return isTolerable(ratio) ? current : rounded(ratio * ready)
    }
    // On the way up, those that are not ready yet count as idle.
    let all = Double(reading.ready + reading.unready)
    let damped = ratio * ready / all
    if isTolerable(damped) || damped < 1 { return current }
    let proposal = rounded(damped * all)
    return proposal < current ? current : proposal
  }

  private func isTolerable(_ ratio: Double) -> Bool {
    // The bound itself is tolerable, whatever the last bits of a quotient say.
    abs(1 - ratio) <= settings.tolerance + 1e-12
  }

  private func rounded(_ value: Double) -> Int32 {
    // A quotient that should be whole may lie a bit above.
    Int32(min((value - 1e-9).rounded(.up), 1e9))
  }

  /// The proposal, held back by those of the windows.
  private mutating func stabilized(_ proposal: Int32, _ current: Int32, _ now: Int64) -> Int32 {
    let longest = max(settings.upWindow, settings.downWindow)
    proposals.removeAll { $0.time <= now - longest }
    var lowest = proposal
    var highest = proposal
    for entry in proposals {
      if entry.time > now - settings.upWindow { lowest = min(lowest, entry.count) }
      if entry.time > now - settings.downWindow { highest = max(highest, entry.count) }
    }
    proposals.append(Entry(time: now, count: proposal))
    return min(max(current, lowest), highest)
  }

  /// The number, within the caps and the bounds.
  private mutating func limited(_ wanted: Int32, _ current: Int32, _ now: Int64) -> Int32 {
    if wanted > current {
      let allowed = max(current, ceiling(current, now))
      return min(wanted, allowed, settings.most)
    }
    if wanted < current {
      let allowed = min(current, floor(current, now))
      return max(wanted, allowed, settings.least)
    }
    return min(max(wanted, settings.least), settings.most)
  }

  /// The most instances that the cap on rising allows.
  private func ceiling(_ current: Int32, _ now: Int64) -> Int32 {
    let cap = settings.up
    guard cap.instances != nil || cap.share != nil else { return .max }
    let start = startOfPeriod(current, cap, now)
    let byCount = cap.instances.map { start + $0 } ?? 0
    let byShare = cap.share.map { rounded(Double(start) * (1 + $0)) } ?? 0
    return max(byCount, byShare)
  }

  /// The fewest instances that the cap on falling allows.
  private func floor(_ current: Int32, _ now: Int64) -> Int32 {
    let cap = settings.down
    guard cap.instances != nil || cap.share != nil else { return 0 }
    let start = startOfPeriod(current, cap, now)
    let byCount = cap.instances.map { start - $0 } ?? .max
    let byShare = cap.share.map { Int32(max(Double(start) * (1 - $0), 0)) } ?? .max
    return min(byCount, byShare)
  }

  private func startOfPeriod(_ current: Int32, _ cap: Cap, _ now: Int64) -> Int32 {
    func sum(_ entries: [Entry]) -> Int32 {
      entries.reduce(0) { $1.time > now - cap.period ? $0 + $1.count : $0 }
    }
    return current - sum(rises) + sum(falls)
  }

  private mutating func note(_ change: Int32, _ now: Int64) {
    let longest = max(settings.up.period, settings.down.period)
    rises.removeAll { $0.time <= now - longest }
    falls.removeAll { $0.time <= now - longest }
    guard change != 0 else { return }
    lastChange = now
    if change > 0 {
      rises.append(Entry(time: now, count: change))
    } else {
      falls.append(Entry(time: now, count: -change))
    }
  }
}
