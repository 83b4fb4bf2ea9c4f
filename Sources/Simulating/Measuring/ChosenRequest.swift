/// One request of one replication, which a second run of the replication meets again.
public struct ChosenRequest: Sendable, Hashable {
  /// The number of the replication.
  public var replication: Int
  /// The endpoint, by its place in the program.
  public var endpoint: Int
  /// Nanoseconds from its arrival to its answer.
  public var responseTime: Int64
  /// The same in the scope that it was looked for in: less the time at language models, where that is
  /// left out.
  public var scopedTime: Int64
  /// When it arrived, in nanoseconds since the start.
  public var arrivedAt: Int64
  /// Names it in the random streams.
  var entity: UInt64
}

/// The search in one replication for a request that took about as long as a wanted time.
struct RequestSearch: Sendable {
  let wanted: Int64
  private var distance = Int64.max
  private var scopedTime: Int64 = 0
  private var responseTime: Int64 = 0
  private var arrivedAt: Int64 = 0
  private var entity: UInt64 = 0

  init(wanted: Int64) { self.wanted = wanted }

  /// Keeps a request that was answered if it is nearer than those before; the first of equals stays.
  mutating func see(_ token: UnsafeMutablePointer<Token>, time: Int64, responseTime: Int64) {
    let distance = abs(time &- wanted)
    guard distance < self.distance else { return }
    self.distance = distance
    scopedTime = time
    self.responseTime = responseTime
    arrivedAt = token.pointee.arrivedAt
    entity = token.pointee.entity
  }

  /// The request to show: of the first replication in which one is as good as exact, else the nearest.
  ///
  /// Requests of one replication are followed together, so the first one saves time.
  ///
  /// - Parameters:
  ///   - found: By replication; nil for one that did not run.
  ///   - endpoint: The endpoint.
  ///   - first: The number of the first replication.
  /// - Returns: The request; nil where none was answered.
  static func choose(_ found: [RequestSearch?], endpoint: Int, from first: Int) -> ChosenRequest? {
    let known = found.enumerated().compactMap { index, search in
      search.flatMap { $0.distance < .max ? (index, $0) : nil }
    }
    let exact = known.first { $0.1.distance <= $0.1.wanted / 100 }
    guard let (index, best) = exact ?? known.min(by: { $0.1.distance < $1.1.distance }) else {
      return nil
    }
    return ChosenRequest(
      replication: first + index,
      endpoint: endpoint,
      responseTime: best.responseTime,
      scopedTime: best.scopedTime,
      arrivedAt: best.arrivedAt,
      entity: best.entity
    )
  }
}
