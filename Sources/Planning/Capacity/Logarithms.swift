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
  meanInterval(of: factors.map { log($0) }, level: level)
    .mapped { (exp($0.value), exp($0.low), exp($0.high)) }
}

/// The logarithm to base ten.
func decimalLogarithm(_ x: Double) -> Double { log10(x) }
