import Quantities
import Scenarios
import Stations

extension Compiler {
  /// Gives each worker of the service that was compiled last what protects it.
  mutating func compileProtection(of service: Service) {
    let last = program.services.count - 1
    let workers = Int(program.services[last].workers)
    if let policy = service.adaptiveLimit {
      program.services[last].adaptiveLimit = Int32(program.adaptiveLimits.count)
      let limit = AdaptiveLimit(AdaptiveLimit.Rule(policy))
      program.adaptiveLimits += Array(repeating: limit, count: workers)
    }
    if let policy = service.controlledDelay {
      program.services[last].delay = Int32(program.delays.count)
      let delay = ControlledDelay(interval: policy.interval.nanoseconds)
      program.delays += Array(repeating: delay, count: workers)
      program.services[last].targetLane = lane(policy.target, .wait)
      program.services[last].intervalLane = lane(policy.interval, .wait)
    }
  }
}

extension AdaptiveLimit.Rule {
  init(_ policy: AdaptiveLimitPolicy) {
    switch policy.kind {
    case .gradient2: self.init(.gradient2)
    case .vegas: self.init(.vegas)
    case .aimd: self.init(.aimd)
    case .envoy_gradient: self.init(.envoy)
    }
    initial = Double(policy.initial)
    least = Double(policy.least)
    most = Double(policy.most)
    window = policy.window.nanoseconds
  }
}
