public import Quantities

/// How a service changes the number of its instances by itself.
///
/// n' = ⌈n × usage / target⌉ for each metric that has a target; the largest counts.
public struct Autoscale: Hashable, Sendable {
  /// Whose rule it is; the preset sets tolerance, windows and caps.
  public enum Preset: String, Hashable, Sendable, CaseIterable {
    /// The horizontal pod autoscaler, autoscaling/v2.
    case kubernetes
    /// Render: the bare formula; its windows are not published.
    case render
  }

  /// The most that may change within a period; the laxer of the two counts.
  public struct Cap: Hashable, Sendable {
    /// Instances.
    public var instances: Int?
    /// A share of the instances at the start of the period; may pass one.
    public var share: Double?
    /// The period.
    public var period = SimInterval.seconds(15)

    /// No cap.
    public init() {}
  }

  /// Whose rule it is.
  public var preset: Preset = .kubernetes
  /// The fewest instances.
  public var least = 1
  /// The most instances.
  public var most = 1
  /// The share of the cores that should be busy.
  public var cpu: Fraction?
  /// The share of the memory that should be used.
  public var memory: Fraction?
  /// The requests in progress that an instance should have.
  public var concurrency: Double?
  /// Usage that near to its target changes nothing.
  public var tolerance = Fraction(0.1)
  /// How often it decides, and over how long the use of the cores is averaged.
  public var sync = SimInterval.seconds(15)
  /// The lowest proposal of that long counts when the number rises.
  public var upWindow = SimInterval.zero
  /// The highest proposal of that long counts when the number falls.
  public var downWindow = SimInterval.seconds(300)
  /// How fast the number may rise.
  public var up = Cap()
  /// How fast the number may fall.
  public var down = Cap()
  /// How long after a change nothing changes.
  public var coolDown = SimInterval.zero

  /// The defaults of Kubernetes.
  public init() {
    up.instances = 4
    up.share = 1
    down.share = 1
  }

  /// What Render documents; the windows are for the file to say.
  static var render: Autoscale {
    var rule = Autoscale()
    rule.preset = .render
    rule.tolerance = .zero
    rule.up = Cap()
    rule.down = Cap()
    return rule
  }
}
