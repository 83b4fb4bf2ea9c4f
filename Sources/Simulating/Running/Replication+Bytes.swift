import Kernel

extension Replication {
  /// Lets the edge answer a request, or sends it on to the service.
  mutating func askEdge(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    let isHit = comesAbout(slot, token, operation)
    if isHit, token.pointee.flags.contains(.measured) {
      tallies.countEdgeHit(endpoint: Int(operation.pointee.a))
    }
    token.pointee.place = isHit ? operations[operation.pointee.b].pointee.place : operation[1].place
  }
}
