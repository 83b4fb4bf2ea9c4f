/// The price of one unit of anything, in whole picodollars.
///
/// A vCPU-second costs $0.000011244 and an event $0.0003625: a millionth of a dollar, which is as
/// fine as `Money` gets, would be wrong by percents. Prices are kept exactly as they are written, and
/// a cost is rounded once.
public struct UnitPrice: Hashable, Comparable, Sendable {
  /// Trillionths of a dollar.
  public var picoUSD: Int128

  /// Nothing.
  public static let zero = UnitPrice(picoUSD: 0)

  /// Digits behind the decimal point.
  private static let digits = 12
  private static let picoPerMicro: Int128 = 1_000_000

  /// A price in trillionths of a dollar.
  public init(picoUSD: Int128) {
    self.picoUSD = picoUSD
  }

  /// A price in dollars, rounded to the nearest trillionth; exact up to 9,000 dollars.
  ///
  /// - Precondition: `usd` is finite and below 10²⁰ in size.
  public init(usd: Double) {
    precondition(usd.isFinite && abs(usd) < 1e20, "a price is finite")
    self.init(picoUSD: Int128((usd * 1e12).rounded()))
  }

  /// The price of one unit at an amount of money for each.
  public init(_ money: Money) {
    self.init(picoUSD: money.microUSD * UnitPrice.picoPerMicro)
  }

  /// A price in dollars as it is written, such as `0.000011244` or `1.2e-5`, without rounding.
  ///
  /// - Returns: nil when the text is not a plain number from 0, or is finer than a trillionth.
  public init?(exactly text: some StringProtocol) {
    let parts = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    let upper = text.split(separator: "E", maxSplits: 1, omittingEmptySubsequences: false)
    let scientific = parts.count > 1 ? parts : upper
    guard let number = scientific.first, number.utf8.count <= 40,
      let exponent = scientific.count > 1 ? Int(scientific[1]) : 0, abs(exponent) <= 40
    else { return nil }
    let halves = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = halves.count > 1 ? halves[1] : ""
    let all = String(halves[0]) + String(fraction)
    guard !all.isEmpty, all.utf8.allSatisfy({ (48...57).contains($0) }),
      var value = Int128(all)
    else { return nil }
    var shift = UnitPrice.digits + exponent - fraction.utf8.count
    while shift < 0, value != 0 {
      guard value % 10 == 0 else { return nil }
      value /= 10
      shift += 1
    }
    while shift > 0, value != 0 {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      guard !overflows else { return nil }
      value = product
      shift -= 1
    }
    self.init(picoUSD: value)
  }

  /// The price in dollars, as near as floating point comes.
  public var usd: Double { Double(picoUSD) / 1e12 }

  /// The price rounded to a millionth of a dollar, for tables that print no more.
  public var money: Money {
    Money(microUSD: UnitPrice.rounded(picoUSD, over: UnitPrice.picoPerMicro))
  }

  /// Whether the left price is lower.
  public static func < (a: UnitPrice, b: UnitPrice) -> Bool { a.picoUSD < b.picoUSD }

  /// What a quantity costs, rounded once to a millionth of a dollar, half up.
  ///
  /// A negative quantity is a credit, and takes back exactly what the same quantity is charged.
  ///
  /// - Precondition: `quantity` is finite and the cost is below 10³⁰ dollars.
  public func cost(of quantity: Double) -> Money {
    precondition(quantity.isFinite, "a quantity is finite")
    if let exact = exactCost(of: quantity) { return exact }
    return Money(usd: usd * quantity)
  }

  /// The exact product, rounded once; nil when 128 bits do not hold it.
  ///
  /// A quantity is a whole number times a power of two, so that nothing is lost on the way.
  private func exactCost(of quantity: Double) -> Money? {
    guard quantity != 0 else { return .zero }
    // 2⁵² ulps make a significand; what is even is taken into the power of two.
    let ulps = (quantity.magnitude.significand * 0x1p52)
    let spare = Int128(ulps).trailingZeroBitCount
    let whole = Int128(ulps) >> Int128(spare)
    let power = Int(quantity.exponent) - 52 + spare
    var (product, overflows) = picoUSD.multipliedReportingOverflow(by: whole)
    guard !overflows, power < 60, power > -100 else { return nil }
    var divisor = UnitPrice.picoPerMicro
    if power >= 0 {
      (product, overflows) = product.multipliedReportingOverflow(by: Int128(1) << Int128(power))
    } else {
      divisor <<= Int128(-power)
    }
    guard !overflows, product.magnitude < UInt128(1) << 126 else { return nil }
    let cost = UnitPrice.rounded(product, over: divisor)
    return Money(microUSD: quantity < 0 ? -cost : cost)
  }

  /// The quotient to the nearest whole number, halves away from zero.
  private static func rounded(_ dividend: Int128, over divisor: Int128) -> Int128 {
    let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    guard rest.magnitude >= divisor.magnitude - rest.magnitude else { return quotient }
    return quotient + dividend.signum()
  }
}

extension UnitPrice: CustomStringConvertible {
  /// The price with as many digits as it needs, and cents when there are any: `$25`, `$0.50`,
  /// `$0.000011244`.
  public var description: String {
    let text = String(picoUSD.magnitude)
    let padded = String(repeating: "0", count: max(0, UnitPrice.digits + 1 - text.count)) + text
    var fraction = padded.suffix(UnitPrice.digits)
    while fraction.hasSuffix("0") { fraction = fraction.dropLast() }
    let cents = fraction.isEmpty ? "" : "." + fraction + (fraction.count == 1 ? "0" : "")
    return "\(picoUSD < 0 ? "-" : "")$\(padded.dropLast(UnitPrice.digits))\(cents)"
  }
}
