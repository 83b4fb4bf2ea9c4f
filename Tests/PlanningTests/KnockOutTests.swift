import Quantities
import Scenarios
import Statistics
import Testing

@testable import Planning

@Suite struct `A platform without one of its parts` {
  private func knockOuts(
    instances: Int = 2,
    fallback: String = "fallback: [spare], ",
    cores: Int = 2
  ) async throws -> [String: KnockOut] {
    let text = """
      headroom: 1
      services: {api: {instances: \(instances), workers: 2, cores: 2, limit: 50, timeout: 10s, pools: {main: {size: 5, timeout: 2s}}}}
      databases: {main: {cores: \(cores), max_connections: 100, pooler: {size: 20}}}
      caches: {store: {lookup_time: 1ms}}
      providers: {first: {}, second: {}}
      models:
        usual: {provider: first, time_to_first_token: 100ms}
        spare: {provider: second, time_to_first_token: 120ms}
      endpoints:
        list:
          route: GET /list
          service: api
          targets: {p95: 250ms}
          steps:
            - cpu: 5ms
            - cache: {name: store, hit: 90%, miss: [{query: {database: main, time: {exponential: 40ms}}}]}
        ask:
          route: POST /ask
          service: api
          steps: [{cpu: 5ms}, {call: {model: usual, \(fallback)input: 10, output: 1}}]
      tests: {peak: {purpose: peak, arrivals: {list: 30/s, ask: 5/s}, duration: 1min}}
      experiment: {seed: 4, replications: 2}

      """
    return try await knockOuts(of: text)
  }

  private func knockOuts(of text: String) async throws -> [String: KnockOut] {
    let scenario = try ScenarioDocument.read(text: text, name: "parts").scenario
    let test = try #require(scenario.busyTest)
    let found = await Laboratory(threads: 2).knockOuts(test, at: nil, of: scenario)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.part, $0) })
  }

  @Test func `stops where nothing stands in, and carries on where something does`() async throws {
    let found = try await knockOuts()
    #expect(
      Set(found.keys) == [
        "first", "second", "main", "the pooler of main", "store", "an instance of api",
      ]
    )
    for part in ["first", "second", "an instance of api"] {
      #expect(found[part]?.outcome == .carriesOn, "\(part): \(found[part]?.evidence ?? "")")
    }
    // Nine tenths of the lists come from the cache, so that most survive the database.
    let database = try #require(found["main"])
    #expect(database.outcome == .suffers)
    let share = try #require(database.succeeded.estimate)
    // Of 35 requests a second 3 miss the cache.
    #expect(share.low <= 32.0 / 35 && 32.0 / 35 <= share.high)
    #expect(found["the pooler of main"]?.succeeded == database.succeeded)
  }

  @Test func `has single points of failure where a part is alone`() async throws {
    let found = try await knockOuts(instances: 1, fallback: "")
    let instance = try #require(found["the instance of api"])
    #expect(instance.isSinglePointOfFailure)
    #expect(instance.succeeded.estimate?.value == 0)
    let account = try #require(found["first"])
    #expect(account.isSinglePointOfFailure)
    #expect(account.worst?.route == "POST /ask" && account.worst?.share == 0)
    #expect(account.evidence == "answered are 0 % of POST /ask")
    #expect(found["second"] == nil)
  }

  /// Thirty misses a second of 40 ms each are more than one core can do.
  @Test func `misses targets where a part carried what the rest cannot`() async throws {
    let found = try await knockOuts(cores: 1)
    #expect(found["store"]?.outcome != .carriesOn)
    let calm = try await knockOuts(cores: 8)
    #expect(calm["store"]?.outcome == .carriesOn, "\(calm["store"]?.evidence ?? "")")
  }

  @Test func `stands without a copy and without a worker where there are enough`() async throws {
    func knockOuts(copies: Int, workers: Int) async throws -> [String: KnockOut] {
      let text = """
        headroom: 1
        databases: {main: {cores: 1, replicas: {count: \(copies)}}}
        queues: {mails: {workers: \(workers), room: 1000}}
        endpoints:
          read: {targets: {p95: 500ms}, steps: [{query: {database: main, time: {exponential: 20ms}, from: replica}}]}
          order: {steps: [{query: {database: main, time: {exponential: 20ms}}}, {enqueue: mail}]}
          mail: {queue: mails, steps: [{delay: 200ms}]}
        tests: {peak: {purpose: peak, arrivals: {read: 60/s, order: 3/s}, duration: 1min}}
        experiment: {seed: 4, replications: 2}

        """
      return try await self.knockOuts(of: text)
    }
    // Sixty reads of 20 ms each are more than one core can do.
    let many = try await knockOuts(copies: 3, workers: 4)
    #expect(many["a replica of main"]?.outcome == .carriesOn, "\(many.keys)")
    #expect(many["a worker of mails"]?.outcome == .carriesOn)
    let few = try await knockOuts(copies: 2, workers: 1)
    #expect([.suffers, .stops].contains(few["a replica of main"]?.outcome))
    let worker = try #require(few["the worker of mails"])
    #expect(worker.isSinglePointOfFailure && worker.worst?.share == 0, "\(worker.evidence)")
    let one = try await knockOuts(copies: 1, workers: 4)
    #expect(one["the replica of main"]?.fault == "it is gone, and the primary answers its reads")
  }

  @Test func `answers the question of the checklist`() async throws {
    let question = try #require(AuditChecklist.question("architecture.redundant"))
    let item = AuditItem(question: question, answer: .unknown, origin: .unknown, evidence: "")
    let alone = item.considering(Array(try await knockOuts(instances: 1).values))
    #expect(alone.answer == .no && alone.origin == .derived)
    #expect(alone.evidence.contains("without the instance of api 0 % of the requests succeed"))
    let sound = item.considering(Array(try await knockOuts().values))
    #expect(sound.answer == .yes, "\(sound.evidence)")
    #expect(item.considering([]).answer == .unknown)
  }
}
