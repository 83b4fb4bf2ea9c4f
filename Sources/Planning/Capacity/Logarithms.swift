import Quantities
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The geometric mean of factors with a t interval on the logarithms: loads differ by ratios.
func logMean(_ factors: [Double], level: Fraction) -> Estimated {
  switch meanInterval(of: factors.map { log($0) }, level: level) {
  case .known(let e):
    .known(
      Estimate(
        value: exp(e.value),
        low: exp(e.low),
        high: exp(e.high),
        level: e.level,
        observations: e.observations,
        replications: e.replications,
        method: e.method
      )
    )
  case .notEstimable(let reason): .notEstimable(reason)
  }
}

/// The logarithm to base ten.
func decimalLogarithm(_ x: Double) -> Double { log10(x) }
