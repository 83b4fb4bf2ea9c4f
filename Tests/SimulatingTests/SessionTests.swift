import Quantities
import Simulating
import Statistics
import TestSupport
import Testing

@Suite struct `Sessions and executors of k6` {
  /// An executor whose iterations are one request that takes so many milliseconds.
  private func run(_ executor: String, takes milliseconds: Int = 1000) throws -> Measurement {
    try drained(
      """
      endpoints: {ask: {steps: [{delay: \(milliseconds)ms}]}}
      tests: {k6: {k6: {load: {\(executor), iteration: [{ask: ask}]}}}}
      """
    )
  }

  private func seconds(_ run: Measurement) -> Double { Double(run.measuredTime) / 1e9 }

  @Test func `constant-vus: iterations under way at the end have the graceful stop`() throws {
    let executor = "executor: constant-vus, vus: 10, duration: 10s"
    let short = try run("\(executor), graceful_stop: 1s", takes: 4000)
    #expect(short.sessions[0].iterations == 20 && short.sessions[0].interrupted == 10)
    #expect(short.endpoints[0].failed(.interrupted) == 10)
    #expect(seconds(short) == 11)
    let long = try run("\(executor), graceful_stop: 3s", takes: 4000)
    #expect(long.sessions[0].iterations == 30 && long.sessions[0].interrupted == 0)
    #expect(seconds(long) == 12)
    #expect(long.sessions[0].peakUsers == 10)
  }

  /// User k of ten comes after k seconds and goes when the line has fallen to k − 1, at 21 − k s.
  @Test func `ramping-vus: users come and go in unit steps`() throws {
    let executor =
      "executor: ramping-vus, start_vus: 0, stages: [{over: 10s, to: 10}, {over: 10s, to: 0}]"
    let cut = try run("\(executor), graceful_ramp_down: 0s", takes: 940)
    let complete = (1...10).reduce(0) { $0 + (21 - 2 * $1) * 50 / 47 }
    #expect(cut.sessions[0].iterations == Int64(complete))
    #expect(cut.sessions[0].interrupted == 10)
    #expect(cut.sessions[0].peakUsers == 10)
    let graceful = try run(executor, takes: 940)
    #expect(graceful.sessions[0].iterations == Int64(complete + 10))
    #expect(graceful.sessions[0].interrupted == 0)
  }

  /// A jump down and up again: whoever still finishes its iteration goes on as if nothing had been.
  @Test func `ramping-vus: a stage of no time is a jump`() throws {
    let run = try run(
      "executor: ramping-vus, start_vus: 4, "
        + "stages: [{over: 5s, to: 4}, {over: 0s, to: 0}, {over: 1s, to: 0}, {over: 0s, to: 4}, {over: 4s, to: 4}]",
      takes: 2000
    )
    // Iterations begin at 0, 2 and 4 s; that of 4 s ends at 6 s, when four are wanted again.
    #expect(run.sessions[0].iterations == 4 * 5)
    #expect(run.sessions[0].peakRunning == 4)
  }

  @Test func `constant-arrival-rate: without a free user an iteration is dropped`() throws {
    let executor = "executor: constant-arrival-rate, rate: 10/s, duration: 2s, pre_allocated_vus: 5"
    let few = try run(executor, takes: 950)
    // At 0, 0.1 … 2.0 s, the last included; five in the first second, five in the next, and the last.
    #expect(few.sessions[0].iterations == 11 && few.sessions[0].dropped == 10)
    #expect(few.endpoints[0].offered == 11)
    let more = try run("\(executor), max_vus: 8", takes: 950)
    #expect(more.sessions[0].iterations + more.sessions[0].dropped == 21)
    #expect(more.sessions[0].dropped >= 3 && more.sessions[0].dropped < 10)
    #expect(more.sessions[0].peakUsers == 8)
    let enough = try run(
      "executor: constant-arrival-rate, rate: 60/s, duration: 30s, "
        + "pre_allocated_vus: 100"
    )
    #expect(enough.sessions[0].iterations == 1801 && enough.sessions[0].dropped == 0)
  }

  @Test func `ramping-arrival-rate: the n-th starts where the area reaches n`() throws {
    let run = try run(
      "executor: ramping-arrival-rate, start_rate: 0/s, stages: [{over: 10s, to: 10/s}], "
        + "pre_allocated_vus: 100",
      takes: 100
    )
    #expect(run.sessions[0].iterations == 49 && run.sessions[0].dropped == 0)
  }

