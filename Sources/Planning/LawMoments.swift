import Quantities
import Scenarios
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Moments and tails of a duration's law, for closed forms.
extension Law {
  /// The mean, in seconds.
  var meanSeconds: Double {
    switch family {
    case .constant, .exponential, .gamma: first
    case .lognormal: first * exp(second * second / 2)
    case .uniform: (first + second) / 2
    }
  }

  /// The mean as a span.
  var meanInterval: SimInterval { SimInterval(seconds: meanSeconds) }

  /// Variance over squared mean.
  var squaredCoefficientOfVariation: Double {
    switch family {
    case .constant: 0
    case .exponential: 1
    case .gamma: second * second
    case .lognormal: exp(second * second) - 1
    case .uniform: (second - first) * (second - first) / 12 / (meanSeconds * meanSeconds)
    }
  }

  /// The probability that a log-normal duration is longer than some seconds.
  ///
  /// - Precondition: the law is log-normal.
  func lognormalTail(_ seconds: Double) -> Double {
    precondition(family == .lognormal, "the tail is that of a log-normal law")
    guard seconds > 0 else { return 1 }
    return 1 - StandardNormal.cumulative(log(seconds / first) / second)
  }
}
