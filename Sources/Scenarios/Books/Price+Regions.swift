public import Quantities

extension Price {
  /// What is different about a price in one region.
  public struct Regional: Sendable {
    /// The price of a unit there; nil where it follows from the factor, or is the ordinary one.
    public var unitPrice: UnitPrice?
    /// Token prices there; nil like the price of a unit.
    public var tokens: Tokens?
    /// What ordinary prices are multiplied by there.
    public var factor = 1.0
    /// Units there that come with the plan; nil for as many as elsewhere.
    public var included: Double?
    /// Where the regional price comes from; what is left out is as for the entry.
    public var source: String?
    /// The day for which it can be defended.
    public var asOf: String?
    /// Its grade.
    public var grade: String?
    /// Remarks.
    public var note: String?

    /// The ordinary price.
    public init() {}
  }

  /// The regions that it is known for, in alphabetical order; none for a price that holds everywhere.
  public var knownRegions: [String] { ([region].compactMap(\.self) + regions.keys).sorted() }

  /// The region that it is the price of now; nil for one that holds everywhere.
  public var place: String? { elsewhere ?? region }

  /// Its key, with the region where that is another one than the entry's own: `aws/nat@eu-west-1`.
  public var label: String { elsewhere.map { "\(key)@\($0)" } ?? key }

  /// The price in a region; nil where the books do not know it there.
  ///
  /// A price that says nothing about regions holds in all of them, and a question that says nothing
  /// about them means the entry's own. Announced prices are those of the entry's own region.
  public func held(in place: String?) -> Price? {
    guard let place, place != region, region != nil || !regions.isEmpty else { return self }
    guard let regional = regions[place] else { return nil }
    var price = self
    price.elsewhere = place
    price.revisions = []
    price.unitPrice = regional.unitPrice ?? unitPrice?.scaled(by: regional.factor)
    price.tokens = regional.tokens ?? tokens?.everywhere(scaledBy: regional.factor)
    price.scale = scale.map { step in
      ScaleStep(upTo: step.upTo, unitPrice: step.unitPrice.scaled(by: regional.factor))
    }
    price.included = regional.included ?? included
    price.provenance = Provenance(
      source: regional.source ?? provenance.source,
      asOf: regional.asOf ?? provenance.asOf,
      grade: regional.grade ?? provenance.grade
    )
    price.note = regional.note ?? note
    if let hour = limits["cache_write_1h_usd"] {
      price.limits["cache_write_1h_usd"] = hour * regional.factor
    }
    return price
  }

  /// The price of a label such as `aws/nat@eu-west-1`.
  ///
  /// - Parameters:
  ///   - label: A key, or a key and a region.
  ///   - find: Finds the entry of a key.
  /// - Returns: nil where there is no such entry, or not in that region.
  public static func labeled(_ label: String, find: (String) -> Price?) -> Price? {
    if let price = find(label) { return price }
    guard let sign = label.lastIndex(of: "@") else { return nil }
    return find(String(label[..<sign]))?.held(in: String(label[label.index(after: sign)...]))
  }

  /// The vendor's part of a key: `aws` of `aws/egress`.
  public static func vendor(of key: String) -> String {
    String(key.prefix { $0 != "/" })
  }
}

extension UnitPrice {
  /// A multiple, to the nearest trillionth of a dollar.
  fileprivate func scaled(by factor: Double) -> UnitPrice {
    factor == 1 ? self : UnitPrice(usd: usd * factor)
  }
}

extension Price.Tokens {
  /// The prices times a factor, those of long prompts as well.
  fileprivate func everywhere(scaledBy factor: Double) -> Price.Tokens {
    guard factor != 1 else { return self }
    func scaled(_ price: TokenPrice) -> TokenPrice {
      TokenPrice(microUSDPerMillion: Int64((Double(price.microUSDPerMillion) * factor).rounded()))
    }
    var prices = self.scaled(by: factor)
    prices.longContext = longContext.map { long in
      LongContext(
        above: long.above,
        input: scaled(long.input),
        cachedInput: long.cachedInput.map(scaled),
        output: scaled(long.output)
      )
    }
    return prices
  }
}

extension Platform {
  /// The region in which a price is paid: that of the part, or of all that its vendor sells here.
  public func region(of key: String, for part: String?) -> String? {
    part ?? regions[Price.vendor(of: key)]
  }
}

extension Scenario {
  /// The price of a part in its region; nil where the books do not know it, or not there.
  public func price(_ key: String?, for region: String?) -> Price? {
    guard let key, let price = prices[key] else { return nil }
    return price.held(in: platform.region(of: key, for: region))
  }

  /// The price that a line of a bill names, by its key and its region.
  public func price(labeled label: String) -> Price? { Price.labeled(label) { prices[$0] } }
}
