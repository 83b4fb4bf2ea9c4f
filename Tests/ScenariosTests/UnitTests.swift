import Quantities
import Testing

@testable import Scenarios

@Suite struct `Quantities with units` {
  @Test(arguments: [
    ("250ms", 0.25), ("1.5s", 1.5), ("5min", 300), ("2h", 7200), ("3d", 259_200), ("10us", 1e-5),
    ("10µs", 1e-5), ("7ns", 7e-9), ("0s", 0), ("1e3ms", 1), (" 20 ms ", 0.02), ("1w", 604_800),
    ("1y", 31_536_000),
  ])
  func `durations are read`(text: String, seconds: Double) throws {
    #expect(abs(try Units.duration(text) - seconds) <= seconds * 1e-12)
  }

  @Test(arguments: [
    ("5m", ProblemCode.wrongUnit, "write 5min or 5ms"),
    ("500", .wrongUnit, "write 500ms, 500s, 500min"),
    ("5MS", .wrongUnit, "write 5ms"),
    ("-1s", .outOfRange, "a duration is not negative"),
    ("101y", .outOfRange, "durations go from 0s to 100y"),
    ("soon", .wrongType, ""),
    ("", .wrongType, ""),
    ("1,5s", .wrongUnit, ""),
    ("inf s", .wrongType, ""),
    (".inf", .notFinite, ""),
  ])
  func `durations are refused with a hint`(
    text: String,
    code: ProblemCode,
    help: String
  ) throws {
    let error = try #require(throws: Scalars.Refusal.self) { try Units.duration(text) }
    #expect(error.code == code, "\(error)")
    if !help.isEmpty { #expect(error.help == help) }
  }

  @Test(arguments: [
    ("10GB", 1e10), ("10GiB", 10_737_418_240), ("64KiB", 65_536), ("12KB", 12_000),
    ("12kB", 12_000),
    ("1TB", 1e12), ("0B", 0), ("1.5MiB", 1_572_864),
  ])
  func `sizes are powers of ten or of two`(text: String, bytes: Double) throws {
    #expect(try Units.size(text) == bytes)
  }

  @Test(arguments: ["10", "10G", "10gb", "10Mb", "1e30GB", "-1GB"])
  func `sizes without a proper unit are refused`(text: String) {
    #expect(throws: Scalars.Refusal.self) { try Units.size(text) }
  }

  @Test(arguments: [
    ("60/min", 60, 60), ("5/s", 5, 1), ("500/day", 500, 86_400), ("0.8/s", 0.8, 1),
    ("100/h", 100, 3600), ("60/10s", 60, 10), ("1000000/min", 1e6, 60), ("1 / s", 1, 1),
  ])
  func `rates keep their window`(text: String, count: Double, window: Double) throws {
    let rate = try Units.rate(text)
    #expect(rate.count == count)
    #expect(rate.window == window)
  }

  @Test(arguments: ["60", "60/", "/s", "60/m", "60/0s", "-1/s", "1e300/s", "1/s/s", "60/parsec"])
  func `rates without a proper window are refused`(text: String) {
    #expect(throws: Scalars.Refusal.self) { try Units.rate(text) }
  }

  @Test(arguments: [("70%", 0.7), ("0.7", 0.7), ("0", 0), ("1", 1), ("100%", 1), ("0.5 %", 0.005)])
  func `shares are percentages or numbers up to one`(text: String, value: Double) throws {
    #expect(abs(try Units.fraction(text) - value) < 1e-15)
  }

  @Test func `a share above one suggests the percent sign`() throws {
    let error = try #require(throws: Scalars.Refusal.self) { try Units.fraction("70") }
    #expect(error.help == "write 70% if that is meant")
  }

  @Test func `money has a currency unless the key says so`() throws {
    #expect(try Units.usd("$25", bare: false) == 25)
    #expect(try Units.usd("$25/month", bare: false) == 25)
    #expect(try Units.usd("25 USD", bare: false) == 25)
    #expect(try Units.usd("0.01344", bare: true) == 0.01344)
    #expect(throws: Scalars.Refusal.self) { try Units.usd("25", bare: false) }
    #expect(throws: Scalars.Refusal.self) { try Units.usd("$-1", bare: false) }
    #expect(throws: Scalars.Refusal.self) { try Units.usd("€25", bare: false) }
  }

  @Test func `bandwidths are bytes or bits per second`() throws {
    #expect(try Units.bandwidth("20MB/s") == 2e7)
    #expect(try Units.bandwidth("100Mbit/s") == 1.25e7)
    #expect(throws: Scalars.Refusal.self) { try Units.bandwidth("20MB") }
    #expect(throws: Scalars.Refusal.self) { try Units.bandwidth("0MB/s") }
  }

  @Test func `quantities are written as the file would`() {
    #expect(Written.duration(.seconds(90)) == "90s")
    #expect(Written.duration(.seconds(120)) == "2min")
    #expect(Written.duration(.milliseconds(250)) == "250ms")
    #expect(Written.duration(.zero) == "0s")
  }
}
