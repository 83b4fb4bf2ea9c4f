import Kernel
import Stations

// Circuit breakers and throttles in front of models, one for each client process.
extension Replication {
  /// Asks the throttle of a target, if there is one, whether an attempt may go out.
  mutating func passesThrottle(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>,
    _ purpose: UInt32
  ) -> Bool {
    guard target.pointee.throttle >= 0 else { return true }
    let u = random.uniform(
      purpose: purpose ^ Luck.throttle,
      entity: token.pointee.entity,
      index: luck(of: token)
    )
    return resilience.throttles[target.pointee.throttle + token.pointee.worker].pointee
      .admits(now: now, u: u)
  }

  /// Asks the breaker of a target to let an attempt through.
  mutating func passesBreaker(
    _ token: UnsafeMutablePointer<Token>,
    _ target: UnsafeMutablePointer<CompiledTarget>
  ) -> Bool {
    guard target.pointee.breaker >= 0 else { return true }
    let breaker = resilience.breakers[target.pointee.breaker + token.pointee.worker]
    details(token).pointee.ticket = breaker.pointee.admit(now: now)
    return details(token).pointee.ticket >= 0
  }

  /// Tells the breaker how an attempt that it let through has ended.
  mutating func recordBreaker(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>,
    failed: Bool,
    span: Int64
  ) {
    if !failed {
      let target = targets[call.pointee.firstTarget + details(token).pointee.target]
      if target.pointee.throttle >= 0 {
        resilience.throttles[target.pointee.throttle + token.pointee.worker].pointee
          .accept(now: now)
      }
    }
    guard let (breaker, ticket) = takeTicket(token, call) else { return }
    breaker.pointee.record(ticket, failed: failed, span: span, now: now)
  }

  /// Tells the breaker that it will hear nothing of an attempt that it let through.
  mutating func forgetBreaker(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) {
    guard let (breaker, ticket) = takeTicket(token, call) else { return }
    breaker.pointee.forget(ticket)
  }

  private mutating func takeTicket(
    _ token: UnsafeMutablePointer<Token>,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) -> (UnsafeMutablePointer<CircuitBreaker>, Int32)? {
    let it = details(token)
    guard it.pointee.ticket >= 0 else { return nil }
    let first = targets[call.pointee.firstTarget + it.pointee.target].pointee.breaker
    defer { it.pointee.ticket = -1 }
    return (resilience.breakers[first + token.pointee.worker], it.pointee.ticket)
  }
}
