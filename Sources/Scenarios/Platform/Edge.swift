/// A content delivery network, or any cache at the edge, in front of a service.
public struct Edge: Sendable {
  /// Its key in the file.
  public var name = ""
  /// The price-book entry of its plan, if it has one.
  public var plan: String?
  /// Bytes a second that it sends to clients, all of them together; nil for as many as there are.
  public var bandwidth: Double?
  /// The time of one lookup at the edge, in seconds.
  public var lookupTime = Law.constant(0)

  /// An edge of any bandwidth.
  public init() {}
}
