public import Quantities

/// Something that goes wrong during a load test: what, from when, and for how long.
public struct Fault: Hashable, Sendable {
  /// What goes wrong.
  public enum Kind: Hashable, Sendable {
    /// Everything that a part serves takes `factor` times as long.
    case slow(part: String, factor: Double)
    /// A provider fails every call.
    case outage(provider: String, answers: Answers)
    /// A provider answers `factor` times as slowly and fails a share of the calls.
    case brownOut(provider: String, factor: Double, errors: Fraction)
    /// A part has only that many servers.
    case shrink(part: String, to: Int)
    /// The load of the test is multiplied.
    case surge(factor: Double)
    /// Some instances of a service crash; they boot again when the fault is over.
    case crash(service: String, instances: Int)
    /// A service gets a new version: `surge` instances more, or `unavailable` fewer, meanwhile.
    case deploy(service: String, surge: Int, unavailable: Int)
    /// A database has no primary for a while; then all of its connections log in again.
    case failover(database: String, answers: Answers)
    /// A provider admits only a share of what its limits say.
    case limitCut(provider: String, to: Fraction)
    /// A cache forgets all that it holds and fills again over the time of the fault.
    case flush(cache: String)
  }

  /// What callers of a part that is out hear.
  public enum Answers: String, Hashable, Sendable, CaseIterable {
    /// An error, after the time to the first token.
    case error
    /// Nothing until the outage is over.
    case silence
  }

  /// When it begins, from the start of the test.
  public var at: SimInterval
  /// How long it lasts.
  public var span: SimInterval
  /// What goes wrong.
  public var kind: Kind

  /// A fault.
  public init(at: SimInterval, lasting span: SimInterval, _ kind: Kind) {
    self.at = at
    self.span = span
    self.kind = kind
  }

  /// When it is over.
  public var end: SimInterval { at + span }
}
