import Quantities

/// Reads quantities with their units.
enum Units {
  /// Seconds in each unit of time; months and years are a twelfth of and 365 days.
  static let seconds: [(unit: String, factor: Double)] = [
    ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60),
    ("h", 3600), ("d", 86_400), ("w", 7 * 86_400), ("y", 365 * 86_400),
  ]

  /// Bytes in each unit of size; K and M are powers of ten, Ki and Mi powers of two.
  static let bytes: [(unit: String, factor: Double)] = [
    ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15),
    ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
  ]

  /// Seconds of each unit that a rate may be per.
  static let perUnits: [(unit: String, factor: Double)] = seconds + perWords

  /// Seconds of the words that a rate may be per, besides the units of durations.
  static let perWords: [(unit: String, factor: Double)] = [
    ("sec", 1), ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400),
    ("month", 365.0 / 12 * 86_400),
  ]

  /// A span of time, in seconds.
  static func duration(_ text: String) throws(Scalars.Refusal) -> Double {
    let measured = try Scalars.measured(text)
    let shown = text.escapedForTerminal(limit: 60)
    if measured.unit == "m" {
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) may be minutes or thousandths",
        help: "write \(Shape.brief(measured.number))min or \(Shape.brief(measured.number))ms"
      )
    }
    let factor = try factor(
      measured,
      shown: shown,
      among: seconds,
      what: "duration",
      suggestions: ["ms", "s", "min"]
    )
    let value = scaled(measured.number, by: factor)
    guard value >= 0 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is negative",
        help: "a duration is not negative"
      )
    }
    guard value <= SimInterval.longest.seconds else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is longer than 100 years",
        help: "durations go from 0s to 100y"
      )
    }
    return value
  }

  /// A number of bytes.
  static func size(_ text: String) throws(Scalars.Refusal) -> Double {
    let measured = try Scalars.measured(text)
    let shown = text.escapedForTerminal(limit: 60)
    let factor = try factor(
      measured,
      shown: shown,
      among: bytes,
      what: "size",
      suggestions: ["MB", "MiB", "GB"]
    )
    let value = scaled(measured.number, by: factor)
    guard value >= 0, value <= 9e18 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is not between 0B and 9000PB",
        help: nil
      )
    }
    return value
  }

  /// A number of things in a window of time: the number and the window in seconds.
  static func rate(_ text: String) throws(Scalars.Refusal) -> (count: Double, window: Double) {
    let shown = text.escapedForTerminal(limit: 60)
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    let help = "write a number per time, such as 5/s, 60/min or 500/day"
    guard halves.count == 2 else {
      _ = try Scalars.measured(text)
      throw Scalars.Refusal(code: .wrongUnit, message: "\(shown) is not a rate", help: help)
    }
    let count = try Scalars.number(String(halves[0]).trimmingSpaces())
    let window = try window(String(halves[1]).trimmingSpaces(), shown: shown, help: help)
    guard count >= 0 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is negative",
        help: "a rate is not negative"
      )
    }
    guard (count / window).isFinite, count / window <= 1e15 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is more than any system does",
        help: "rates go up to 1000000000000000/s"
      )
    }
    return (count, window)
  }

  private static func window(
    _ text: String,
    shown: String,
    help: String
  ) throws(Scalars.Refusal) -> Double {
    let isBare = text.first.map { !$0.isNumber } ?? true
    let measured = try isBare ? Scalars.Measured(number: 1, unit: text) : Scalars.measured(text)
    guard let unit = perUnits.first(where: { $0.unit == measured.unit }), measured.number > 0 else {
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) is not a rate: unknown unit \"\(text.escapedForTerminal(limit: 30))\"",
        help: help
      )
    }
    return measured.number * unit.factor
  }

  /// Bytes per second; bits per second are accepted as `Mbit/s`.
  static func bandwidth(_ text: String) throws(Scalars.Refusal) -> Double {
    let shown = text.escapedForTerminal(limit: 60)
    guard text.hasSuffix("/s") else {
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) is not a bandwidth",
        help: "write bytes or bits per second, such as 20MB/s or 100Mbit/s"
      )
    }
    let amount = String(text.dropLast(2)).trimmingSpaces()
    let bits: [(unit: String, factor: Double)] = [
      ("kbit", 125), ("Mbit", 125_000), ("Gbit", 125_000_000),
    ]
    let measured = try Scalars.measured(amount)
    let value: Double
    if let bit = bits.first(where: { $0.unit == measured.unit }) {
      value = measured.number * bit.factor
    } else {
      value = try size(amount)
    }
    guard value > 0 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is not above zero",
        help: "a bandwidth is above zero"
      )
    }
    return value
  }

  /// A share: `70%` or `0.7`.
  static func fraction(_ text: String) throws(Scalars.Refusal) -> Double {
    let measured = try Scalars.measured(text)
    let shown = text.escapedForTerminal(limit: 60)
    let value: Double
    switch measured.unit {
    case "": value = measured.number
    case "%": value = measured.number / 100
    default:
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) is not a share",
        help: "write a share such as 70% or 0.7"
      )
    }
    guard value >= 0, value <= 1 else {
      let hint = measured.unit.isEmpty && value > 1 && value <= 100
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is not between 0 and 1",
        help: hint ? "write \(shown)% if that is meant" : "a share lies between 0% and 100%"
      )
    }
    return value
  }

  /// A multiple of 100 %: `200%` or `2`.
  static func multiple(_ text: String) throws(Scalars.Refusal) -> Double {
    let measured = try Scalars.measured(text)
    let shown = text.escapedForTerminal(limit: 60)
    guard measured.unit.isEmpty || measured.unit == "%" else {
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) is not a level of load",
        help: "write a percentage such as 200%"
      )
    }
    let value = measured.unit == "%" ? measured.number / 100 : measured.number
    guard value >= 0, value <= 1e9 else {
      throw Scalars.Refusal(
        code: .stage,
        message: "\(shown) is not a level of load",
        help: "a load is not negative, and at most 1e9"
      )
    }
    return value
  }

  /// An amount of US dollars: `$25`, `25 USD`, `$25/month`, and a bare number where allowed.
  static func usd(_ text: String, bare: Bool) throws(Scalars.Refusal) -> Double {
    try amount(text, bare: bare).usd
  }

  /// A price of a unit, exactly as written: `$25`, `0.000011244`.
  static func unitPrice(_ text: String) throws(Scalars.Refusal) -> UnitPrice {
    let amount = try amount(text, bare: true)
    guard let price = UnitPrice(exactly: amount.digits) else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(text.escapedForTerminal(limit: 60)) is finer than a trillionth of a dollar",
        help: "write at most 12 digits behind the decimal point"
      )
    }
    return price
  }

  private static func amount(
    _ text: String,
    bare: Bool
  ) throws(Scalars.Refusal) -> (usd: Double, digits: String) {
    let shown = text.escapedForTerminal(limit: 60)
    var rest = text.trimmingSpaces()
    var isMarked = bare
    if rest.hasSuffix("/month") { rest = String(rest.dropLast(6)) }
    if rest.hasPrefix("$") {
      rest = String(rest.dropFirst())
      isMarked = true
    } else if rest.hasSuffix("USD") {
      rest = String(rest.dropLast(3)).trimmingSpaces()
      isMarked = true
    }
    let value = try Scalars.number(rest)
    guard isMarked else {
      throw Scalars.Refusal(
        code: .wrongUnit,
        message: "\(shown) has no currency",
        help: "write $\(shown)"
      )
    }
    guard value >= 0, value <= 1e15 else {
      throw Scalars.Refusal(
        code: .outOfRange,
        message: "\(shown) is not between $0 and $1000000000000000",
        help: nil
      )
    }
    return (value, value == 0 ? "0" : rest.hasPrefix("+") ? String(rest.dropFirst()) : rest)
  }

  /// A number in a unit; small units divide, so that 9ms is as near to 0.009 as can be.
  private static func scaled(_ number: Double, by factor: Double) -> Double {
    factor < 1 ? number / (1 / factor).rounded() : number * factor
  }

  private static func factor(
    _ measured: Scalars.Measured,
    shown: String,
    among units: [(unit: String, factor: Double)],
    what: String,
    suggestions: [String]
  ) throws(Scalars.Refusal) -> Double {
    if let known = units.first(where: { $0.unit == measured.unit }) { return known.factor }
    let number = Shape.brief(measured.number)
    let examples = suggestions.map { number + $0 }.joined(separator: ", ")
    let unit = measured.unit.escapedForTerminal(limit: 30)
    let folded = units.first { $0.unit.lowercased() == measured.unit.lowercased() }?.unit
    throw Scalars.Refusal(
      code: .wrongUnit,
      message: unit.isEmpty
        ? "the \(what) \(shown) has no unit" : "unknown unit \"\(unit)\" of the \(what) \(shown)",
      help: folded.map { "write \(number)\($0)" } ?? "write \(examples)"
    )
  }
}
