public import Quantities

/// Where a fact of the world comes from.
public struct Provenance: Hashable, Sendable {
  /// The document or package, and the place in it.
  public var source: String
  /// The day, month or year for which it can be defended, as written.
  public var asOf: String
  /// Grade A (vendor's own page or code), B (vendor's price API) or C (a dated third party).
  public var grade: String

  /// A source, its date and its grade.
  public init(source: String, asOf: String, grade: String) {
    self.source = source
    self.asOf = asOf
    self.grade = grade
  }
}

/// A dated price-book entry: what a unit costs, what the plan includes and allows.
public struct Price: Sendable {
  /// Tokens of a language model, each kind per million; nil where the vendor has no such price.
  public struct Tokens: Hashable, Sendable {
    /// Prompt tokens.
    public var input: TokenPrice
    /// Prompt tokens served from the prompt cache.
    public var cachedInput: TokenPrice?
    /// Prompt tokens written to the prompt cache.
    public var cacheWrite: TokenPrice?
    /// Answer tokens.
    public var output: TokenPrice
    /// What a request with a long prompt costs instead, all of it; nil where length does not matter.
    public var longContext: LongContext?
    /// What requests cost instead that begin in some hours of the day; nil where every hour is alike.
    public var peakHours: PeakHours?
    /// The share taken off everything in the batch interface; nil where there is none.
    public var batchDiscount: Fraction?

    /// Token prices.
    public init(
      input: TokenPrice,
      cachedInput: TokenPrice?,
      cacheWrite: TokenPrice?,
      output: TokenPrice
    ) {
      self.input = input
      self.cachedInput = cachedInput
      self.cacheWrite = cacheWrite
      self.output = output
    }
  }

  /// Its key: `vendor/product`.
  public var key: String
  /// Who sells it.
  public var vendor: String
  /// What is sold.
  public var product: String
  /// The unit that is billed, such as `month`, `hour` or `GB`.
  public var unit: String
  /// The price of a unit; nil when the entry only carries limits.
  public var unitPrice: UnitPrice?
  /// Token prices, for language models.
  public var tokens: Tokens?
  /// Units that come with the plan and are not billed.
  public var included = 0.0
  /// A graduated scale: each step prices only the units within it; empty for one price for all.
  public var scale: [ScaleStep] = []
  /// What is billed is rounded up to a multiple of it: each gigabyte or million that is begun.
  public var roundUpTo: Double?
  /// The fewest units that are billed, whatever is used.
  public var minimum = 0.0
  /// Which number of the month's many is billed; nil for the one that the bill item meters.
  public var rule: LevelRule?
  /// Later prices, announced or past, by their first day.
  public var revisions: [Revision] = []
  /// The region that it is the price of; nil for one that holds everywhere.
  public var region: String?
  /// What is different in other regions, by name.
  public var regions: [String: Regional] = [:]
  /// The other region that it has been looked up for.
  var elsewhere: String?
  /// Limits and properties of the plan, by name (`max_connections`, `ram_gb`, …).
  public var limits: [String: Double] = [:]
  /// Where the price comes from.
  public var provenance: Provenance
  /// Further remarks: announced changes, conditions.
  public var note: String?

  /// A price.
  public init(
    key: String,
    vendor: String,
    product: String,
    unit: String,
    unitPrice: UnitPrice?,
    tokens: Tokens? = nil,
    provenance: Provenance
  ) {
    self.key = key
    self.vendor = vendor
    self.product = product
    self.unit = unit
    self.unitPrice = unitPrice
    self.tokens = tokens
    self.provenance = provenance
  }
}

/// The limits of one tier of a provider, as a dated fact.
public struct LimitPreset: Sendable {
  /// Its key: `openai/build`.
  public var key: String
  /// The limits and rules, as a provider without a name.
  public var provider: Provider
  /// Where they come from.
  public var provenance: Provenance
  /// Further remarks.
  public var note: String?

  /// A preset.
  public init(key: String, provider: Provider, provenance: Provenance) {
    self.key = key
    self.provider = provider
    self.provenance = provenance
  }
}
