/// First-in-first-out lanes for delays that are always the same: timeouts, heartbeats, lifetimes.
///
/// Events with one constant delay leave in the order they came, so a ring buffer keeps them sorted
/// for nothing. Only the head of each lane stands in the event list, under its original sequence
/// number: order and ties are exactly those of a single list. Timers that nobody waits for any more
/// leave in bulk, when the head advances and before a lane would grow: so a timer that is never needed
/// costs O(1) amortised, and the void ones take at most three times the room of those that count.
@frozen
public struct LaneSet: ~Copyable {
  /// A timer in a lane: whom it wakes, and the epoch in which it was set.
  @frozen
  public struct Timer {
    /// When it goes off, in nanoseconds.
    public var time: Int64
    /// The sequence number of its scheduling.
    public var sequence: UInt64
    /// The slot that it wakes.
    public var slot: UInt32
    /// The epoch of the slot when the timer was set; another epoch now means that it is void.
    public var epoch: UInt32

    @inlinable
    init(time: Int64, sequence: UInt64, slot: UInt32, epoch: UInt32) {
      self.time = time
      self.sequence = sequence
      self.slot = slot
      self.epoch = epoch
    }
  }

  @frozen @usableFromInline
  struct Lane {
    @usableFromInline var delay: Int64
    @usableFromInline var timers: UnsafeMutablePointer<Timer>
    @usableFromInline var capacity: Int
    @usableFromInline var head: Int
    @usableFromInline var count: Int
    /// Whether the event list holds an event for it.
    @usableFromInline var isScheduled: Bool
  }

  @usableFromInline let lanes: UnsafeMutablePointer<Lane>
  /// How many lanes there are.
  public let laneCount: Int

  /// Lanes with these constant delays, in nanoseconds.
  public init(delays: [Int64]) {
    laneCount = delays.count
    lanes = .allocate(capacity: max(delays.count, 1))
    for (i, delay) in delays.enumerated() {
      precondition(delay >= 0, "a delay is not negative")
      (lanes + i).initialize(
        to: Lane(
          delay: delay,
          timers: .allocate(capacity: 64),
          capacity: 64,
          head: 0,
          count: 0,
          isScheduled: false
        )
      )
    }
  }

  deinit {
    for i in 0..<laneCount { lanes[i].timers.deallocate() }
    lanes.deallocate()
  }

  /// Timers that stand in a lane, void ones included.
  public func count(in lane: Int) -> Int { lanes[lane].count }

  /// Whether the next timer would make a lane grow.
  @inlinable @inline(__always)
  public func isFull(_ lane: Int) -> Bool { lanes[lane].count == lanes[lane].capacity }

  /// Sets a timer, and schedules the lane if the event list has no event for it.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  public mutating func append(
    _ slot: UInt32,
    epoch: UInt32,
    now: Int64,
    to lane: Int,
    in events: inout EventList
  ) {
    let it = lanes + lane
    if it.pointee.count == it.pointee.capacity { grow(it) }
    let at = (it.pointee.head &+ it.pointee.count) & (it.pointee.capacity &- 1)
    (it.pointee.timers + at).initialize(
      to: Timer(
        time: now &+ it.pointee.delay,
        sequence: events.takeSequence(),
        slot: slot,
        epoch: epoch
      )
    )
    it.pointee.count &+= 1
    if !it.pointee.isScheduled { scheduleHead(of: lane, in: &events) }
  }

  /// Takes the timer out whose event has come; nil when it was removed as void before.
  ///
  /// The lane has no event then: `scheduleHead` gives it the next.
  @inlinable
  public mutating func fire(_ lane: Int, sequence: UInt64) -> Timer? {
    let it = lanes + lane
    it.pointee.isScheduled = false
    guard let timer = head(of: lane), timer.sequence == sequence else { return nil }
    dropHead(of: lane)
    return timer
  }

  /// Schedules the timer at the head, if there is one and the lane has no event yet.
  @inlinable
  public mutating func scheduleHead(of lane: Int, in events: inout EventList) {
    let it = lanes + lane
    guard !it.pointee.isScheduled, let timer = head(of: lane) else { return }
    it.pointee.isScheduled = true
    events.schedule(UInt32(truncatingIfNeeded: lane), at: timer.time, sequence: timer.sequence)
  }

  /// Removes the timers that do not count any more; the others keep their order.
  ///
  /// - Complexity: O(timers in the lane)
  @inlinable @inline(__always)
  public mutating func removeAll(from lane: Int, where isVoid: (Timer) -> Bool) {
    let it = lanes[lane]
    let mask = it.capacity &- 1
    var kept = 0
    var i = 0
    while i < it.count {
      let timer = it.timers[(it.head &+ i) & mask]
      i &+= 1
      guard !isVoid(timer) else { continue }
      it.timers[(it.head &+ kept) & mask] = timer
      kept &+= 1
    }
    lanes[lane].count = kept
    // A lane that is half full soon is full again: then each timer would be looked at many times.
    if kept &* 2 > it.capacity { grow(lanes + lane) }
  }

  /// The timer at the head of a lane.
  @inlinable
  public func head(of lane: Int) -> Timer? {
    let it = lanes[lane]
    return it.count == 0 ? nil : it.timers[it.head]
  }

  /// Takes the head of a lane away.
  @inlinable
  public mutating func dropHead(of lane: Int) {
    let it = lanes + lane
    precondition(it.pointee.count > 0, "an empty lane has no head")
    it.pointee.head = (it.pointee.head + 1) & (it.pointee.capacity - 1)
    it.pointee.count -= 1
  }

  @usableFromInline @inline(never)
  func grow(_ lane: UnsafeMutablePointer<Lane>) {
    let old = lane.pointee
    let larger = UnsafeMutablePointer<Timer>.allocate(capacity: old.capacity * 2)
    for i in 0..<old.count {
      (larger + i).initialize(to: old.timers[(old.head + i) & (old.capacity - 1)])
    }
    old.timers.deallocate()
    lane.pointee.timers = larger
    lane.pointee.capacity = old.capacity * 2
    lane.pointee.head = 0
  }
}
