import Quantities
import Queueing
import Simulating
import Statistics
import TestSupport
import Testing

@Suite struct `Queues of jobs` {
  /// One request at the start that leaves a job behind, which takes so long.
  private func one(_ queue: String, takes seconds: Int, size: Int = 1) throws -> Measurement {
    try drained(
      """
      queues: {q: {\(queue)}}
      endpoints:
        ask: {steps: [{delay: 10ms}, {enqueue: job}, {delay: 10ms}]}
        job: {queue: q, steps: [{delay: \(seconds)s}]}
      tests: {one: {duration: 10min, herds: [{endpoint: ask, size: \(size)}]}}
      """
    )
  }

  @Test func `a request goes on at once; its job runs from being enqueued to its end`() throws {
    let run = try one("workers: 1", takes: 5, size: 3)
    #expect(close(run.endpoints[0].meanResponse, 0.02, relative: 1e-9))
    #expect(run.endpoints[1].offered == 3 && run.endpoints[1].completed == 3)
    #expect(close(run.endpoints[1].meanResponse, (5 + 10 + 15) / 3.0, relative: 1e-9))
    #expect(close(run.endpoints[1].mean(.waitQueue), 5, relative: 1e-9))
    #expect(close(run.endpoints[1].starts.maximum?.seconds, 10, relative: 1e-8))
    #expect(close(Double(run.queues[0].oldest), 1e10, relative: 1e-8))
    #expect(run.groups[0].peakWaiting == 2)
  }

  @Test func `a job that takes longer than its lease is worked on twice, and done once`() throws {
    let run = try one("workers: 2, visibility: 30s", takes: 50)
    #expect(run.endpoints[1].completed == 1)
    #expect(close(run.endpoints[1].meanResponse, 50, relative: 1e-9))
    #expect(run.queues[0].receipts == 2 && run.queues[0].redeliveries == 1)
    // The second worker does not hear of it: 50 s from 30 s on.
    #expect(run.groups[0].busyTime == 100_000_000_000)
  }

  @Test func `a copy in line goes when its job is done`() throws {
    let run = try one("workers: 1, visibility: 30s", takes: 50)
    #expect(run.queues[0].receipts == 1 && run.queues[0].redeliveries == 0)
    #expect(run.groups[0].busyTime == 50_000_000_000)
    #expect(run.groups[0].reneged == 1)
  }

  @Test func `a job that was received too often is a dead letter`() throws {
    let run = try one("workers: 5, visibility: 10s, max_receives: 2", takes: 50)
    #expect(run.endpoints[1].completed == 0)
    #expect(run.endpoints[1].failed(.deadLetter) == 1)
    #expect(run.queues[0].deadLetters == 1 && run.queues[0].receipts == 2)
    #expect(run.groups[0].busyTime == 100_000_000_000)
  }

  @Test func `a job that fails is delivered again when its lease ends`() throws {
    let run = try drained(
      """
      queues: {q: {workers: 2, visibility: 10s}}
      stations: {s: {servers: 1, queue: 0}}
      endpoints: {job: {queue: q, steps: [{serve: {at: s, time: 4s}}]}}
      tests: {one: {duration: 1min, herds: [{endpoint: job, size: 2}]}}
      """
    )
    #expect(run.endpoints[0].completed == 2 && run.endpoints[0].failures == 0)
    #expect(close(run.endpoints[0].meanResponse, (4 + 14) / 2.0, relative: 1e-9))
    #expect(close(run.endpoints[0].mean(.earlierAttempts), 5, relative: 1e-9))
  }

  @Test func `without a lease a job that fails has failed`() throws {
    let run = try drained(
      """
      queues: {q: {workers: 2}}
      stations: {s: {servers: 1, queue: 0}}
      endpoints: {job: {queue: q, steps: [{serve: {at: s, time: 4s}}]}}
      tests: {one: {duration: 1min, herds: [{endpoint: job, size: 2}]}}
      """
    )
    #expect(run.endpoints[0].completed == 1 && run.endpoints[0].failed(.stationFull) == 1)
  }

  @Test func `a full queue refuses the job, and the request that would leave it`() throws {
    let run = try one("workers: 1, room: 1", takes: 5, size: 3)
    #expect(run.endpoints[0].completed == 2 && run.endpoints[0].failed(.queueFull) == 1)
    #expect(run.endpoints[1].offered == 2)
  }

  /// Poisson requests leave Poisson jobs: workers × concurrency servers behind one line are an M/M/c.
  @Test func `the backlog is that of an M/M/c`() async throws {
    let program = try program(
      """
      queues: {q: {workers: 2, concurrency: 2}}
      endpoints:
        ask: {steps: [{enqueue: job}]}
        job: {queue: q, steps: [{delay: {exponential: 1s}}]}
      tests: {steady: {arrivals: {ask: 3.2/s}, warm_up: 500s, duration: 10500s}}
      """
    )
    let runs = await replicate(program, 0..<10, threads: 2)
    let exact = MMc(
      arrivalRate: Rate(perSecond: 3.2),
      serviceRate: Rate(perSecond: 1),
      servers: 4
    )
    let wait = try #require(exact.meanWaitingTime?.seconds)
    #expect(agrees(runs.map { $0.endpoints[1].mean(.waitQueue) }, with: wait))
    #expect(agrees(runs.map { $0.endpoints[1].meanResponse }, with: wait + 1))
    #expect(close(program.expectedRequests[1], 32_000, relative: 1e-9))
  }

  /// Leases that end early, failures, crashes and timeouts of the service that does the work.
  @Test(arguments: UInt64(1)...12)
  func `every job is done, dead or refused in the end`(seed: UInt64) throws {
    let work = seed % 2 == 0 ? "abandoned_work: cancelled" : "limit: 20"
    let run = try drained(
      """
      queues: {q: {workers: 3, concurrency: 2, room: 30, visibility: 400ms, max_receives: 3}}
      services: {worker: {instances: 2, timeout: 800ms, boot: 2s, \(work)}}
      stations: {s: {servers: 4, queue: 2, patience: {exponential: 200ms}}}
      endpoints:
        ask: {steps: [{enqueue: job}, {enqueue: other}]}
        job:
          queue: q
          service: worker
          steps: [{cpu: 10ms}, {serve: {at: s, time: {exponential: 200ms}}}]
        other: {queue: q, priority: 2, steps: [{delay: {exponential: 100ms}}, {enqueue: last}]}
        last: {queue: q, steps: [{delay: 1ms}]}
      tests:
        rough:
          arrivals: {ask: 10/s, last: 1/s}
          duration: 60s
          faults: [{at: 20s, for: 5s, crash: worker}]
      """,
      seed: seed
    )
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
      #expect(endpoint.offered > 0)
    }
    let queue = run.queues[0]
    #expect(queue.deadLetters <= run.endpoints.reduce(0) { $0 + $1.failed(.deadLetter) })
    #expect(queue.redeliveries < queue.receipts && queue.redeliveries > 0)
  }
}
