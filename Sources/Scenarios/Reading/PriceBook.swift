/// The price books of some files, without a platform that uses them.
public struct PriceBook: Sendable {
  /// The entries, by key in alphabetical order.
  public let prices: [Price]

  /// Reads the prices of files and of what they include; everything else in them is left alone.
  ///
  /// - Throws: All mistakes of the files' prices, with their places.
  public static func read(_ paths: [String]) throws(ScenarioError) -> PriceBook {
    var prices: [String: Price] = [:]
    var problems: [Problem] = []
    var kind = ScenarioError.Kind.badData
    for path in paths {
      do throws(ScenarioError) {
        let (tree, sources) = try Loader.load(path, isMain: false)
        let diagnosis = Diagnosis(sources: sources)
        if let node = tree["prices"] {
          let found = diagnosis.within("prices") { Kind.priceBook.read(node, diagnosis) }
          prices.merge(found ?? [:]) { _, later in later }
        }
        try diagnosis.throwIfAny()
      } catch {
        if problems.isEmpty { kind = error.kind }
        problems += error.problems
      }
    }
    guard problems.isEmpty else {
      throw ScenarioError(kind: kind, problems: Array(problems.prefix(20)))
    }
    return PriceBook(prices: prices.values.sorted { $0.key < $1.key })
  }

  /// The entry with that key; of a key and a region, such as `aws/nat@eu-west-1`, the price there.
  public subscript(label: String) -> Price? {
    Price.labeled(label) { key in prices.first { $0.key == key } }
  }

  /// Every region that a price is known for, in alphabetical order.
  public var regions: [String] { Set(prices.flatMap(\.knownRegions)).sorted() }
}
