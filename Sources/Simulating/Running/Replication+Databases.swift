import Kernel
import Stations

// What databases do besides serving statements: copies, paces, and the loss of a primary.
extension Replication {
  /// Sends a read to a copy, or to the primary where its data was written too recently.
  mutating func chooseReplica(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let index = Int(operation.pointee.a)
    let plan = program.replicas[index]
    let age = operation.pointee.draw.value(
      random,
      ziggurat,
      purpose: operation.pointee.purpose,
      entity: token.pointee.entity,
      index: 0
    )
    let isPinned = age < plan.pin
    var isStale = false
    if !isPinned {
      let lag = plan.lag.value(
        random,
        ziggurat,
        purpose: plan.lagPurpose ^ operation.pointee.purpose,
        entity: token.pointee.entity,
        index: 0
      )
      isStale = lag > age
    }
    if measuring { extras.count(replica: index, isPinned: isPinned, isStale: isStale) }
    token.pointee.place =
      isPinned ? operations[operation.pointee.b].pointee.place : operation[1].place
  }

  /// Takes units of a paced queue; false while they have not passed.
  mutating func pace(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let wait = extras.paces[operation.pointee.a].pointee
      .take(operation.pointee.draw.first, now: now)
    token.pointee.place = operation[1].place
    guard wait > 0 else { return true }
    spend(wait, column: operation.pointee.waitColumn, slot)
    events.schedule(UInt32(bitPattern: slot), at: now &+ wait)
    return false
  }

  /// Lets a server connection log in again that was lost with the primary; others go on.
  mutating func relogin(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let left = extras.logins[operation.pointee.a]
    if left.pointee > 0 {
      left.pointee -= 1
      token.pointee.place = operation[1].place
    } else {
      token.pointee.place = operations[operation.pointee.b].pointee.place
    }
  }

  /// Takes the primary of a database away, or brings it back.
  ///
  /// A statement that runs ends; others find nobody, and wait or fail. Connections that are idle are lost
  /// at once, those of a pooler log in again one by one when the primary is back.
  mutating func failOver(_ fault: CompiledFault) {
    let faults = active(.failover) { $0.database == fault.database }
    let refuses = faults.contains(where: \.refuses)
    for step in fault.steps {
      operations[step].pointee.reason =
        refuses ? .databaseDown : program.operations[Int(step)].reason
    }
    for pool in fault.pools {
      let usual = program.pools[Int(pool)]
      pools[pool].pointee.queueLimit = refuses ? 0 : usual.queueLimit
      give(pool, faults.isEmpty ? usual.capacity : 0)
      // Who stands in line hears it like those who come.
      while refuses, case let slot = pools[pool].pointee.first, slot >= 0 {
        leaveLine(slot, tokens + Int(slot))
        fail(slot, .databaseDown)
      }
    }
    extras.logins[fault.database].pointee = faults.isEmpty ? fault.logins : 0
    for index in fault.connections {
      let service = connections[index].pointee.service
      closeConnections(of: service, workers: 0..<services[service].pointee.workers, only: index)
    }
  }

  /// Gives a provider the share of its limits that all cuts together leave.
  mutating func cutLimits(_ fault: CompiledFault) {
    let cut = active(.limitCut) { $0.provider == fault.provider }.map(\.factor).min() ?? 1
    let grown = active(.ramp) { $0.provider == fault.provider }.map {
      $0.factor + (1 - $0.factor) * Double(now - $0.begin) / Double($0.end - $0.begin)
    }
    let share = cut * (grown.min() ?? 1)
    for i in providers[fault.provider].pointee.limiters {
      limiters[i].setShare(share, now: now)
    }
  }
}
