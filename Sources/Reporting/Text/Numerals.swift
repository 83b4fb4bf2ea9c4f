import Foundation
import Quantities

/// Numbers as text: one way to round, shared by every format.
enum Numerals {
  /// A number with that many decimals, as JSON and CSV want it: `12345.60`.
  ///
  /// - Precondition: `value` is finite: a report holds no NaN and no infinity.
  static func plain(_ value: Double, digits: Int) -> String {
    precondition(value.isFinite, "a report holds finite numbers; what is unknown is .unknown")
    precondition((0...15).contains(digits), "a number is shown with 0 to 15 decimals")
    let text = String(format: "%.\(digits)f", value)
    let isZero = text.utf8.allSatisfy { $0 == 45 || $0 == 46 || $0 == 48 }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// An amount of dollars: cents from a dollar up, four decimals from a cent up, six below.
  static func plain(_ money: Money) -> String {
    let size = money.microUSD.magnitude
    // What rounds up to a dollar is shown in cents like a dollar.
    let digits = size == 0 || size >= 999_950 ? 2 : size >= 10_000 ? 4 : 6
    let step: UInt128 = digits == 2 ? 10_000 : digits == 4 ? 100 : 1
    let rounded = (size + step / 2) / step * step
    let fraction = String(rounded % 1_000_000)
    let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
    let sign = money.microUSD < 0 && rounded != 0 ? "-" : ""
    return "\(sign)\(rounded / 1_000_000).\(padded.prefix(digits))"
  }

  /// The same digits with commas between thousands, for people: `12,345.60`.
  static func grouped(_ plain: String) -> String {
    let sign = plain.hasPrefix("-") ? "-" : ""
    let body = plain.dropFirst(sign.count)
    let whole = body.prefix { $0 != "." }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return sign + result + body.dropFirst(whole.count)
  }

  /// How many decimals show that many significant figures of a number.
  static func decimals(of value: Double, figures: Int) -> Int {
    precondition(value.isFinite, "a report holds finite numbers; what is unknown is .unknown")
    guard value != 0 else { return 0 }
    let exponent = Int(log10(abs(value)).rounded(.down))
    return min(max(figures - 1 - exponent, 0), 12)
  }
}
