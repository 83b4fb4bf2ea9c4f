// How numbers are put into sentences; tables get the numbers themselves.

/// A share as a percentage with as many digits as it deserves.
func percent(_ share: Double) -> String {
  let value = share * 100
  if value == 0 { return "0 %" }
  if abs(value) < 0.1 { return "under 0.1 %" }
  return "\(number(value)) %"
}

/// A number with about three significant digits.
func number(_ value: Double) -> String {
  let size = abs(value)
  if size >= 1000 { return grouped(value) }
  if size >= 100 { return String(Int(value.rounded())) }
  let scale: Double = size >= 10 ? 10 : 100
  let rounded = (value * scale).rounded() / scale
  return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
}

/// A duration in the unit that suits it.
func time(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.0095: "\(number(seconds * 1000)) ms"
  case ..<0.9995: "\(Int((seconds * 1000).rounded())) ms"
  case ..<120: "\(number(seconds)) s"
  case ..<7200: "\(number(seconds / 60)) min"
  default: "\(number(seconds / 3600)) h"
  }
}

/// A large number with a comma between thousands.
func grouped(_ value: Double) -> String {
  let digits = String(Int(value.rounded()).magnitude)
  var result = ""
  for (i, digit) in digits.enumerated() {
    if i > 0, (digits.count - i) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return value < 0 ? "−\(result)" : result
}