  @Test func `per-vu-iterations: what time leaves undone is dropped`() throws {
    let executor = "executor: per-vu-iterations, vus: 3, iterations: 4"
    let all = try run(executor)
    #expect(all.sessions[0].iterations == 12 && seconds(all) == 4)
    let some = try run("\(executor), max_duration: 2500ms")
    #expect(some.sessions[0].iterations == 9 && some.sessions[0].dropped == 3)
    #expect(seconds(some) == 3)
  }

  @Test func `shared-iterations: who is free takes the next`() throws {
    let all = try run("executor: shared-iterations, vus: 3, iterations: 10")
    #expect(all.sessions[0].iterations == 10 && seconds(all) == 4)
    let some = try run("executor: shared-iterations, vus: 3, iterations: 10, max_duration: 1500ms")
    #expect(some.sessions[0].iterations == 6 && some.sessions[0].dropped == 4)
  }

  @Test func `a session goes through its stops, and starts anew after the time between`() throws {
    let run = try drained(
      """
      endpoints: {list: {steps: [{delay: 1s}]}, detail: {steps: [{delay: 1s}]}}
      tests:
        sessions:
          users: 10
          think: 2s
          journey: [{ask: list, think: 1s}, {ask: detail, think: 1s}]
          duration: 600s
      """
    )
    // Six seconds a round: a hundred rounds of ten users.
    #expect(run.sessions[0].iterations == 1000)
    #expect(run.endpoints.map(\.completed) == [1000, 1000])
    #expect(run.sessions[0].spans.mean == .seconds(4))
  }

  /// From the list seven in ten look at a detail, whence half come back: v₁ = 1 + v₂/2, v₂ = 0.7 v₁.
  @Test func `visits of stops follow from the shares`() async throws {
    let program = try program(
      """
      endpoints: {list: {steps: [{delay: 10ms}]}, detail: {steps: [{delay: 20ms}]}}
      tests:
        sessions:
          users: 20
          think: {exponential: 1s}
          journey:
            - {ask: list, think: {exponential: 100ms}, next: {detail: 70%}}
            - {ask: detail, think: {exponential: 200ms}, next: {list: 50%}}
          duration: 500s
      """
    )
    let runs = await replicate(program, 0..<10, threads: 2)
    let lists = 1 / (1 - 0.35)
    for (endpoint, visits) in [lists, 0.7 * lists].enumerated() {
      let each = runs.map {
        Double($0.endpoints[endpoint].completed) / Double($0.sessions[0].iterations)
      }
      #expect(agrees(each, with: visits))
    }
  }

  /// Failures, timeouts and callers who try again, while iterations are cut off.
  @Test(arguments: UInt64(1)...12)
  func `every request of an iteration that is cut off is counted once`(seed: UInt64) throws {
    let work = seed % 2 == 0 ? "abandoned_work: cancelled" : "limit: 20"
    let executors = [
      "ramping-vus, start_vus: 5, graceful_ramp_down: 300ms, "
        + "stages: [{over: 5s, to: 40}, {over: 5s, to: 0}, {over: 2s, to: 20}]",
      "constant-arrival-rate, rate: 30/s, duration: 10s, pre_allocated_vus: 5, max_vus: 30",
      "shared-iterations, vus: 20, iterations: 200, max_duration: 3s",
    ]
    let run = try drained(
      """
      clients: {c: {attempts: 3, base: 50ms, timeout: 200ms, jitter: full}}
      services: {api: {instances: 2, timeout: 300ms, \(work)}}
      stations: {s: {servers: 6, queue: 30}}
      endpoints:
        list: {service: api, steps: [{cpu: 2ms}, {serve: {at: s, time: {exponential: 100ms}}}]}
        detail: {service: api, client: c, steps: [{serve: {at: s, time: {exponential: 100ms}}}]}
        plain: {steps: [{serve: {at: s, time: {exponential: 50ms}}}]}
      tests:
        rough:
          k6:
            load: {executor: \(executors[Int(seed % 3)]), graceful_stop: 200ms,
              iteration: [{ask: list, next: {detail: 50%, plain: 50%}},
                {ask: detail, think: {exponential: 20ms}, next: {plain: 30%}},
                {ask: plain, think: {exponential: 20ms}}]}
      """,
      seed: seed
    )
    for endpoint in run.endpoints {
      #expect(endpoint.offered == endpoint.completed + endpoint.failures)
    }
    #expect(run.endpoints.contains { $0.completed > 0 })
    #expect(run.sessions[0].iterations > 0)
  }
}
