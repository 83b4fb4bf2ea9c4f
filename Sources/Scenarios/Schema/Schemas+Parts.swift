import Quantities

/// The tables of the schema: one for each kind of record.
enum Schemas {
  /// A plain queueing station.
  static let station = RecordSchema(
    "station",
    "A plain queueing station: identical servers behind one line.",
    Station(name: "", servers: 1, queue: .unbounded),
    [
      Field("servers", \.servers, .positive, "How many servers it has."),
      Field("queue", \.queue, .limit(), "How many may wait; arrivals beyond that are refused."),
      Field("scheduling", \.scheduling, .choice, "Who is served: in turn, all, by urgency."),
      Field(optional: "patience", \.patience, .law(.seconds), "Who waits longer leaves the line."),
      Field(
        optional: "pause",
        \.pause,
        .law(.seconds),
        "A server that finds nobody waiting looks again after that time, as a worker that polls."
      ),
      Field(
        optional: "cold_start",
        \.coldStart,
        .law(.seconds),
        "Servers go when nobody needs them; one is started for each who waits, in that time."
      ),
    ]
  )

  /// The connection pool of a service's workers.
  static let pool = RecordSchema(
    "pool",
    "The pool of database connections inside each worker.",
    AppPool(database: "", size: 5, overflow: 10, timeout: .seconds(30)),
    [
      Field(
        "size",
        \.size,
        .positive,
        "Connections kept open.",
        source: "SQLAlchemy 2.0 QueuePool: pool_size 5"
      ),
      Field(
        "overflow",
        \.overflow,
        .count,
        "Further connections opened under load.",
        source: "SQLAlchemy 2.0 QueuePool: max_overflow 10"
      ),
      Field(
        optional: "timeout",
        \.timeout,
        .positiveDuration,
        "How long a request waits for a connection before it fails.",
        source: "SQLAlchemy 2.0 QueuePool: timeout 30 s"
      ),
    ]
  )

  /// A group of API instances.
  static let service = RecordSchema(
    "service",
    "A group of identical API instances behind a load balancer.",
    Service(),
    [
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry of one instance."),
      Field(optional: "region", \.region, .text, "The region that its instances run in."),
      Field("instances", \.instances, .integer(1...1_000_000), "How many instances run."),
      Field("workers", \.workers, .integer(1...10_000), "Worker processes in each instance."),
      Field("cores", \.coresPerInstance, .number(0.01...10_000), "CPU cores of one instance."),
      Field("concurrency", \.concurrency, .choice, "How a worker runs requests."),
      Field(
        "threads",
        \.threads,
        .positive,
        "Threads of a worker with concurrency: threads.",
        source: "AnyIO 4 default thread limiter: 40 tokens"
      ),
      Field(
        optional: "scheduling",
        \.scheduling,
        .scheduling,
        "How CPU steps share a core: with threads by time slices, else in turn; or by urgency."
      ),
      Field("limit", \.limit, .limit(from: 1), "Requests in progress that one worker accepts."),
      Field(
        "backlog",
        \.backlog,
        .limit(),
        "Requests that may wait for a worker; further ones get a 503.",
        source: "Uvicorn default --backlog 2048"
      ),
      Field(
        optional: "adaptive_limit",
        \.adaptiveLimit,
        .adaptiveLimit,
        "A limit of each worker that follows what requests take; further ones get a 503."
      ),
      Field(
        optional: "controlled_delay",
        \.controlledDelay,
        .record(controlledDelay),
        "How long requests may wait for a worker before they get a 503."
      ),
      Field(optional: "timeout", \.timeout, .positiveDuration, "Then a request is answered 504."),
      through,
      Field(
        "stream_heartbeat",
        \.streamHeartbeat,
        .positiveDuration,
        "How often an answer that is streamed shows a sign of life.",
        source: "sse-starlette 3.7: ping 15 s"
      ),
      Field(
        "abandoned_work",
        \.abandonedWorkContinues,
        .abandonedWork,
        "Whether work goes on after its caller got a 504."
      ),
      Field("balancing", \.balancing, .choice, "How the balancer picks a worker."),
      Field(optional: "memory", \.memory, .size, "Memory of one instance."),
      Field("memory_per_worker", \.memoryPerWorker, .size, "Memory of one idle worker."),
      Field("memory_per_request", \.memoryPerRequest, .size, "Memory of a request in progress."),
      Field("memory_per_stream", \.memoryPerStream, .size, "Memory of an open stream beside that."),
      Field(
        optional: "bandwidth",
        \.bandwidth,
        .bandwidth,
        "What one instance sends, shared by its answers; as much as there is when absent."
      ),
      Field(
        "stream_slots",
        \.streamSlots,
        .limit(from: 1),
        "Streams that one instance keeps open."
      ),
      Field(
        "pools",
        \.pools,
        .pools,
        "The connection pool of each worker, by database."
      ),
      Field("boot", \.boot, .duration, "From the decision to add an instance until it serves."),
      Field("drain", \.drain, .duration, "How long a stopping instance may finish its requests."),
      Field(
        optional: "autoscale",
        \.autoscale,
        .autoscale,
        "How the number of instances changes by itself."
      ),
      Field(
        optional: "reserved",
        \.reserved,
        .record(reserved),
        "Instances that are paid for all month, at a price of their own."
      ),
      Field(
        optional: "spot",
        \.spot,
        .record(spot),
        "The share of the others that runs on capacity which may be taken back."
      ),
    ]
  )

