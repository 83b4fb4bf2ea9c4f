public import Quantities

/// A database server, its connection limit, and the pooler in front of it.
public struct Database: Sendable {
  /// Its key in the file.
  public var name = ""
  /// The price-book entry of its plan, if it has one.
  public var plan: String?
  /// The region that it runs in; nil for that of the platform.
  public var region: String?
  /// CPU cores that run queries; a query takes one.
  public var cores = 2
  /// Queries that may wait for a core.
  public var queue: Limit = .unbounded
  /// How queries get the cores.
  public var scheduling: Scheduling = .fifo
  /// What queries that run at once lose to each other; only where they share the cores.
  public var contention = Contention()
  /// Connections that the server accepts.
  public var maxConnections = 100
  /// Connections kept for superusers and the provider's own services.
  public var reservedConnections = 3
  /// The work of one login on a core, in seconds; of connections that workers keep open only the first
  /// use pays it.
  public var loginTime = Law.constant(0)
  /// The pooler, if there is one.
  public var pooler: Pooler?
  /// The largest database that the plan is meant for; nil when unknown.
  public var recommendedSize: ByteCount?
  /// The highest sustained input/output operations per second; nil when unknown.
  public var maxIOPS: Double?
  /// Input/output operations of one query, on average.
  public var ioPerQuery = 0.0

  /// Operations of its disk, which statements wait for; nil where they are only compared with a limit.
  public var disk: Disk?
  /// Logins a second that it can do at most; nil for as many as its cores can.
  public var loginRate: Rate?
  /// Copies that answer reads; nil for none.
  public var replicas: Replicas?
  /// Bytes that each query of the workload leaves behind.
  public var growthPerQuery = ByteCount.zero

  /// A database with the documented defaults.
  public init() {}
}

/// A disk whose operations are paced: so many a second for ever, and more while it has credit.
public struct Disk: Hashable, Sendable {
  /// Operations a second that it always does.
  public var operations = Rate(perSecond: 3000)
  /// Operations a second while it has credit; nil for no more than always.
  public var burst: Rate?
  /// The most credit, in operations; it fills up at the rate of those that it always does.
  public var credit = 0.0

  /// A disk of 3,000 operations a second.
  public init() {}
}

/// Copies of a database that answer reads, a little later than the primary.
public struct Replicas: Sendable {
  /// How many there are.
  public var count = 1
  /// Cores of each; nil for as many as the primary has.
  public var cores: Int?
  /// How far they lag behind, in seconds.
  public var lag = Law.constant(0)
  /// How long after a write its reads go to the primary; zero for never.
  public var pin = SimInterval.zero
  /// The price-book entry of each; nil for that of the primary.
  public var plan: String?

  /// One copy that never lags.
  public init() {}
}

/// A read that a replica may answer.
public struct ReplicaRead: Hashable, Sendable {
  /// How long ago what it reads was written, in seconds; nil for so long that no lag matters.
  public var sinceWrite: Law?

  /// A read of something old.
  public init() {}
}

/// A connection pooler between the application and the database.
public struct Pooler: Sendable {
  /// When a server connection goes back to the pool.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// When the client disconnects.
    case session
    /// At the end of each transaction.
    case transaction
    /// At the end of each statement.
    case statement
  }

  /// What happens to a request that finds no free server connection.
  public enum Overflow: String, Hashable, Sendable, CaseIterable {
    /// It is refused at once.
    case refuse
    /// It waits, then fails.
    case wait_then_error
    /// It waits, then its client connection is closed.
    case wait_then_disconnect
    /// It waits for ever.
    case wait
  }

  /// The pooling mode.
  public var mode: Mode = .transaction
  /// Server connections.
  public var size = 15
  /// Client connections accepted.
  public var clients = 200
  /// How long a request waits for a server connection.
  public var wait = SimInterval.seconds(60)
  /// What happens when there is none.
  public var overflow: Overflow = .wait_then_error
  /// The pooler's own work per transaction, in seconds; it runs on `processes` cores.
  public var serviceTime = Law.constant(0)
  /// Cores that the pooler itself runs on.
  public var processes = 1
  /// The price-book entry of one instance of it; nil for one that comes with the database.
  public var plan: String?
  /// Instances of it that are paid for.
  public var instances = 1

  /// A pooler with the documented defaults.
  public init() {}
}
