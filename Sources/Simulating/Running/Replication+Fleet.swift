import Kernel
import Stations

// Instances that come and go: who takes the next request, and what becomes of those in progress.
extension Replication {
  /// Makes the tokens that wake instances and autoscalers.
  mutating func startFleets() {
    for f in 0..<Int32(fleets.count) {
      let plan = fleets[f].pointee.plan
      let first = program.fleetOperations + 2 * f
      for i in 0..<plan.most {
        let slot = special(first)
        tokens[Int(slot)].instance = i
        fleets[f].pointee.tokens[Int(i)] = slot
        permanent += 1
      }
      if let autoscale = plan.autoscale {
        events.schedule(UInt32(bitPattern: special(first + 1)), at: autoscale.sync)
      }
      listOpenWorkers(f)
    }
  }

  /// Gives a request to a worker of an instance that is ready; false when it waits or has failed.
  @inline(never)
  mutating func admit(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let index = operation.pointee.a
    let service = services[index].pointee
    guard fleets[service.fleet].pointee.openCount > 0 else {
      fail(slot, .refused)
      return false
    }
    let worker = pickOpenWorker(token, operation)
    return enter(slot, token, operation, worker: worker) && !runsOutOfMemory(service, slot)
  }

  private mutating func pickOpenWorker(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int32 {
    let index = operation.pointee.a
    let running = fleets[services[index].pointee.fleet].pointee
    let first = busyStart[index].pointee
    for i in 0..<running.openCount { running.load[i] = busy[first + running.open[i]].pointee }
    let picked = balancers[index].pointee.pick(
      running.load,
      workers: running.openCount,
      u: chance(token, operation)
    )
    return running.open[picked]
  }

  /// Kills the instance that a request has just entered if it needs more memory than there is; true
  /// when it did, and the request has ended with all the others.
  private mutating func runsOutOfMemory(_ service: CompiledService, _ slot: Int32) -> Bool {
    let plan = fleets[service.fleet].pointee.plan
    let instance = tokens[Int(slot)].instance
    guard plan.memory >= 0, memoryInUse(service, instance) > plan.memory else { return false }
    fleets[service.fleet].pointee.outOfMemory += 1
    crash(service.fleet, instance, outage: 0, reason: .outOfMemory)
    // The others wake once more to end; this one is awake.
    endQuietly(slot)
    return true
  }

  /// Bytes that an instance uses: idle workers, requests in progress, its part of the connections.
  mutating func memoryInUse(_ service: CompiledService, _ instance: Int32) -> Int64 {
    let running = fleets[service.fleet].pointee
    var requests: Int64 = 0
    for i in 0..<service.workersPerInstance {
      let worker = instance * service.workersPerInstance + i
      requests += Int64(pools[service.slots + worker].pointee.inUse)
    }
    let ready = max(1, running.openCount / Int(service.workersPerInstance))
    return Int64(service.workersPerInstance) * running.plan.memoryPerWorker
      + requests * running.plan.memoryPerRequest
      + memoryOfStreams(service.fleet, instance)
      + running.plan.memoryOfConnections / Int64(ready)
  }

  /// Bytes that the streams and connections of an instance take.
  private mutating func memoryOfStreams(_ f: Int32, _ instance: Int32) -> Int64 {
    let plan = fleets[f].pointee.plan
    let held = memoryOfConnections(f, instance)
    guard plan.memoryPerStream > 0 else { return held }
    let slots = pools[plan.streams + instance].pointee.inUse
    return held + Int64(slots - connectionsHeld(f, instance)) * plan.memoryPerStream
  }

  /// Takes a stream slot at an instance that its stream may bring to the end of its memory; true when
  /// the request goes on.
  @inline(never)
  mutating func openStream(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let pool = poolIndex(token, operation)
    guard pools[pool].pointee.request(by: slot, now: now, links: links) == .granted else {
      fail(slot, operation.pointee.reason)
      return false
    }
    hold(pool, slot, token)
    token.pointee.place = operation[1].place
    return !runsOutOfMemory(services[operation.pointee.c].pointee, slot)
  }

  /// An instance crashes: what it was doing fails, and it boots again after an outage.
  mutating func crash(_ f: Int32, _ instance: Int32, outage: Int64, reason: FailureReason) {
    let until = fleets[f].pointee.fleet.crash(instance, outage: outage, now: now)
    if let until { wake(f, instance, at: until) }
    listOpenWorkers(f)
    cutRequests(f, instance, reason)
    cutSockets(f, instance)
    closeConnections(f, instance)
    settle(f)
  }

  /// Lets the first instances crash that take requests; at its end a fault has nothing to do.
  mutating func crashInstances(_ fault: CompiledFault) {
    var left = now < fault.end ? fault.servers : 0
    for instance in 0..<fleets[fault.fleet].pointee.plan.most where left > 0 {
      guard fleets[fault.fleet].pointee.fleet.state(of: instance) == .ready else { continue }
      crash(fault.fleet, instance, outage: fault.end - now, reason: .instanceCrashed)
      left -= 1
    }
  }

  /// Fails every request of an instance and stops what it does.
  private mutating func cutRequests(_ f: Int32, _ instance: Int32, _ reason: FailureReason) {
    let service = fleets[f].pointee.plan.service
    for slot in laneCount..<slotsUsed {
      let token = tokens + Int(slot)
      guard token.pointee.flags.contains(.entered), token.pointee.instance == instance,
        endpoints[token.pointee.endpoint].pointee.service == service,
        token.pointee.place.code != .stop
      else { continue }
      if !token.pointee.flags.contains(.abandoned) {
        tellCaller(of: slot, reason)
        token.pointee.flags.insert(.abandoned)
      }
      cancel(slot)
    }
  }

  /// An instance's time has come: it is ready, boots after an outage, or has drained long enough.
  @inline(never)
  mutating func wakeInstance(_ slot: Int32, of f: Int32) {
    let instance = tokens[Int(slot)].instance
    switch fleets[f].pointee.fleet.wake(instance, now: now) {
    case .stale: return
    case .ready:
      fleets[f].pointee.readySince[Int(instance)] = now
      fleets[f].pointee.coreTime[Int(instance)] = coreTime(f, instance)
    case .boots(let until): wake(f, instance, at: until)
    case .off:
      cutRequests(f, instance, .cutOff)
      cutSockets(f, instance)
      closeConnections(f, instance)
    }
    settle(f)
  }

  private mutating func wake(_ f: Int32, _ instance: Int32, at time: Int64) {
    let slot = fleets[f].pointee.tokens[Int(instance)]
    events.schedule(UInt32(bitPattern: slot), at: time)
  }

  /// Starts and stops instances until there are as many as are wanted.
  mutating func settle(_ f: Int32) {
    while let step = fleets[f].pointee.fleet.nextStep(now: now) {
      switch step {
      case .boot(let instance, let until): wake(f, instance, at: until)
      case .drain(let instance, let until):
        if isIdle(f, instance) {
          fleets[f].pointee.fleet.becomeIdle(instance, now: now)
          closeConnections(f, instance)
        } else {
          wake(f, instance, at: until)
        }
      case .stop: break
      }
    }
    listOpenWorkers(f)
  }

  /// A request has left an instance: one that drains may be done.
  @inline(never)
  mutating func leaveInstance(_ f: Int32, _ instance: Int32) {
    guard fleets[f].pointee.fleet.state(of: instance) == .draining, isIdle(f, instance) else {
      return
    }
    fleets[f].pointee.fleet.becomeIdle(instance, now: now)
    closeConnections(f, instance)
    settle(f)
  }

  private mutating func closeConnections(_ f: Int32, _ instance: Int32) {
    let service = fleets[f].pointee.plan.service
    let workers = services[service].pointee.workersPerInstance
    let first = instance * workers
    closeConnections(of: service, workers: first..<first + workers)
  }

  private mutating func isIdle(_ f: Int32, _ instance: Int32) -> Bool {
    let index = fleets[f].pointee.plan.service
    let workers = services[index].pointee.workersPerInstance
    let first = busyStart[index].pointee + instance * workers
    for i in 0..<workers where busy[first + i].pointee > 0 { return false }
    return connectionsHeld(f, instance) == 0
  }

  private mutating func listOpenWorkers(_ f: Int32) {
    let running = fleets[f]
    let workers = services[running.pointee.plan.service].pointee.workersPerInstance
    var count = 0
    for instance in 0..<running.pointee.plan.most
    where running.pointee.fleet.state(of: instance) == .ready {
      for i in 0..<workers {
        running.pointee.open[count] = instance * workers + i
        count += 1
      }
    }
    running.pointee.openCount = count
  }
}

// Autoscaling.
extension Replication {
  /// Lets an autoscaler look at its fleet and decide, again and again.
  @inline(never)
  mutating func scale(_ slot: Int32, _ f: Int32) {
    guard let autoscale = fleets[f].pointee.plan.autoscale else { return }
    let fleet = fleets[f].pointee.fleet
    let reading = Autoscaler.Reading(
      ratios: ratios(f, autoscale),
      ready: fleet.count(.ready),
      unready: fleet.count(.booting) + fleet.count(.down)
    )
    let wanted = fleets[f].pointee.scaler?.decide(current: fleet.wanted, reading, now: now)
    fleets[f].pointee.fleet.wanted = wanted ?? fleet.wanted
    for i in 0..<fleet.most { fleets[f].pointee.coreTime[Int(i)] = coreTime(f, i) }
    fleets[f].pointee.lastLook = now
    settle(f)
    let next = now + autoscale.sync
    if next < program.horizon + program.grace {
      events.schedule(UInt32(bitPattern: slot), at: next)
    } else {
      freeToken(slot)
    }
  }

