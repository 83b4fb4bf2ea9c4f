extension Replication {
  /// A step that few scenarios have, kept out of the hot function; true when the next may run.
  @inline(never)
  mutating func takeRarerStep(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    switch token.pointee.place.code {
    case .admit: return admit(slot, token, operation)
    case .share: return share(slot, token, operation)
    case .seize: return seize(slot, token, operation)
    case .enqueue: return enqueue(slot, operation)
    case .receive: receive(slot, token, operation)
    case .find: return find(slot, token, operation)
    case .openStream: return openStream(slot, token, operation)
    case .edge: askEdge(slot, token, operation)
    case .leave:
      letGo(slot)
      token.pointee.place = operation[1].place
    case .replica: chooseReplica(token, operation)
    case .pace: return pace(slot, token, operation)
    case .relogin: relogin(token, operation)
    case .fill: fill(token, operation)
    case .connect: connect(slot, token, operation)
    case .disconnect: disconnect(token, operation)
    default: preconditionFailure("every rarer step is listed here")
    }
    return true
  }

  /// Something that ends with the wake of its token, kept out of the hot function.
  @inline(never)
  mutating func wake(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) {
    switch operation.pointee.code {
    case .begin: beginMeasurement(slot)
    case .conduct: conduct(slot, operation.pointee.a)
    case .deliver: deliver(slot, operation)
    case .end:
      if !isOver { endMeasurement() }
      freeToken(slot)
    case .fault: turnFault(slot)
    case .instance: wakeInstance(slot, of: operation.pointee.a)
    case .iterate: iterate(slot)
    case .relieve: relieve(operation.pointee.a)
    case .ring: ring()
    case .sample: sample(slot)
    case .scale: scale(slot, operation.pointee.a)
    case .socket: wakeSocket(slot)
    case .turn: turn(operation.pointee.a)
    default: preconditionFailure("every wake is listed here")
    }
  }
}
