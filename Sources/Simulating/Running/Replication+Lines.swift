import Kernel
import Stations

// Lines in which the more urgent go first, in which patience ends, or whose servers are away.
extension Replication {
  /// A token has come to the end of a line that has rules.
  @inline(never)
  mutating func joinLine(_ slot: Int32, _ token: UnsafeMutablePointer<Token>, _ pool: Int32) {
    guard let rules = lines.rules(of: pool)?.pointee else { return }
    if rules.isRanked { standByRank(slot, pool) }
    if rules.hasPatience {
      let purpose = rules.patiencePurpose ^ operation(at: token.pointee.place).pointee.purpose
      let patience = rules.patience.value(
        random,
        ziggurat,
        purpose: purpose,
        entity: token.pointee.entity,
        index: 0
      )
      setTimer(
        slot,
        TimerKind.patience,
        epoch: token.pointee.waitEpoch,
        after: nearestNanosecond(patience)
      )
    }
    if rules.resting >= 0 { callServers(rules.resting) }
  }

  /// Lets who has come from the end of a line stand before those who are less urgent.
  ///
  /// The line is in order, so it is looked at from its front: the more urgent are few where it is long.
  private mutating func standByRank(_ slot: Int32, _ pool: Int32) {
    let rank = rank(of: slot)
    let last = links[Int(slot)].previous
    guard last >= 0, self.rank(of: last) > rank else { return }
    var other = pools[pool].pointee.first
    while self.rank(of: other) <= rank { other = links[Int(other)].next }
    pools[pool].pointee.move(slot, before: other, links: links)
  }

  private mutating func rank(of slot: Int32) -> Int32 {
    endpoints[tokens[Int(slot)].endpoint].pointee.rank
  }

  /// A server of a line with rules was given back, or somebody has left the line.
  @inline(never)
  mutating func settleLine(_ pool: Int32) {
    guard let rules = lines.rules(of: pool)?.pointee, rules.resting >= 0 else { return }
    let servers = lines.resting[rules.resting]
    if pools[pool].pointee.inUse < servers.pointee.awake {
      if servers.pointee.leave(), !isDone { setServerTimer(rules.resting) }
      pools[pool].pointee.resize(to: min(servers.pointee.awake, servers.pointee.servers))
    }
    callServers(rules.resting)
  }

  /// Whether nobody will ever come any more, so that servers need not look.
  private var isDone: Bool { mutating get { isOver && inFlight == 0 } }

  /// Lets servers come for those who wait, as far as they follow these.
  private mutating func callServers(_ index: Int32) {
    let servers = lines.resting[index]
    let waiting = pools[lines.restingRules[index].pointee.pool].pointee.waiting
    while servers.pointee.follow(waiting: waiting) { setServerTimer(index) }
    // All pauses have ended for want of callers, and here is one after all.
    if servers.pointee.rule == .pause, waiting > 0, servers.pointee.awake == 0,
      servers.pointee.coming == 0, servers.pointee.begin()
    {
      setServerTimer(index)
    }
  }

  private mutating func setServerTimer(_ index: Int32, share: Double = 1) {
    let rules = lines.restingRules[index].pointee
    let number = lines.draws[index].pointee
    lines.draws[index].pointee += 1
    let time = rules.time.value(random, ziggurat, purpose: rules.purpose, entity: number, index: 0)
    setTimer(
      index,
      TimerKind.server,
      epoch: lines.resting[index].pointee.lastStart,
      after: max(nearestNanosecond(time * share), 1)
    )
  }

  /// A pause or a cold start is over: the server takes the first in line, or goes again.
  mutating func receiveServer(_ index: Int32, _ start: UInt32) {
    let pool = lines.restingRules[index].pointee.pool
    let servers = lines.resting[index]
    guard servers.pointee.come(start) else { return }
    pools[pool].pointee.resize(to: min(servers.pointee.awake, servers.pointee.servers))
    let next = pools[pool].pointee.admit(now: now, links: links)
    if next >= 0 { handOver(pool, to: next) }
    settleLine(pool)
  }

  /// Sends all servers away that are there only for those who wait; some pauses have begun before.
  mutating func startResting() {
    for index in 0..<Int32(lines.resting.count) {
      pools[lines.restingRules[index].pointee.pool].pointee.resize(to: 0)
      guard lines.resting[index].pointee.rule == .pause else { continue }
      let purpose = lines.restingRules[index].pointee.purpose ^ Luck.pause
      while lines.resting[index].pointee.begin() {
        let number = lines.draws[index].pointee
        setServerTimer(index, share: random.uniform(purpose: purpose, entity: number, index: 0))
      }
    }
  }

  /// Sets how many servers a line has that are away when nobody waits; false for another line.
  mutating func setServers(ofPool pool: Int32, _ count: Int32) -> Bool {
    guard let rules = lines.rules(of: pool)?.pointee, rules.resting >= 0 else { return false }
    let servers = lines.resting[rules.resting]
    servers.pointee.resize(to: count)
    pools[pool].pointee.resize(to: min(servers.pointee.awake, count))
    while servers.pointee.rule == .pause, servers.pointee.begin() { setServerTimer(rules.resting) }
    callServers(rules.resting)
    return true
  }
}
