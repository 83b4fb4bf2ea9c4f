import Foundation
import Quantities
import Scenarios
import TestSupport
import Testing

@Suite struct `Prices of units` {
  /// The `usd:` of each entry of a price book, as written.
  private func written(in text: String) -> [(key: String, usd: String)] {
    var key = ""
    var found: [(key: String, usd: String)] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      let rest = line.dropFirst(indent)
      guard !rest.hasPrefix("#"), let colon = rest.range(of: ": ") ?? rest.range(of: ":") else {
        continue
      }
      if indent == 2 {
        key = String(rest[..<colon.lowerBound])
      } else if indent == 4, rest.hasPrefix("usd:") {
        found.append((key, String(rest[colon.upperBound...].prefix { $0 != " " && $0 != "#" })))
      }
    }
    return found
  }

  @Test(arguments: repositoryFiles(in: "models/prices", ending: ".yaml"))
  func `every shipped price survives exactly`(book: String) throws {
    let text = try String(contentsOfFile: repositoryPath(book), encoding: .utf8)
    let platform = """
      headroom: 1
      stations: {s: {}}
      endpoints: {a: {steps: [{serve: {at: s, time: 1s}}]}}
      tests: {t: {arrivals: {a: 0.1/s}}}
      """
    let files = try TemporaryFiles()
    let prices = try ScenarioDocument.read(files.write("\(text)\n\(platform)\n")).scenario.prices
    let written = written(in: text)
    #expect(written.count == prices.values.count { $0.unitPrice != nil })
    for (key, usd) in written {
      let price = try #require(prices[key]?.unitPrice, "\(key)")
      // Digit by digit: the price is written as the file has it, but for zeros at the end.
      let digits = usd.contains(".") ? usd.trimmingZeros : usd
      let shown = price.description.dropFirst()
      #expect((shown.contains(".") ? shown.description.trimmingZeros : shown.description) == digits)
    }
  }
}

extension String {
  /// Without zeros at the end, and without a point at the end.
  fileprivate var trimmingZeros: String {
    var text = Substring(self)
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}
