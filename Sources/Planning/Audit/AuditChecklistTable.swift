extension AuditChecklist {
  static let database = [
    AuditQuestion(
      .database,
      "pooler",
      "Is there a connection pooler in front of every database?",
      help: "`pooler:` of each database in the model"
    ),
    AuditQuestion(
      .database,
      "pools_fit",
      "Do the connection pools of all API workers together fit under what the database side accepts?",
      help: "`pools:` of each service and `max_connections:` or `pooler:` of each database"
    ),
    AuditQuestion(
      .database,
      "transaction_mode",
      "Does an idle client leave its server connection to others (transaction pooling)?",
      help: "`pooler: mode:` of each database"
    ),
    AuditQuestion(
      .database,
      "pool_timeout",
      "Does a request stop waiting for a connection before its own time limit is over?",
      help: "`timeout:` of each pool and of its service"
    ),
    AuditQuestion(
      .database,
      "disk_headroom",
      "Is the plan meant for a database of 100 times today's size?",
      help: "`recommended_size` of the database's plan and the sizes of the tiers"
    ),
    AuditQuestion(
      .database,
      "replicas",
      "Do read replicas take the reads off the primary?",
      help: "the list of replicas at the provider, and which queries go to them"
    ),
    AuditQuestion(
      .database,
      "slow_queries",
      "Are the slowest queries known and their indexes in place?",
      help: "pg_stat_statements ordered by total_exec_time, with the plans of the first ten"
    ),
    AuditQuestion(
      .database,
      "backups",
      "Can the database be restored to any point in time, and has it been tried?",
      help: "the provider's point-in-time recovery setting and the date of the last rehearsal"
    ),
  ]

  static let api = [
    AuditQuestion(
      .api,
      "redundant",
      "Does every service go on when one instance is lost?",
      help: "`instances:` of each service"
    ),
    AuditQuestion(
      .api,
      "timeouts",
      "Is every request answered within a stated time, if only with an error?",
      help: "`timeout:` of each service"
    ),
    AuditQuestion(
      .api,
      "bounded",
      "Are the requests in progress and in line bounded for every worker?",
      help: "`limit:` and `backlog:` of each service"
    ),
    AuditQuestion(
      .api,
      "memory",
      "Does the memory of an instance hold all requests that its workers accept?",
      help: "`memory:`, `memory_per_request:` and `limit:` of each service"
    ),
    AuditQuestion(
      .api,
      "drain",
      "Does a stopping instance have time to finish its longest typical answer?",
      help: "`drain:` of each service and the latency laws of its models"
    ),
    AuditQuestion(
      .api,
      "cancellation",
      "Does work stop once its caller was told that it took too long?",
      help: "`abandoned_work_continues:` of each service"
    ),
    AuditQuestion(
      .api,
      "autoscaling",
      "Does scaling see requests that wait for a model, which take no CPU?",
      help: "the metric of the autoscaler: concurrency sees them, CPU does not"
    ),
    AuditQuestion(
      .api,
      "health",
      "Does a health check take a failing instance out of the balancer?",
      help: "the health-check settings of the host"
    ),
  ]

  static let llm = [
    AuditQuestion(
      .llm,
      "backoff",
      "Does every call retry with growing delays and jitter?",
      help: "`client:` of each call"
    ),
    AuditQuestion(
      .llm,
      "timeouts",
      "Do all attempts of a call end before the service gives up on the request?",
      help: "`client: timeout:` of each call and `timeout:` of its service"
    ),
    AuditQuestion(
      .llm,
      "fallback",
      "Does every call fall back on a model behind another provider account?",
      help: "`fallbacks:` of each call and `provider:` of each model"
    ),
    AuditQuestion(
      .llm,
      "max_tokens",
      "Is the length of every answer bounded by max_tokens?",
      help: "`max_tokens:` of each call"
    ),
    AuditQuestion(
      .llm,
      "rate_limits",
      "Do the accounts' rate limits lie above the peak hour of the largest tier?",
      help: "`limits:` of each provider"
    ),
    AuditQuestion(
      .llm,
      "spend_cap",
      "Is every account's spend cap known and above the projected bill of the largest tier?",
      help: "`spend_cap:` of each provider, from its billing page, and a price for each model"
    ),
    AuditQuestion(
      .llm,
      "prompt_cache",
      "Does the prompt cache serve a part of every model's prompts?",
      help: "`cached_share:` of each model, from the usage field of its answers"
    ),
    AuditQuestion(
      .llm,
      "partial",
      "Does a request go on when one of several parallel models fails?",
      help: "`join:` of each parallel step"
    ),
  ]

  static let frontend = [
    AuditQuestion(
      .frontend,
      "cdn",
      "Do all static files come from a CDN with long cache times?",
      help: "the cache headers of the built files as a browser receives them"
    ),
    AuditQuestion(
      .frontend,
      "bundle",
      "Does the build fail when the first page grows past a stated size?",
      help: "the size budget of the build and its present value"
    ),
    AuditQuestion(
      .frontend,
      "streaming",
      "Do users see a model's answer while it is being written?",
      help: "a `stream:` step around the calls of each endpoint"
    ),
    AuditQuestion(
      .frontend,
      "retry",
      "Does the browser retry with growing delays and jitter, and only what may be repeated?",
      help: "the fetch wrapper of the frontend"
    ),
    AuditQuestion(
      .frontend,
      "pagination",
      "Are long lists fetched page by page?",
      help: "the requests that the longest list makes"
    ),
    AuditQuestion(
      .frontend,
      "degraded",
      "Does the page say so and stay usable when the API answers 429 or 503?",
      help: "a test that feeds those answers to the frontend"
    ),
  ]

  static let realtime = [
    AuditQuestion(
      .realtime,
      "limit",
      "Is the number of connections that may be open at once known?",
      help: "`realtime: max_connections:`, from the provider's limits page"
    ),
    AuditQuestion(
      .realtime,
      "fits",
      "Does that number hold the connections of the largest tier and of the goal?",
      help: "`realtime: max_connections:` and `active_connections:` of the tiers"
    ),
    AuditQuestion(
      .realtime,
      "slots",
      "Is the number of streams of each instance bounded?",
      help: "`stream_slots:` of each service that streams"
    ),
    AuditQuestion(
      .realtime,
      "memory",
      "Does memory hold the open connections of the largest tier?",
      help: "`memory_per_connection:` and the `memory:` of the service"
    ),
    AuditQuestion(
      .realtime,
      "heartbeat",
      "Is a silent connection pinged before the shortest idle timer on its way cuts it?",
      help: "`realtime: heartbeat:` and the idle timers of balancer and proxies"
    ),
    AuditQuestion(
      .realtime,
      "reconnect",
      "Do clients come back with random delays after a cut, so that no herd forms?",
      help: "the reconnect code of the client"
    ),
    AuditQuestion(
      .realtime,
      "resume",
      "Does a broken stream go on where it stopped, without a second call of the model?",
      help: "what the server does with Last-Event-ID or its like"
    ),
  ]

  static let caching = [
    AuditQuestion(
      .caching,
      "present",
      "Is there a cache?",
      help: "`caches:` of the model"
    ),
    AuditQuestion(
      .caching,
      "used",
      "Does at least one endpoint ask the cache before it does the work?",
      help: "a `cache:` step"
    ),
    AuditQuestion(
      .caching,
      "connections",
      "Does the cache accept a connection from every worker?",
      help: "`max_connections:` of each cache"
    ),
    AuditQuestion(
      .caching,
      "hit_ratio",
      "Is the hit ratio measured?",
      help: "keyspace_hits and keyspace_misses over a week"
    ),
    AuditQuestion(
      .caching,
      "stampede",
      "Is a missing entry computed once when many ask for it together?",
      help: "single-flight or a lock in the code that fills the cache"
    ),
    AuditQuestion(
      .caching,
      "expiry",
      "Does every entry expire, and is it known which write makes it wrong?",
      help: "the list of key patterns with their time to live"
    ),
    AuditQuestion(
      .caching,
      "loss",
      "Does the database carry the load while the cache is empty?",
      help: "a simulation with hit ratio 0, or a test with an emptied cache"
    ),
  ]

  static let loadTesting = [
    AuditQuestion(
      .loadTesting,
      "purposes",
      "Is there a test of each kind: normal, peak, stress, spike, soak, breakpoint?",
      help: "`tests:` of the scenario"
    ),
    AuditQuestion(
      .loadTesting,
      "reaches_goal",
      "Can the tests reach the throughput goal?",
      help: "`goals:` and the load of the tests"
    ),
    AuditQuestion(
      .loadTesting,
      "thresholds",
      "Does every test have latency targets that it can fail?",
      help: "`targets:` of the endpoints or `max_p95:` of each test"
    ),
    AuditQuestion(
      .loadTesting,
      "soak",
      "Does a soak test last at least an hour?",
      help: "`duration:` of the soak test"
    ),
    AuditQuestion(
      .loadTesting,
      "recorded",
      "Does a test replay recorded traffic?",
      help: "a test with `driver: trace`"
    ),
    AuditQuestion(
      .loadTesting,
      "environment",
      "Were the tests run against the real plans, with data of the real size?",
      help: "the environment of the last run: plans, rows, region"
    ),
    AuditQuestion(
      .loadTesting,
      "regular",
      "Is a load test part of every release?",
      help: "the pipeline that runs it and the date of its last result"
    ),
  ]

  static let cost = [
    AuditQuestion(
      .cost,
      "priced",
      "Does every plan and every line of the bill have a price?",
      help: "`plan:` of each part, `bill:`, and an entry of that key in the price books"
    ),
    AuditQuestion(
      .cost,
      "models_priced",
      "Does every model that is called have a token price?",
      help: "`price:` of each model and its entry in the price books"
    ),
    AuditQuestion(
      .cost,
      "dated",
      "Is every price in use dated, sourced and younger than a year?",
      help: "`source:`, `as_of:` and `grade:` of the entries"
    ),
    AuditQuestion(
      .cost,
      "egress",
      "Is outgoing traffic on the bill?",
      help: "a line of `bill:` with the meter egress_gb"
    ),
    AuditQuestion(
      .cost,
      "growth_history",
      "Is there a dated history of growth to project the bill from?",
      help: "`growth:` with a CSV file of users or queries a day"
    ),
    AuditQuestion(
      .cost,
      "alerts",
      "Does somebody hear of it when a day's spend leaves the plan?",
      help: "the budget alerts of host, database and model providers"
    ),
    AuditQuestion(
      .cost,
      "per_user",
      "Is a limit set on what one user can spend?",
      help: "quotas by user or plan in the API"
    ),
  ]

  static let monitoring = [
    AuditQuestion(
      .monitoring,
      "targets",
      "Does every endpoint have latency targets?",
      help: "`targets:` of each endpoint"
    ),
    AuditQuestion(
      .monitoring,
      "percentiles",
      "Are p95 and p99 of each endpoint on a dashboard?",
      help: "the dashboard"
    ),
    AuditQuestion(
      .monitoring,
      "pools",
      "Are busy connections and waiting time of each pool measured?",
      help: "the metrics of pool and pooler"
    ),
    AuditQuestion(
      .monitoring,
      "llm",
      "Are tokens, refusals (429) and cost measured by model?",
      help: "the metrics around the model client"
    ),
    AuditQuestion(
      .monitoring,
      "alerts",
      "Does an alert come before users notice, on symptoms and with a runbook?",
      help: "the alert rules and who is paged"
    ),
    AuditQuestion(
      .monitoring,
      "tracing",
      "Can one slow request be followed through all parts?",
      help: "a trace of a slow request"
    ),
    AuditQuestion(
      .monitoring,
      "errors",
      "Is every unhandled error collected with its release?",
      help: "the error tracker's project"
    ),
  ]

  static let architecture = [
    AuditQuestion(
      .architecture,
      "redundant",
      "Is there no part whose loss stops the product?",
      help: "instances, standby databases and second provider accounts, part by part"
    ),
    AuditQuestion(
      .architecture,
      "bounded_queues",
      "Is every queue bounded and every wait limited?",
      help: "`queue:`, `backlog:`, pool timeouts and `pooler: overflow:`"
    ),
    AuditQuestion(
      .architecture,
      "tiers",
      "Is the platform described up to 100 times today's load?",
      help: "`tiers:` of the scenario"
    ),
    AuditQuestion(
      .architecture,
      "next_steps",
      "Are the next changes listed with their effort?",
      help: "`changes:` of the scenario"
    ),
    AuditQuestion(
      .architecture,
      "stateless",
      "Can any instance answer any request?",
      help: "where uploads, caches and login state are kept"
    ),
    AuditQuestion(
      .architecture,
      "background",
      "Does long work run in workers behind a queue, not in requests?",
      help: "the endpoints that take longer than the proxies' timers"
    ),
    AuditQuestion(
      .architecture,
      "degraded",
      "Is it decided what still works while the model providers do not?",
      help: "the list of features by what they need"
    ),
    AuditQuestion(
      .architecture,
      "regions",
      "Are API, database and cache in one region?",
      help: "the region of each part at its host"
    ),
  ]
}