  /// A connection pooler.
  static let pooler = RecordSchema(
    "pooler",
    "A connection pooler between the application and the database.",
    Pooler(),
    [
      Field("mode", \.mode, .choice, "When a server connection goes back to the pool."),
      Field("size", \.size, .positive, "Server connections."),
      Field("clients", \.clients, .positive, "Client connections accepted."),
      Field("wait", \.wait, .positiveDuration, "How long a request waits for a server connection."),
      Field("overflow", \.overflow, .choice, "What happens when there is none."),
      Field(
        "service_time",
        \.serviceTime,
        .law(.seconds),
        "The pooler's own work per transaction."
      ),
      Field("processes", \.processes, .integer(1...10_000), "Cores that the pooler runs on."),
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry of an instance of it."),
      Field("instances", \.instances, .integer(1...10_000), "Instances of it that are paid for."),
    ]
  )

  /// Contention between jobs.
  static let contention = RecordSchema(
    "contention",
    "What jobs that share cores lose to each other: the universal scalability law.",
    Contention(),
    [
      Field("serial", \.serial, .number(0...1), "The share that is done one at a time, sigma."),
      Field("coherency", \.coherency, .number(0...1), "What each pair pays to agree, kappa."),
    ]
  )

  /// A database server.
  static let database = RecordSchema(
    "database",
    "A database server, its connection limit, and the pooler in front of it.",
    Database(),
    [
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry of its plan."),
      Field(optional: "region", \.region, .text, "The region that it runs in."),
      Field("cores", \.cores, .integer(1...10_000), "CPU cores; a query takes one."),
      Field("queue", \.queue, .limit(), "Queries that may wait for a core."),
      Field(
        "scheduling",
        \.scheduling,
        .scheduling,
        "Whether queries run in turn, by urgency, or share the cores."
      ),
      Field(
        "contention",
        \.contention,
        .record(contention),
        "What queries lose to each other where they share the cores."
      ),
      Field(
        "max_connections",
        \.maxConnections,
        .positive,
        "Connections that the server accepts.",
        source: "PostgreSQL default: max_connections 100"
      ),
      Field(
        "reserved_connections",
        \.reservedConnections,
        .count,
        "Connections kept for superusers and the provider's own services.",
        source: "PostgreSQL default: superuser_reserved_connections 3"
      ),
      Field("login_time", \.loginTime, .law(.seconds), "The work of one login on a core."),
      Field(optional: "pooler", \.pooler, .record(pooler), "The pooler, if there is one."),
      Field(optional: "recommended_size", \.recommendedSize, .size, "Size the plan is meant for."),
      Field(
        optional: "max_iops",
        \.maxIOPS,
        .positive,
        "Sustained input/output operations a second."
      ),
      Field("io_per_query", \.ioPerQuery, .amount, "Input/output operations of one query."),
    ] + databaseExtras
  )

  /// The keys of a cache.
  static let cacheKeys = RecordSchema(
    "cache_keys",
    "The keys of a cache: how unequally they are asked for, and how long they are kept.",
    CacheKeys(),
    [
      Field("count", \.count, .integer(1...10_000_000), "How many keys there are.", required: true),
      Field(
        "zipf",
        \.zipf,
        .number(0...10),
        "Key k is asked for in proportion to 1/k to this power."
      ),
      Field(
        optional: "ttl",
        \.timeToLive,
        .positiveDuration,
        "How long an entry lives; else for ever."
      ),
      Field(
        "timer",
        \.timer,
        .choice,
        "Whether the lifetime counts from the fetch or the last use."
      ),
      Field("entries", \.entries, .limit(from: 1), "Room; the least recently used entry makes it."),
      Field(
        "single_flight",
        \.isSingleFlight,
        .flag,
        "Whether one request fetches a key and the others wait for what it finds."
      ),
    ]
  )

  /// A cache.
  static let cache = RecordSchema(
    "cache",
    "A cache: a fixed share of lookups hits, or keys come and go.",
    Cache(
      name: "",
      plan: nil,
      maxConnections: .unbounded,
      maxOperations: nil,
      lookupTime: .constant(0.001)
    ),
    [
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry of its plan."),
      Field(optional: "region", \.region, .text, "The region that it runs in."),
      Field("max_connections", \.maxConnections, .limit(from: 1), "Client connections accepted."),
      Field(optional: "max_operations", \.maxOperations, .rate, "Operations that it serves."),
      Field("lookup_time", \.lookupTime, .law(.seconds), "The time of one lookup."),
      Field(
        optional: "keys",
        \.keys,
        .record(cacheKeys),
        "The keys that are asked for; without them a fixed share of lookups hits."
      ),
    ]
  )
}

extension Kind where Value == Bool {
  /// What becomes of work whose caller has given up.
  static var abandonedWork: Kind {
    Kind.scalar(
      .choice(["continues", "cancelled"]),
      show: { $0 ? "continues" : "cancelled" }
    ) { text throws(Scalars.Refusal) in
      switch text {
      case "continues": return true
      case "cancelled": return false
      default: throw Words.refusal(of: text, among: ["continues", "cancelled"])
      }
    }
  }
}

extension Kind where Value == [AppPool] {
  /// Pools by database, whose names must be known.
  static var pools: Kind {
    let byName = Kind<[AppPool]>.named(.record(Schemas.pool), \.database)
    return byName.refined(byName.shape) { pools, node, diagnosis in
      for entry in node.entries {
        let key = Located(content: .scalar(entry.key, plain: false), place: entry.place)
        _ = Kind<String>.reference(.database).read(key, diagnosis)
      }
      return pools
    }
  }
}
