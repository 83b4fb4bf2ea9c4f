import Quantities
public import Scenarios

/// The bytes of a test by the path that they take.
public struct Traffic: Sendable {
  /// From callers to the services, those that the edge answers included.
  public var received = 0.0
  /// From the services to their callers, or to the edge.
  public var fromServices = 0.0
  /// From the edge to callers.
  public var fromEdge = 0.0
  /// On long-lived connections.
  public var onConnections = 0.0
  /// Requests that came to an edge, and those that it answered.
  public var edgeRequests: Int64 = 0
  /// Requests that an edge answered by itself.
  public var edgeHits: Int64 = 0

  /// The bytes that go to clients.
  public var toClients: Double { direct + fromEdge + onConnections }
  private var direct = 0.0

  /// The bytes of a test, over all its replications.
  public init(_ result: TestResult, _ platform: Platform) {
    for (endpoint, definition) in zip(result.endpoints, platform.endpoints) {
      let size = Double(definition.responseSize.value)
      received += Double(endpoint.offered) * Double(definition.requestSize.value)
      let answered = Double(endpoint.completed) * size
      guard definition.edge != nil else {
        direct += answered
        fromServices += answered
        continue
      }
      edgeRequests += endpoint.offered
      edgeHits += endpoint.edgeHits
      fromEdge += answered
      fromServices += Double(max(endpoint.completed - endpoint.edgeHits, 0)) * size
    }
    onConnections = result.sockets?.bytes ?? 0
  }
}
