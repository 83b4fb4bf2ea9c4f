import Quantities
public import Scenarios
public import Simulating

/// The connections that clients keep open in one test, over all replications.
public struct SocketsResult: Sendable {
  /// What was counted: sums, and peaks as the highest.
  public var counts: Measurement.Sockets
  /// What the clients are.
  public var sessions: Sessions
  /// Measured time of all replications, in seconds.
  public var seconds: Double

  /// Connections that are open on average.
  public var meanOpen: Double { openSeconds / max(seconds, 1e-9) }

  private var openSeconds: Double { Double(counts.openTime) / 1e9 }

  /// Messages that arrive on the connections, those included that clients are told on their return.
  public var deliveries: Double {
    let missed = sessions.reconnect.replays ? Double(counts.timeToReturn) / 1e9 : 0
    return sessions.messages.perSecond * (openSeconds + missed)
  }

  /// Messages as meters count them that count the sending as well: a message to four is five.
  public var messages: Double { deliveries * (1 + 1 / Double(max(sessions.listeners, 1))) }

  /// Bytes that go to the clients.
  public var bytes: Double { deliveries * Double(sessions.messageSize.value) }

  /// Messages that clients never get because they were away and are not told later.
  public var lost: Double {
    guard !sessions.reconnect.replays else { return 0 }
    return sessions.messages.perSecond * Double(counts.timeToReturn) / 1e9
  }

  /// The mean time from a loss to the return, in seconds; nil when nobody returned.
  public var meanReturn: Double? {
    counts.returned > 0 ? Double(counts.timeToReturn) / 1e9 / Double(counts.returned) : nil
  }
}
