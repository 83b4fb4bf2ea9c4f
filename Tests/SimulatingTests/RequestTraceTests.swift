import Quantities
import Scenarios
import Testing

@testable import Simulating

@Suite struct `Traces of requests` {
  /// Requests of about some lengths, at every endpoint.
  private func traces(
    _ program: Program,
    near times: [Int64] = [50_000_000, 500_000_000, 3_000_000_000]
  ) async -> [RequestTrace] {
    let found = await timeSplits(
      program,
      0..<2,
      threads: 2,
      withoutModels: program.endpointNames.map { _ in false },
      near: program.endpointNames.map { _ in times }
    )
    let chosen = found.requests.flatMap { $0 }.compactMap(\.self).filter { $0.responseTime > 0 }
    return await Simulating.traces(program, of: chosen, threads: 2)
  }

  /// Platforms with lines, pools, calls, retries, fallbacks, forks and instances that come and go.
  @Test(arguments: 0..<30)
  func `leave no moment of a request in the dark`(seed: Int) async {
    var platform = RandomPlatform(seed: UInt64(seed))
    if seed >= 20 { platform.makeElastic() }
    let program = platform.program()
    let traces = await traces(program)
    #expect(!traces.isEmpty)
    for trace in traces {
      let length = trace.request.responseTime
      var known: Int64 = 0
      for span in trace.spans {
        #expect(span.from >= 0 && span.from < span.until && span.until <= length)
        #expect(span.from <= known, "nothing is known from \(known) to \(span.from)")
        known = max(known, span.until)
      }
      #expect(known == length, "\(program.endpointNames[trace.request.endpoint])")
      // One thing at a time: a branch is nowhere twice.
      for branch in Set(trace.spans.map(\.branch)) {
        let own = trace.spans.filter { $0.branch == branch }
        #expect(zip(own, own.dropFirst()).allSatisfy { $0.until <= $1.from })
      }
    }
  }

  @Test func `are those of the requests that were measured`() async throws {
    let program = try program(
      """
      stations: {server: {servers: 1, queue: unbounded}}
      endpoints:
        work: {steps: [{delay: 10ms}, {serve: {at: server, time: {exponential: 100ms}}}]}
      tests: {load: {arrivals: {work: 8/s}, duration: 20min}}
      """
    )
    let trace = try #require(await traces(program, near: [1_000_000_000]).first)
    // The nearest of thousands is near.
    #expect(abs(trace.request.responseTime - 1_000_000_000) < 20_000_000)
    #expect(trace.request.scopedTime == trace.request.responseTime)
    #expect(trace.spans.map(\.share) == [.network, .waitStation, .service])
    #expect(trace.spans.map(\.part) == ["network", "server", "server"])
    #expect(trace.spans.map(\.length).reduce(0, +) == trace.request.responseTime)
    #expect(trace.spans[0].length == 10_000_000)
  }

  /// The first account admits a call a minute: nearly every request is refused and goes on to the second.
  @Test func `name each attempt that was refused, and the wait after it`() async throws {
    let program = try program(
      """
      providers: {first: {limits: [{requests: 1/min, rule: bucket, burst: 1}]}, second: {}}
      models:
        usual: {provider: first, time_to_first_token: 500ms}
        reserve: {provider: second, time_to_first_token: 200ms}
      endpoints: {ask: {steps: [{call: {model: usual, fallback: [reserve], input: 10, output: 1, client: plain}}]}}
      clients: {plain: {attempts: 3, base: 500ms, multiplier: 2, cap: 8s, jitter: none}}
      tests: {load: {arrivals: {ask: 1/s}, spacing: even, duration: 1min}}
      """
    )
    let trace = try #require(await traces(program, near: [1_700_000_000]).first)
    let answered = try #require(trace.spans.last)
    #expect(answered.part == "reserve" && answered.share == .model && answered.failure == nil)
    #expect(answered.length == 200_000_000)
    let refusals = trace.spans.flatMap(\.refusals)
    #expect(refusals.count >= 2)
    #expect(refusals.allSatisfy { $0.model == "usual" && $0.reason == .throttled })
    let waits = trace.spans.dropLast()
    #expect(waits.allSatisfy { $0.share == .backoff && $0.part == "usual" })
    #expect(trace.spans.map(\.length).reduce(0, +) == trace.request.responseTime)
  }

  @Test func `tell an attempt that failed from one that was answered`() async throws {
    let program = try program(
      """
      providers: {first: {error_rate: 100%}, second: {}}
      models:
        usual: {provider: first, time_to_first_token: 500ms}
        reserve: {provider: second, time_to_first_token: 200ms}
      endpoints: {ask: {steps: [{call: {model: usual, fallback: [reserve], input: 10, output: 1}}]}}
      tests: {load: {arrivals: {ask: 1/s}, duration: 1min}}
      """
    )
    let trace = try #require(await traces(program, near: [700_000_000]).first)
    let failed = trace.spans.filter { $0.failure != nil }
    #expect(!failed.isEmpty)
    #expect(failed.allSatisfy { $0.part == "usual" && $0.failure == .modelError })
    #expect(failed.allSatisfy { $0.length == 500_000_000 })
    #expect(trace.spans.last?.part == "reserve")
  }
}
