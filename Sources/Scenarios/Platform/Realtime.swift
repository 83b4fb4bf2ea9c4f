public import Quantities

/// Connections that users keep open while they are connected (SSE or WebSocket).
public struct Realtime: Sendable {
  /// The service that holds the connections, by name.
  public var service: String
  /// The price-book entry or plan limit that applies, if any.
  public var plan: String?
  /// The most connections that the platform accepts at once.
  public var maxConnections: Limit
  /// Memory that one idle connection takes.
  public var memoryPerConnection: ByteCount
  /// How often each connection is pinged.
  public var heartbeat: SimInterval
  /// The clients whose connections come and go in the run; nil where they are only counted.
  public var sessions: Sessions?

  /// A set of long-lived connections.
  public init(
    service: String,
    plan: String?,
    maxConnections: Limit,
    memoryPerConnection: ByteCount,
    heartbeat: SimInterval
  ) {
    self.service = service
    self.plan = plan
    self.maxConnections = maxConnections
    self.memoryPerConnection = memoryPerConnection
    self.heartbeat = heartbeat
  }

  /// The shortest silence after which something on the way cuts a connection; nil for none.
  public var idleTimer: SimInterval? {
    sessions?.through.filter { $0.applies(to: sessions?.transport) }.compactMap(\.idle).min()
  }

  /// The longest that something on the way lets a connection live; nil for ever.
  public var longestLife: SimInterval? {
    sessions?.through.filter { $0.applies(to: sessions?.transport) }.compactMap(\.longest).min()
  }

  /// Whether its heartbeat keeps a connection alive that nothing else uses.
  public var heartbeatSuffices: Bool { idleTimer.map { heartbeat < $0 } ?? true }
}

/// Clients that keep a connection open, lose it, and come back.
public struct Sessions: Sendable {
  /// How a connection is made.
  public enum Transport: String, Hashable, Sendable, CaseIterable {
    /// A WebSocket.
    case websocket
    /// An HTTP response that never ends: server-sent events.
    case sse
  }

  /// Clients that want to be connected at 100 % of the load; nil for the tier's open connections.
  public var clients: Int?
  /// How long a client stays, in seconds, before another takes its place; nil for ever.
  public var stay: Law?
  /// The endpoint that a client asks each time it connects, by name; nil for a connection that costs
  /// nothing.
  public var connect: String?
  /// Messages that each connection receives.
  public var messages = Rate.zero
  /// Bytes of a message.
  public var messageSize = ByteCount.zero
  /// Connections that one message reaches, for meters that count its sending too.
  public var listeners = 1
  /// How a connection is made.
  public var transport: Transport = .websocket
  /// Proxies and platforms on the way, each with its timers.
  public var through: [IdleTimer] = []
  /// How clients come back.
  public var reconnect = ReconnectPolicy()

  /// Clients that never leave and come back as Socket.IO does.
  public init() {}
}

/// When a proxy or a platform cuts connections.
public struct IdleTimer: Hashable, Sendable {
  /// Its key in the file.
  public var name = ""
  /// The silence after which it cuts a connection; nil for any.
  public var idle: SimInterval?
  /// How long it lets one live, whatever happens on it; nil for ever.
  public var longest: SimInterval?
  /// The only kind of connection that it means; nil for all.
  public var only: Sessions.Transport?
  /// Where the values come from.
  public var provenance = Provenance(source: "", asOf: "", grade: "")
  /// Further remarks.
  public var note: String?

  /// A timer that cuts nothing.
  public init() {}

  /// Whether it means connections of that kind.
  public func applies(to transport: Sessions.Transport?) -> Bool {
    only == nil || only == transport
  }
}

/// How a client comes back after it has lost its connection, or was not let in.
public struct ReconnectPolicy: Hashable, Sendable {
  /// Its key in the file.
  public var name = ""
  /// The delay before the first attempt.
  public var delay = SimInterval.seconds(1)
  /// What each further delay is multiplied by.
  public var multiplier = 2.0
  /// The longest delay, its random part included.
  public var most = SimInterval.seconds(5)
  /// How far a delay is shortened or lengthened at random, as a share of it.
  public var randomization = Fraction(0.5)
  /// Whether a client that is refused by an HTTP error never tries again.
  public var refusedIsFinal = false
  /// Whether it is told on its return what it has missed.
  public var replays = false
  /// Where the values come from.
  public var provenance = Provenance(source: "", asOf: "", grade: "")
  /// Further remarks.
  public var note: String?

  /// The defaults of Socket.IO's client.
  public init() {}
}
