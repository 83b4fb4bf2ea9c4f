import Stations

// What protects the workers of a service: limits that follow what requests take, and controlled delay.
extension Replication {
  /// Whether a worker may have another request in progress.
  mutating func isAdmitted(
    _ worker: Int32,
    _ service: UnsafeMutablePointer<CompiledService>,
    inFlight: Int32
  ) -> Bool {
    resilience.adaptiveLimits[service.pointee.adaptiveLimit + worker].pointee
      .admits(inFlight: inFlight)
  }

  /// Tells a worker's limit what a request took; a refused one took no time and tells nothing.
  mutating func sampleLimit(
    _ token: UnsafeMutablePointer<Token>,
    _ service: UnsafeMutablePointer<CompiledService>,
    inFlight: Int32
  ) {
    resilience.adaptiveLimits[service.pointee.adaptiveLimit + token.pointee.worker].pointee.sample(
      span: now - token.pointee.arrivedAt,
      inFlight: inFlight,
      lost: token.pointee.flags.contains(.abandoned),
      now: now
    )
  }

  /// The lane of a wait in the line of a worker, which the request has just joined; −1 for no end.
  mutating func waitingLane(
    _ worker: Int32,
    _ service: UnsafeMutablePointer<CompiledService>,
    _ pool: Int32
  ) -> Int32 {
    guard service.pointee.delay >= 0 else { return -1 }
    let isStanding = resilience.delays[service.pointee.delay + worker].pointee.isStanding(
      isEmpty: pools[pool].pointee.waiting == 1,
      now: now
    )
    return isStanding ? service.pointee.targetLane : service.pointee.intervalLane
  }
}
