import Kernel
import Stations

// Faults change the tables that the steps are read from, so that what is not at fault costs nothing.
extension Replication {
  /// Steps in which the hits of a flushed cache come back.
  private static let refills: Int64 = 50

  /// Schedules the beginning of every fault.
  mutating func scheduleFaults(from special: Int32) {
    for (index, fault) in program.faults.enumerated() {
      let slot = takeSlot()
      tokens[Int(slot)] = Token(at: operations[special].pointee.place, after: tokens[Int(slot)])
      tokens[Int(slot)].entity = UInt64(index)
      details[Int(slot)] = TokenDetails()
      events.schedule(UInt32(bitPattern: slot), at: fault.begin)
    }
  }

  /// Lets a fault begin, go on or end; its token sleeps until the next of these.
  @inline(never)
  mutating func turnFault(_ slot: Int32) {
    let index = Int(tokens[Int(slot)].entity)
    let fault = program.faults[index]
    faultsOn[Int32(index)].pointee = now < fault.end
    switch fault.kind {
    case .slow: slowDown(fault)
    case .brownOut: brownOut(fault)
    case .silence: providers[fault.provider].pointee.silentUntil = silence(of: fault.provider)
    case .shrink: shrink(fault)
    case .flush: refill(fault)
    case .failover: failOver(fault)
    case .limitCut, .ramp: cutLimits(fault)
    case .crash: crashInstances(fault)
    case .deploy:
      fleets[fault.fleet].pointee.fleet.deploy(surge: fault.servers, unavailable: fault.missing)
      settle(fault.fleet)
    }
    guard now < fault.end else { return freeToken(slot) }
    let step = max((fault.end - fault.begin) / Replication.refills, 1)
    let next = fault.kind == .flush || fault.kind == .ramp ? min(now + step, fault.end) : fault.end
    events.schedule(UInt32(bitPattern: slot), at: next)
  }

  /// The faults of a kind that last now and hit something.
  mutating func active(
    _ kind: CompiledFault.Kind,
    _ hits: (CompiledFault) -> Bool
  ) -> [CompiledFault] {
    program.faults.indices.filter { faultsOn[Int32($0)].pointee }.map { program.faults[$0] }
      .filter { $0.kind == kind && hits($0) }
  }

  /// Gives the steps and the targets of a fault the speed that all faults together leave them.
  ///
  /// Service that has begun keeps its time; who waits is served at the new speed.
  private mutating func slowDown(_ fault: CompiledFault) {
    var before: [Int32: Double] = [:]
    for step in fault.steps {
      let speed = active(.slow) { $0.steps.contains(step) }.reduce(1) { $0 * $1.factor }
      before[step] = speed / slowness[step].pointee
      slowness[step].pointee = speed
      operations[step].pointee.draw = program.operations[Int(step)].draw.scaled(by: speed)
    }
    for pool in fault.pools {
      stretchLine(of: pool, before)
      setSpeed(
        ofPool: pool,
        1 / active(.slow) { $0.pools.contains(pool) }.reduce(1) { $0 * $1.factor }
      )
    }
    scaleTargets(of: fault)
  }

  /// Multiplies the drawn times of those who wait in a line, by the step that they wait for.
  private mutating func stretchLine(of pool: Int32, _ factors: [Int32: Double]) {
    var slot = pools[pool].pointee.first
    while slot >= 0 {
      let token = tokens + Int(slot)
      if token.pointee.place.code == .serve,
        let factor = factors[Int32(token.pointee.place.index)]
      {
        token.pointee.drawn = nearestNanosecond(Double(token.pointee.drawn) * factor)
      }
      slot = links[Int(slot)].next
    }
  }

  private mutating func scaleTargets(of fault: CompiledFault) {
    for target in fault.targets {
      let faults =
        active(.slow) { $0.targets.contains(target) }
        + active(.brownOut) { $0.targets.contains(target) }
      let factor = faults.reduce(1) { $0 * $1.factor }
      let original = program.targets[Int(target)]
      targets[target].pointee.timeToFirstToken = original.timeToFirstToken.scaled(by: factor)
      targets[target].pointee.timePerOutputToken = original.timePerOutputToken.scaled(by: factor)
    }
  }

  private mutating func brownOut(_ fault: CompiledFault) {
    let errors = active(.brownOut) { $0.provider == fault.provider }.map(\.errors).max() ?? 0
    let usual = program.providers[Int(fault.provider)].errorRate
    providers[fault.provider].pointee.errorRate = max(usual, errors)
    scaleTargets(of: fault)
  }

  private mutating func silence(of provider: Int32) -> Int64 {
    active(.silence) { $0.provider == provider }.map(\.end).max() ?? 0
  }

  /// Gives pools the servers that all faults together leave them; new ones go to those who wait.
  private mutating func shrink(_ fault: CompiledFault) {
    for pool in fault.pools {
      let left = active(.shrink) { $0.pools.contains(pool) }.map(\.servers).min()
      let usual = program.pools[Int(pool)].capacity
      give(pool, min(left ?? usual, usual))
    }
  }

  /// Gives a pool a number of servers; new ones go to those who wait.
  mutating func give(_ pool: Int32, _ servers: Int32) {
    if setCores(ofPool: pool, servers) { return }
    pools[pool].pointee.resize(to: servers)
    while true {
      let next = pools[pool].pointee.admit(now: now, links: links)
      guard next >= 0 else { break }
      handOver(pool, to: next)
    }
  }

  private mutating func refill(_ fault: CompiledFault) {
    // A cache of keys fills again by itself.
    if now == fault.begin {
      for i in 0..<keyedCaches.count where keyedCaches.memory[i].index == fault.cache {
        keyedCaches.memory[i].cache.flush()
      }
    }
    for step in fault.steps {
      // The share of its hits that the emptiest flush leaves.
      let filled = active(.flush) { $0.steps.contains(step) }.map {
        Double(now - $0.begin) / Double($0.end - $0.begin)
      }
      operations[step].pointee.draw.first =
        program.operations[Int(step)].draw.first * (filled.min() ?? 1)
    }
  }
}
