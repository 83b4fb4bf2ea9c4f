import Scenarios
import Simulating
import Statistics

extension Measurement.Endpoint {
  /// The times that targets of a scope speak of.
  func times(in scope: LatencyTargets.Scope) -> Histogram {
    switch scope {
    case .total: responseTime
    case .without_llm: withoutModel
    case .start: starts
    }
  }
}
