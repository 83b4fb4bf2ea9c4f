import ArgumentParser
import Foundation
import Quantities
import Reporting
import Scenarios

/// `prices`: what the price books say, and how old it is.
struct PricesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "List and check price books: prices, rules, dates and sources.",
    discussion: """
      Reads every book of a folder, or single files. Mistakes are reported with their places.

      Examples:
        headroom prices
        headroom prices --stale
        headroom prices --explain render/bandwidth
        headroom prices --region ap-northeast-1
      """
  )

  @Argument(
    help: "Price books, or folders of them.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var books: [String] = ["models/prices"]

  @Flag(help: "Only prices that are older than a year, or have no date.")
  var stale = false

  @Option(
    help: ArgumentHelp("All about one price, and what some quantities cost.", valueName: "key")
  )
  var explain: String?

  @Option(help: "Only the prices of one region; those that hold everywhere are left out.")
  var region: String?

  @Option(
    help: ArgumentHelp("The day on which prices and their age are judged.", valueName: "yyyy-mm-dd")
  )
  var today: Day?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let day = today?.date ?? .current
    let book = try PriceBook.read(try files())
    if let explain {
      guard let price = book[explain] else { throw unknown(explain, among: book) }
      return try output.print(
        price.report(on: day, command: "headroom prices --explain \(explain)")
      )
    }
    if let region, !book.regions.contains(region) { throw unknown(region: region, in: book) }
    try output.print(book.report(on: day, onlyStale: stale, region: region))
  }

  /// The files, those of folders in alphabetical order.
  private func files() throws -> [String] {
    try books.flatMap { path -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure(.noInput, "there is no file or folder \(path)")
      }
      guard isFolder.boolValue else { return [path] }
      let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { "\(path)/\($0)" }
    }
  }

  private func unknown(region: String, in book: PriceBook) -> Failure {
    let near = Spelling.nearest(to: region, among: book.regions)
    let hint = near.map { "; did you mean \($0)?" } ?? "."
    let known = book.regions.joined(separator: ", ")
    return Failure(.noInput, "no price is known for a region \(region)\(hint) There are: \(known)")
  }

  private func unknown(_ key: String, among book: PriceBook) -> Failure {
    let words = key.split(whereSeparator: { "/-. ".contains($0) })
    let near = book.prices.map(\.key).filter { name in words.contains { name.contains($0) } }
    let hint = near.isEmpty ? "" : "; there are: \(near.prefix(12).joined(separator: ", "))"
    return Failure(.noInput, "no price book has an entry \(key)\(hint)")
  }
}
