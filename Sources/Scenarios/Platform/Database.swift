public import Quantities

/// A database server, its connection limit, and the pooler in front of it.
public struct Database: Sendable {
  /// Its key in the file.
  public var name = ""
  /// The price-book entry of its plan, if it has one.
  public var plan: String?
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

  /// A database with the documented defaults.
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

  /// A pooler with the documented defaults.
  public init() {}
}
