import Quantities
import Statistics
import TestSupport

extension SplitMix {
  /// A standard normal number.
  mutating func normal() -> Double { StandardNormal.quantile(Fraction(uniform())) }

  /// A span whose size is spread evenly over the powers of two, up to about two days.
  mutating func span() -> SimInterval {
    SimInterval(nanoseconds: Int64(next() >> (17 + next() % 46)))
  }
}

extension Histogram {
  init(of spans: some Sequence<SimInterval>) {
    self.init()
    for span in spans { record(span) }
  }
}
