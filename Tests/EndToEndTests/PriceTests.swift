import Foundation
import Testing

/// What the price books say on the command line.
@Suite struct `The verb prices` {
  private static let book = """
    prices:
      cloud/nat: {vendor: Cloud, product: NAT, unit: hour, usd: 0.04, region: north, note: Everywhere slow.,
        regions: {south: {usd: 0.05, as_of: 2025-01-01}}, source: the page, as_of: 2026-11-01, grade: A}
      cloud/seat: {vendor: Cloud, product: Seat, unit: month, usd: 5, source: the page, as_of: 2026-11-01, grade: A}

    """

  private func prices(_ arguments: String) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    try folder.write(Self.book, to: "book.yaml")
    return try folder.headroom("prices book.yaml --today 2026-11-28 \(arguments)")
  }

  private func rows(_ arguments: String) throws -> [String] {
    let outcome = try prices("--format csv \(arguments)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(whereSeparator: \.isNewline).map(String.init)
      .filter { $0.hasPrefix("cloud/") }
  }

  @Test func `lists a row for each region that a price is known for`() throws {
    let rows = try rows("")
    #expect(rows.count == 3)
    #expect(rows[0].hasPrefix("cloud/nat,north,hour,$0.04"))
    #expect(rows[1].hasPrefix("cloud/nat,south,hour,$0.05") && rows[1].hasSuffix("A,stale"))
    #expect(rows[2].hasPrefix("cloud/seat,,month,$5"))
  }

  @Test func `shows one region, and of those the old ones`() throws {
    #expect(try rows("--region south").map { $0.prefix(15) } == ["cloud/nat,south"])
    #expect(try rows("--stale").count == 1)
    #expect(try rows("--stale --region north").isEmpty)
  }

  @Test func `answers a region that nobody knows with those that there are`() throws {
    let outcome = try prices("--region sout")
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("did you mean south? There are: north, south"))
  }

  @Test func `explains a price in a region`() throws {
    let south = try prices("--explain cloud/nat@south")
    #expect(south.status == 0)
    #expect(south.output.contains("2025-01-01") && south.output.contains("$0.05"))
    let north = try prices("--explain cloud/nat")
    #expect(north.output.contains("in south"))
    #expect(try prices("--explain cloud/nat@west").status == 66)
  }
}
