public import Quantities

/// What a platform used in one month, counted before any price is known.
///
/// Sums are over the whole month, levels are what was held, peaks are the highest of the month.
/// Seats of a team are not here: a bill item says how many there are.
public struct MonthlyUsage: Hashable, Sendable {
  /// How many instances of a service ran.
  public struct Instances: Hashable, Sendable {
    /// The mean over the month; what vendors that bill by the second or hour charge.
    public var mean: Double
    /// The most at once.
    public var peak: Int

    /// A number of instances.
    ///
    /// - Precondition: `mean` lies between 0 and `peak`.
    public init(mean: Double, peak: Int) {
      precondition(mean >= 0 && mean <= Double(peak), "a mean lies between nothing and the peak")
      self.mean = mean
      self.peak = peak
    }
  }

  /// The instances of each service, by name.
  public var services: [String: Instances] = [:]
  /// The disk that each database fills, by name.
  public var databases: [String: ByteCount] = [:]
  /// The tokens of each language model, by name; a model that is absent was not called.
  public var models: [String: ModelUsage] = [:]
  /// Requests of all endpoints in the month.
  public var requests: Int64 = 0
  /// Queries in the month: requests of the endpoint that defines a query.
  public var queries: Int64 = 0
  /// Bytes sent to clients in the month.
  public var egress = ByteCount.zero
  /// The most connections open at once.
  public var peakConnections = 0
  /// Cache lookups in the month.
  public var cacheOperations: Int64 = 0
  /// Registered users.
  public var users = 0
  /// The stored files; nil when nobody measured them.
  public var files: ByteCount?

  /// Nothing used.
  public init() {}

  /// The same month with more or less demand.
  ///
  /// Demand is users, queries, requests, bytes, connections, lookups and tokens. Instances,
  /// databases and files stay: they are decisions and stocks, not demand.
  ///
  /// - Precondition: `factor` is finite and not negative.
  public func scaled(by factor: Double) -> MonthlyUsage {
    precondition(
      factor.isFinite && factor >= 0,
      "demand is scaled by a number that is not negative"
    )
    var usage = self
    usage.models = models.mapValues { $0.scaled(by: factor) }
    usage.requests = requests.scaled(by: factor)
    usage.queries = queries.scaled(by: factor)
    usage.egress = ByteCount(egress.value.scaled(by: factor))
    usage.peakConnections = Int(Int64(peakConnections).scaled(by: factor))
    usage.cacheOperations = cacheOperations.scaled(by: factor)
    usage.users = Int(Int64(users).scaled(by: factor))
    return usage
  }
}

/// What the calls of one language model used in one month.
public struct ModelUsage: Hashable, Sendable {
  /// Tokens by the kind that is billed.
  public struct Tokens: Hashable, Sendable {
    /// Prompt tokens, those served from the prompt cache included.
    public var input: TokenCount
    /// The prompt tokens that were served from the prompt cache.
    public var cachedInput: TokenCount
    /// Answer tokens.
    public var output: TokenCount

    /// Numbers of tokens.
    ///
    /// - Precondition: no count is negative, and no more is cached than was sent.
    public init(
      input: TokenCount,
      cachedInput: TokenCount = TokenCount(0),
      output: TokenCount
    ) {
      precondition(cachedInput.value >= 0 && output.value >= 0, "tokens are never negative")
      precondition(cachedInput <= input, "cached prompt tokens are a part of the prompt tokens")
      self.input = input
      self.cachedInput = cachedInput
      self.output = output
    }

    /// No tokens.
    public static let none = Tokens(input: TokenCount(0), output: TokenCount(0))

    /// The prompt tokens that the cache did not serve.
    public var uncachedInput: TokenCount { TokenCount(input.value - cachedInput.value) }

    func scaled(by factor: Double) -> Tokens {
      let cached = cachedInput.value.scaled(by: factor)
      return Tokens(
        input: TokenCount(cached + uncachedInput.value.scaled(by: factor)),
        cachedInput: TokenCount(cached),
        output: TokenCount(output.value.scaled(by: factor))
      )
    }
  }

  /// Calls that the provider admitted.
  public var calls: Int64
  /// All tokens that the provider bills.
  public var tokens: Tokens
  /// The part of them that served nobody: the attempt failed or its caller had given up.
  public var wasted: Tokens

  /// The usage of a model.
  ///
  /// - Precondition: no more tokens of a kind are wasted than were billed.
  public init(calls: Int64, tokens: Tokens, wasted: Tokens = .none) {
    precondition(calls >= 0, "calls are counted, never taken back")
    precondition(
      wasted.uncachedInput <= tokens.uncachedInput && wasted.cachedInput <= tokens.cachedInput
        && wasted.output <= tokens.output,
      "what is wasted is a part of what is billed"
    )
    self.calls = calls
    self.tokens = tokens
    self.wasted = wasted
  }

  func scaled(by factor: Double) -> ModelUsage {
    ModelUsage(
      calls: calls.scaled(by: factor),
      tokens: tokens.scaled(by: factor),
      wasted: wasted.scaled(by: factor)
    )
  }
}

extension Int64 {
  /// The multiple of a count, to the nearest whole number.
  func scaled(by factor: Double) -> Int64 { Int64((Double(self) * factor).rounded()) }
}
