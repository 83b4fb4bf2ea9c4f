public import Quantities

/// What the calls of one language model used in one month.
public struct ModelUsage: Hashable, Sendable {
  /// Requests that cost something else than the others.
  public enum Special: String, Hashable, Sendable, CaseIterable {
    /// Their prompt was longer than the price book's threshold.
    case longContext
    /// They began in the vendor's peak hours.
    case peakHours
    /// They went through the batch interface.
    case batch
  }

  /// Tokens that were billed, and those of them that served nobody.
  public struct Share: Hashable, Sendable {
    /// All tokens that the provider bills.
    public var tokens: Tokens
    /// The part of them that served nobody: the attempt failed or its caller had given up.
    public var wasted: Tokens

    /// A share.
    ///
    /// - Precondition: no more tokens of a kind are wasted than were billed.
    public init(tokens: Tokens, wasted: Tokens = .none) {
      precondition(
        wasted.uncachedInput <= tokens.uncachedInput && wasted.cachedInput <= tokens.cachedInput
          && wasted.output <= tokens.output && wasted.cacheWrites <= tokens.cacheWrites,
        "what is wasted is a part of what is billed"
      )
      self.tokens = tokens
      self.wasted = wasted
    }

    func scaled(by factor: Double) -> Share {
      Share(tokens: tokens.scaled(by: factor), wasted: wasted.scaled(by: factor))
    }
  }

  /// Tokens by the kind that is billed.
  public struct Tokens: Hashable, Sendable {
    /// Prompt tokens, those served from the prompt cache and those written to it included.
    public var input: TokenCount
    /// The prompt tokens that were served from the prompt cache.
    public var cachedInput: TokenCount
    /// The prompt tokens that were written to the prompt cache.
    public var cacheWrites: TokenCount
    /// Answer tokens.
    public var output: TokenCount

    /// Numbers of tokens.
    ///
    /// - Precondition: no count is negative, and no more is cached or written than was sent.
    public init(
      input: TokenCount,
      cachedInput: TokenCount = TokenCount(0),
      cacheWrites: TokenCount = TokenCount(0),
      output: TokenCount
    ) {
      precondition(
        cachedInput.value >= 0 && cacheWrites.value >= 0 && output.value >= 0,
        "tokens are never negative"
      )
      precondition(
        cachedInput.value + cacheWrites.value <= input.value,
        "cached prompt tokens are a part of the prompt tokens"
      )
      self.input = input
      self.cachedInput = cachedInput
      self.cacheWrites = cacheWrites
      self.output = output
    }

    /// No tokens.
    public static let none = Tokens(input: TokenCount(0), output: TokenCount(0))

    /// The prompt tokens that the cache did not serve, those written to it included.
    public var uncachedInput: TokenCount { TokenCount(input.value - cachedInput.value) }

    /// The prompt tokens that have to do with no cache.
    public var plainInput: TokenCount { TokenCount(uncachedInput.value - cacheWrites.value) }

    func scaled(by factor: Double) -> Tokens {
      let cached = cachedInput.value.scaled(by: factor)
      let written = cacheWrites.value.scaled(by: factor)
      return Tokens(
        input: TokenCount(cached + written + plainInput.value.scaled(by: factor)),
        cachedInput: TokenCount(cached),
        cacheWrites: TokenCount(written),
        output: TokenCount(output.value.scaled(by: factor))
      )
    }
  }

  /// Calls that the provider admitted.
  public var calls: Int64
  /// The tokens of ordinary requests.
  public var ordinary: Share
  /// The tokens of requests that cost something else, by why; a request has at most one reason.
  public var special: [Special: Share] = [:]

  /// The usage of a model whose requests are all ordinary.
  ///
  /// - Precondition: no more tokens of a kind are wasted than were billed.
  public init(calls: Int64, tokens: Tokens, wasted: Tokens = .none) {
    precondition(calls >= 0, "calls are counted, never taken back")
    self.calls = calls
    ordinary = Share(tokens: tokens, wasted: wasted)
  }

  /// The same calls with more or fewer tokens and calls, in proportion.
  ///
  /// - Precondition: `factor` is finite and not negative.
  public func scaled(by factor: Double) -> ModelUsage {
    var usage = self
    usage.calls = calls.scaled(by: factor)
    usage.ordinary = ordinary.scaled(by: factor)
    usage.special = special.mapValues { $0.scaled(by: factor) }
    return usage
  }
}

extension Int64 {
  /// The multiple of a count, to the nearest whole number.
  func scaled(by factor: Double) -> Int64 { Int64((Double(self) * factor).rounded()) }
}
