#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The elementary functions of the C library, in the one file that names a platform.
enum Elementary {
  @inline(__always)
  static func exp(_ x: Double) -> Double {
    #if canImport(Darwin)
      Darwin.exp(x)
    #else
      Glibc.exp(x)
    #endif
  }

  @inline(__always)
  static func log(_ x: Double) -> Double {
    #if canImport(Darwin)
      Darwin.log(x)
    #else
      Glibc.log(x)
    #endif
  }

  @inline(__always)
  static func log1p(_ x: Double) -> Double {
    #if canImport(Darwin)
      Darwin.log1p(x)
    #else
      Glibc.log1p(x)
    #endif
  }

  @inline(__always)
  static func pow(_ x: Double, _ y: Double) -> Double {
    #if canImport(Darwin)
      Darwin.pow(x, y)
    #else
      Glibc.pow(x, y)
    #endif
  }
}

/// A number with three significant digits, for sentences.
func shortText(_ x: Double) -> String {
  guard x.isFinite, x != 0 else { return x == 0 ? "0" : "\(x)" }
  var power = 0
  var head = abs(x)
  while head >= 10 {
    head /= 10
    power += 1
  }
  while head < 1 {
    head *= 10
    power -= 1
  }
  let unit = Elementary.pow(10, Double(abs(power - 2)))
  let rounded =
    power >= 2 ? (abs(x) / unit).rounded() * unit : (abs(x) * unit).rounded() / unit
  let sign = x < 0 ? "-" : ""
  if rounded >= 1000, rounded < 1e15 { return sign + String(Int64(rounded)) }
  let text = String(rounded)
  return sign + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
}