  /// Mean usage of the ready instances over the target, for each metric that has one.
  private mutating func ratios(_ f: Int32, _ autoscale: CompiledAutoscale) -> [Double] {
    let running = fleets[f].pointee
    let service = services[running.plan.service].pointee
    var cpu = 0.0
    var memory = 0.0
    var requests = 0.0
    var ready = 0.0
    for i in 0..<running.plan.most where running.fleet.state(of: i) == .ready {
      ready += 1
      let from = max(running.lastLook, running.readySince[Int(i)])
      let cores = Double(running.plan.cpuPerInstance * running.plan.coresPerPool)
      let busyTime = Double(coreTime(f, i) - running.coreTime[Int(i)])
      if now > from { cpu += busyTime / Double(now - from) / cores }
      if running.plan.memory > 0 {
        memory += Double(memoryInUse(service, i)) / Double(running.plan.memory)
      }
      let first = busyStart[running.plan.service].pointee + i * service.workersPerInstance
      for j in 0..<service.workersPerInstance { requests += Double(busy[first + j].pointee) }
    }
    guard ready > 0 else { return [] }
    return [
      (cpu, autoscale.cpu), (memory, autoscale.memory), (requests, autoscale.concurrency),
    ].filter { $0.1 > 0 }.map { $0.0 / ready / $0.1 }
  }

  /// Core-nanoseconds that an instance has counted.
  private mutating func coreTime(_ f: Int32, _ instance: Int32) -> Int128 {
    let plan = fleets[f].pointee.plan
    var sum: Int128 = 0
    for j in 0..<plan.cpuPerInstance {
      sum += pools[plan.cpu + instance * plan.cpuPerInstance + j].pointee.tally(at: now).busyTime
    }
    return sum
  }

  /// Carries core time over the start of the measurement, where the pools begin to count anew.
  ///
  /// It is called before that and after it, with opposite signs.
  mutating func carryCoreTime(sign: Int128) {
    for f in 0..<Int32(fleets.count) {
      for i in 0..<fleets[f].pointee.plan.most {
        fleets[f].pointee.coreTime[Int(i)] += sign * coreTime(f, i)
      }
    }
  }
}
