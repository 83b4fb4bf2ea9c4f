import Kernel
import Stations

// Connections that stay open in the pools of the workers: what they hold on the other side, such as the
// session of a pooler, belongs to nobody while they are idle.
extension Replication {
  /// Takes an open connection that nobody uses; else the steps that open one follow.
  @inline(never)
  mutating func connect(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let plan = connections[operation.pointee.a].pointee
    let idle = idleConnections[plan.firstIdle + token.pointee.worker]
    guard idle.pointee > 0 else {
      token.pointee.place = operation[1].place
      return
    }
    idle.pointee -= 1
    hold(plan.first, slot, token)
    if plan.second >= 0 { hold(plan.second, slot, token) }
    token.pointee.place = operations[operation.pointee.c].pointee.place
  }

  /// Leaves a connection open, with all that it holds; else the steps that close it follow.
  @inline(never)
  mutating func disconnect(
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let plan = connections[operation.pointee.a].pointee
    let idle = idleConnections[plan.firstIdle + token.pointee.worker]
    guard idle.pointee < plan.kept else {
      token.pointee.place = operation[1].place
      return
    }
    idle.pointee += 1
    token.pointee.heldCount -= plan.second >= 0 ? 2 : 1
    token.pointee.place = operations[operation.pointee.c].pointee.place
  }

  /// Closes the idle connections of some workers of a service: all, or those of one pool only.
  mutating func closeConnections(of service: Int32, workers: Range<Int32>, only pool: Int32? = nil)
  {
    for i in 0..<Int32(connections.count)
    where connections[i].pointee.service == service && (pool == nil || pool == i) {
      let plan = connections[i].pointee
      for worker in workers {
        let idle = idleConnections[plan.firstIdle + worker]
        while idle.pointee > 0 {
          idle.pointee -= 1
          if plan.second >= 0 { release(plan.second) }
          release(plan.first)
        }
      }
    }
  }

  /// Closes every idle connection when nothing happens any more; true when there was one.
  mutating func closeAllConnections() -> Bool {
    guard idleConnections.elements.contains(where: { $0 > 0 }) else { return false }
    for i in 0..<Int32(services.count) {
      closeConnections(of: i, workers: 0..<services[i].pointee.workers)
    }
    while case let slot = takeReady(), slot >= 0 {
      events.schedule(UInt32(bitPattern: slot), at: now)
    }
    return true
  }
}
