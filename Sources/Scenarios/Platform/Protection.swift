public import Quantities

/// A limit on requests at once that follows what they take; presets carry the library's version.
public struct AdaptiveLimitPolicy: Hashable, Sendable {
  /// How the limit follows its samples.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Netflix's Gradient2.
    case gradient2
    /// Netflix's Vegas.
    case vegas
    /// Netflix's AIMD.
    case aimd
    /// Envoy's gradient controller.
    case envoy_gradient
  }

  /// Its key in the file.
  public var name = ""
  /// How it follows its samples.
  public var kind: Kind = .gradient2
  /// The limit at the start.
  public var initial = 20
  /// The lowest limit.
  public var least = 1
  /// The highest limit.
  public var most = 200
  /// How often it is looked at.
  public var window = SimInterval.seconds(1)
  /// Where the values come from.
  public var provenance = Provenance(source: "", asOf: "", grade: "")
  /// Further remarks.
  public var note: String?

  /// Gradient2.
  public init() {}
}

/// How long requests may wait for a worker, by whether the line has been empty of late.
public struct ControlledDelayPolicy: Hashable, Sendable {
  /// How long a request may wait where a queue stands.
  public var target = SimInterval.milliseconds(5)
  /// How long it may wait elsewhere, and for how long a line has not been empty where one stands.
  public var interval = SimInterval.milliseconds(100)

  /// Five milliseconds and a hundred.
  public init() {}
}
