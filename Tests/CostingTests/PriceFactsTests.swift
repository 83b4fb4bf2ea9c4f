import Foundation
import Quantities
import Scenarios
import TestSupport
import Testing

/// The shipped books against the lists of facts that they were made from.
///
/// The lists lie beside the repository, or in the folder that HEADROOM_FACTS names; where neither is there,
/// nothing is compared, and the test says so.
@Suite struct `The books and the facts` {
  /// A price of a language model as the list has it.
  struct ModelFact: Decodable, Sendable, CustomTestStringConvertible {
    struct LongContext: Decodable, Sendable {
      var above_input_tokens: Int
      var input_usd_per_mtok: Double
      var output_usd_per_mtok: Double
    }
    struct Scheduled: Decodable, Sendable {
      var from_date: String
      var input_usd_per_mtok: Double
      var output_usd_per_mtok: Double
    }
    var provider: String
    var model: String
    var input_usd_per_mtok: Double
    var cached_input_usd_per_mtok: Double?
    var cache_write_usd_per_mtok: Double?
    var cache_write_1h_usd_per_mtok: Double?
    var output_usd_per_mtok: Double
    var batch_discount: Double?
    var long_context: LongContext?
    var scheduled: [Scheduled]?
    var as_of: String
    var testDescription: String { "\(provider)/\(model)" }
  }

  /// A price of anything else.
  struct Fact: Decodable, Sendable {
    var vendor: String
    var product: String
    var plan: String
    var usd: Double?
    var as_of: String
    var grade: String
    var source: String
  }

  private static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["HEADROOM_FACTS"] {
      return URL(fileURLWithPath: named)
    }
    let beside = repositoryRoot.deletingLastPathComponent()
    return ["shared", "facts"].reduce(beside) { $0.appending(path: $1) }
  }()

  private static func list<Row: Decodable>(_ name: String) -> [Row] {
    guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return [] }
    return (try? JSONDecoder().decode([Row].self, from: data)) ?? []
  }

  static let models: [ModelFact] = list("llm-prices.json")
  static let others: [Fact] = list("infra-prices.json")
  private static let absent: Comment =
    "there is no llm-prices.json and infra-prices.json; name their folder by HEADROOM_FACTS"

  private let books: [Price]

  init() throws {
    books = try PriceBook.read(
      repositoryFiles(in: "models/prices", ending: ".yaml").map(repositoryPath)
    ).prices
  }

  @Test(.enabled(if: !models.isEmpty, absent), arguments: models)
  func `a model costs in the books what the list says`(fact: ModelFact) throws {
    let name = fact.model.split(separator: "/").last.map(String.init) ?? fact.model
    let price = try #require(books.first { $0.key == "\(fact.provider)/\(name)" })
    let tokens = try #require(price.tokens)
    func usd(_ price: TokenPrice?) -> Double? { price.map { $0.perMillion.usd } }
    #expect(usd(tokens.input) == fact.input_usd_per_mtok)
    #expect(usd(tokens.cachedInput) == fact.cached_input_usd_per_mtok)
    #expect(usd(tokens.cacheWrite) == fact.cache_write_usd_per_mtok)
    #expect(usd(tokens.output) == fact.output_usd_per_mtok)
    #expect(price.limits["cache_write_1h_usd"] == fact.cache_write_1h_usd_per_mtok)
    #expect(tokens.batchDiscount?.value == fact.batch_discount)
    #expect(tokens.longContext?.above == fact.long_context?.above_input_tokens)
    #expect(usd(tokens.longContext?.input) == fact.long_context?.input_usd_per_mtok)
    #expect(usd(tokens.longContext?.output) == fact.long_context?.output_usd_per_mtok)
    for later in fact.scheduled ?? [] {
      let revision = try #require(price.revisions.first { $0.from == later.from_date })
      #expect(usd(revision.tokens?.input) == later.input_usd_per_mtok)
      #expect(usd(revision.tokens?.output) == later.output_usd_per_mtok)
    }
    #expect(price.provenance.asOf == fact.as_of && !price.provenance.source.isEmpty)
  }

  /// A row is found by vendor, price, grade and date; undated rows have the day of reading in the books.
  @Test(.enabled(if: !others.isEmpty, absent))
  func `every other row of the list is in the books, with its grade and its date`() throws {
    #expect(Self.others.count > 150)
    for fact in Self.others {
      let found = books.contains { price in
        price.vendor.lowercased() == fact.vendor.lowercased()
          && price.provenance.grade == fact.grade && !price.provenance.source.isEmpty
          && (price.provenance.asOf == fact.as_of || fact.as_of == "undated")
          && price.costs(fact.usd)
      }
      #expect(found, "\(fact.vendor), \(fact.product), \(fact.plan): \(fact.usd ?? 0)")
    }
  }
}

extension Price {
  /// Whether a unit, in some step of the scale, costs that; whether nothing does when there is no price.
  fileprivate func costs(_ usd: Double?) -> Bool {
    let prices = ([unitPrice] + scale.map(\.unitPrice)).compactMap(\.self)
    guard let usd else { return prices.isEmpty }
    return prices.contains { close($0.usd, usd, relative: 1e-9) || $0.usd == usd }
  }
}
