import Quantities

/// `sessions` as the file writes them, with the names of what they refer to.
struct SessionsForm: Sendable {
  var sessions = Sessions()
  var through: [String] = []
  var reconnect: String?
}

extension Schemas {
  /// Long-lived connections.
  static let realtime = RecordSchema(
    "realtime",
    "Connections that users keep open while they are connected (SSE or WebSocket).",
    Realtime(
      service: "",
      plan: nil,
      maxConnections: .unbounded,
      memoryPerConnection: ByteCount(65_536),
      heartbeat: .seconds(30)
    ),
    [
      Field("service", \.service, .reference(.service), "Who holds them.", required: true),
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry or plan that applies."),
      Field("max_connections", \.maxConnections, .limit(from: 1), "Connections accepted at once."),
      Field("memory_per_connection", \.memoryPerConnection, .size, "Memory of an idle connection."),
      Field("heartbeat", \.heartbeat, .positiveDuration, "How often each connection is pinged."),
      Field(
        optional: "sessions",
        \.sessions,
        .sessions,
        "Clients whose connections come and go in the run; they are only counted when absent."
      ),
    ]
  )

  /// Clients that keep a connection open.
  static let sessions = RecordSchema(
    "sessions",
    "Clients that keep a connection open, lose it, and come back.",
    SessionsForm(),
    [
      Field(
        optional: "clients",
        \.sessions.clients,
        .integer(1...1_000_000),
        "Clients that want to be connected at 100%; the tier's active_connections when absent."
      ),
      Field(
        optional: "stay",
        \.sessions.stay,
        .law(.seconds),
        "How long a client stays before another takes its place; for ever when absent."
      ),
      Field(
        optional: "connect",
        \.sessions.connect,
        .reference(.endpoint),
        "The endpoint that is asked each time a client connects."
      ),
      Field("messages", \.sessions.messages, .rate, "Messages that each connection receives."),
      Field("message_size", \.sessions.messageSize, .size, "Bytes of a message."),
      Field(
        "listeners",
        \.sessions.listeners,
        .positive,
        "Connections that one message reaches, for meters that count its sending too."
      ),
      Field("transport", \.sessions.transport, .choice, "How a connection is made."),
      Field(
        "through",
        \.through,
        .list(.reference(.idleTimer)),
        "Proxies and platforms on the way: the shortest of their timers cuts."
      ),
      Field(
        optional: "reconnect",
        \.reconnect,
        .reference(.reconnect),
        "How clients come back; as Socket.IO does when absent."
      ),
    ]
  )

  /// What lies between callers and a service, looked up among the timers.
  static let through = Field<Service>(
    outline: FieldOutline(
      key: "through",
      shape: .list(.reference(.idleTimer)),
      doc: "Proxies and platforms on the way: the shortest of their timers gives an answer up."
    ),
    read: { node, service, diagnosis in
      let names = Kind<[String]>.list(.reference(.idleTimer)).read(node, diagnosis) ?? []
      service.through = names.compactMap { diagnosis.idleTimers[$0] }
    },
    defaultText: { _ in nil }
  )

  /// When a proxy or a platform cuts connections.
  static let idleTimer = RecordSchema(
    "idle_timer",
    "When a proxy or a platform cuts connections.",
    IdleTimer(),
    [
      Field(optional: "idle", \.idle, .positiveDuration, "The silence after which it cuts one."),
      Field(optional: "longest", \.longest, .positiveDuration, "How long it lets one live."),
      Field(optional: "only", \.only, .choice, "The only kind of connection that it means."),
    ] + provenanceFields(\.provenance) + [
      Field(optional: "note", \.note, .text, "Further remarks.")
    ]
  )

  /// How a client comes back.
  static let reconnect = RecordSchema(
    "reconnect",
    "How a client comes back after it has lost its connection, or was not let in.",
    ReconnectPolicy(),
    [
      Field("delay", \.delay, .positiveDuration, "The delay before the first attempt."),
      Field(
        "multiplier",
        \.multiplier,
        .number(1...100),
        "What each further delay is multiplied by."
      ),
      Field("most", \.most, .positiveDuration, "The longest delay, its random part included."),
      Field(
        "randomization",
        \.randomization,
        .fraction,
        "How far a delay is shortened or lengthened at random."
      ),
      Field(
        "refused_is_final",
        \.refusedIsFinal,
        .flag,
        "Whether a client that is refused by an HTTP error never tries again."
      ),
      Field("replays", \.replays, .flag, "Whether it is told on its return what it has missed."),
    ] + provenanceFields(\.provenance) + [
      Field(optional: "note", \.note, .text, "Further remarks.")
    ]
  )
}

extension Kind where Value == Sessions {
  /// Sessions, with the timers and the policy that they name.
  static var sessions: Kind {
    Kind<SessionsForm>.record(Schemas.sessions).map { form, _, diagnosis in
      var sessions = form.sessions
      sessions.through = form.through.compactMap { diagnosis.idleTimers[$0] }
      if let policy = form.reconnect.flatMap({ diagnosis.reconnects[$0] }) {
        sessions.reconnect = policy
      }
      return sessions
    }
  }
}

extension Kind where Value == [String: IdleTimer] {
  /// The timers; what follows may refer to them.
  static var idleTimers: Kind {
    let timer = Kind<IdleTimer>.record(Schemas.idleTimer)
      .map { timer, node, diagnosis -> IdleTimer? in
        if timer.idle != nil || timer.longest != nil { return timer }
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) cuts nothing",
          help: "give idle or longest"
        )
        return nil
      }
    return Kind<[IdleTimer]>.named(timer, \.name).map { list, _, diagnosis in
      diagnosis.idleTimers = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
      return diagnosis.idleTimers
    }
  }
}

extension Kind where Value == [String: ReconnectPolicy] {
  /// The policies; what follows may refer to them.
  static var reconnects: Kind {
    let policy = Kind<ReconnectPolicy>.record(Schemas.reconnect)
      .map { policy, node, diagnosis -> ReconnectPolicy? in
        if policy.most >= policy.delay { return policy }
        diagnosis.report(
          .reversed,
          at: node["most"]?.place ?? node.place,
          "\(diagnosis.whereInWords) has a longest delay below its first",
          help: "most is at least delay"
        )
        return nil
      }
    return Kind<[ReconnectPolicy]>.named(policy, \.name).map { list, _, diagnosis in
      diagnosis.reconnects = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
      return diagnosis.reconnects
    }
  }
}
