/// A scenario that uses nearly every key.
let fullScenario = """
  headroom: 1
  title: Everything
  description: A scenario that uses nearly every key
  platform: {name: Council, description: Asks several models}
  prices:
    render/web-standard:
      vendor: Render
      product: Web service Standard
      unit: month
      usd: 25
      limits: {cpu: 1, ram_gb: 2}
      source: https://render.com/pricing
      as_of: 2026-11-01
      grade: A
    supabase/micro:
      vendor: Supabase
      product: Compute Micro
      unit: hour
      usd: $0.01344
      limits: {cpu: 2, max_direct_connections: 60, max_pooler_clients: 200,
        recommended_max_db_gb: 10, disk_baseline_iops: 500}
      source: compute-and-disk.mdx
      as_of: 2026-08
      grade: A
    openai/small:
      vendor: OpenAI
      product: small
      unit: million tokens
      tokens: {input: 0.15, cached_input: 0.075, output: 0.6}
      source: price page
      as_of: 2026
      grade: C
      note: announced
  limits:
    openai/build:
      limits: [{requests: 500/min, rule: bucket, burst: 10}, {tokens: 200000/min}]
      charge: max_of_estimate
      counts_rejected: true
      source: docs
      as_of: 2026-11-24
      grade: A
  clients:
    openai-python:
      attempts: 3
      base: 500ms
      cap: 8s
      jitter: shorten
      jitter_amount: 0.25
      obeys_retry_after_up_to: 60s
      timeout: 10min
  stations:
    server: {servers: 2, queue: unbounded}
  services:
    api:
      plan: render/web-standard
      instances: 3
      workers: 2
      timeout: 100s
      abandoned_work: cancelled
      memory_per_worker: 200MiB
      pools: {postgres: {size: 5, overflow: 10, timeout: 30s}}
  databases:
    postgres:
      plan: supabase/micro
      pooler: {mode: transaction, size: 15, wait: 60s, service_time: 0.1ms}
  caches:
    redis: {max_connections: 250, lookup_time: 1ms}
  providers:
    openai:
      preset: openai/build
      sends_retry_after: false
      spend_cap: $100/month
      error_rate: 0.5%
  models:
    gpt-4.1:
      provider: openai
      price: openai/small
      time_to_first_token: {median: 500ms, p95: 2s}
      time_per_output_token: {mean: 20ms, cv: 0.5}
      cached_share: 30%
    other: {provider: openai, time_to_first_token: 1s}
  realtime: {service: api, max_connections: 200, memory_per_connection: 64KiB, heartbeat: 25s}
  endpoints:
    council:
      route: POST /council
      service: api
      per_query: 1
      response: 12KB
      targets: {p50: 100ms, p95: 200ms, p99: 500ms, scope: without_llm, max_failures: 1%}
      steps:
        - delay: {median: 15ms, p95: 60ms}
        - cpu: {mean: 4ms, cv: 0.5}
        - query: {database: postgres, time: {median: 2ms, p95: 10ms}, count: 2}
        - cache: {name: redis, hit: 60%, miss: [{query: {database: postgres, time: 5ms}}]}
        - serve: {at: server, time: {exponential: 1s}}
        - hold: {at: server, steps: [{delay: 1ms}]}
        - transfer: {size: {median: 200KB, p95: 2MB}, bandwidth: 20MB/s}
        - choose: [{probability: 30%, steps: [{delay: 1ms}]}, {probability: 0.7, steps: []}]
        - repeat: {again: 60%, most: 8, steps: [{delay: 1ms}]}
        - stream:
            steps:
              - parallel:
                  join: {quorum: 2}
                  branches:
                    - - call: {model: gpt-4.1, input: {median: 2500, sigma: 0.4},
                          output: {mean: 300, cv: 1}, max_tokens: 2000,
                          client: openai-python, fallback: [other], name: first}
                    - [{call: {model: other, lengths: trace}}]
                    - [{call: {model: other, input: 100, output: 20}}]
              - call: {model: other, input: 1000, output: 500}
          label: answer
  day_profile: [1, 1, 1, 1, 1, 1, 2, 4, 6, 8, 8, 8, 8, 8, 8, 8, 8, 6, 4, 4, 2, 2, 1, 1]
  bill:
    - {item: Hosting, price: render/web-standard, meter: fixed, quantity: 1, group: compute}
  audit:
    database.backups: {answer: yes, evidence: daily}
    frontend.cdn: {answer: unknown}
  tiers:
    current: {users: 100, concurrent_users: 10, queries_per_day: 500, database_size: 10GB}
    10x: {users: 1000, concurrent_users: 100, queries_per_day: 5000, database_size: 100GB,
      active_connections: 300}
  tests:
    normal: {purpose: normal, load: mean, follows: day, duration: 1d}
    ramp:
      purpose: stress
      load: peak
      from: 10%
      stages: [{over: 10min, to: 200%}, {over: 5min, to: 200%}]
      spacing: even
      max_p95: 500ms
    own:
      arrivals: {council: 0.1/s}
      duration: 10min
      warm_up: 1min
      bursts: {cv: 3}
      classes:
        batches: {arrivals: {council: 1/min}, bursts: {on: 10s, off: 50s}, batch: 5}
        pings: {arrivals: {council: 2/min}, spacing: even}
      herds: [{endpoint: council, size: 20, at: 1min, every: 5min, within: 10s}]
      faults:
        - {at: 2min, for: 30s, slow: postgres, factor: 4}
        - {at: 2min, for: 1h, outage: openai, answers: silence}
        - {at: 3min, for: 1min, brown_out: openai, factor: 5, errors: 20%}
        - {at: 3min, for: 1min, shrink: server, to: 1}
        - {at: 4min, for: 1min, surge: 300%}
        - {at: 5min, for: 2min, flush: redis}
    closed: {users: 30, think: {exponential: 5s}, mix: {council: 100%}, duration: 10min}
    k6: {think: 1s, stages: [{over: 2min, to: 100}, {over: 5min, to: 100}, {over: 1min, to: 0}]}
    replay: {trace: council}
  experiment:
    {seed: 42, replications: {min: 5, max: 50}, observations: 300, confidence: 95%, precision: 5%, budget: 60s,
    max_events: 100000000}
  changes:
    more: {title: More instances, why: CPU, mends: [cpu, workers], effort_days: 0.5, lead_time_days: 1,
      levels: [{services.api.instances: 6}, {services.api.instances: 12}]}
  goals: {requests: 1000/s, concurrent_users: 10000, active_connections: 50000}

  """
