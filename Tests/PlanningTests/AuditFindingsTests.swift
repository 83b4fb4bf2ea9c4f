import Planning
import Quantities
import Scenarios
import Testing

/// The findings of a sound platform with one value spoiled.
private func findings(_ spoil: (inout Scenario) -> Void) -> [Finding] {
  var scenario = AuditFixture.sound()
  spoil(&scenario)
  return staticFindings(scenario)
}

@Suite struct `Static findings` {
  @Test func `a sound platform has none, nor has an empty one`() {
    #expect(staticFindings(AuditFixture.sound()).isEmpty)
    #expect(staticFindings(Scenario()).isEmpty)
  }

  @Test func `pools that exceed the limit are found with their arithmetic`() {
    let found = findings { $0.platform.databases[0].pooler = nil }
    #expect(found.map(\.id) == ["pools.postgres"])
    #expect(found.first?.severity == .critical)
    #expect(
      found.first?.evidence
        == "api: 4 instances × 2 workers × (5 + 10) = 120 connections against "
        + "100 max_connections − 3 reserved = 97 of postgres"
    )
  }

  @Test func `pools that just fit are not found`() {
    func found(_ connections: Int) -> [Finding] {
      findings {
        $0.platform.databases[0].pooler = nil
        $0.platform.databases[0].maxConnections = connections
      }
    }
    #expect(found(123).isEmpty)
    #expect(found(122).map(\.id) == ["pools.postgres"])
  }

  @Test func `a pooler larger than its database is found`() {
    #expect(
      findings { $0.platform.databases[0].pooler?.size = 98 }.map(\.id) == ["pooler.postgres"]
    )
  }

  @Test func `attempts that outlive the request are told once for calls that share them`() {
    // 3 × 15 s + 0.5 s + 1 s at each of two models is 93 s.
    #expect(findings { $0.platform.services[0].timeout = .seconds(93) }.isEmpty)
    let found = findings { $0.platform.services[0].timeout = .seconds(92) }
    #expect(found.map(\.id) == ["timeouts.endpoints.ask.steps[1].call"])
    #expect(
      found.first?.evidence == "3 attempts × 15 s and the delays between, at 2 models = 93 s; "
        + "api gives up after 92 s"
    )
  }

  @Test func `a call without a timeout is found only where the request has one`() {
    let endless = findings { AuditFixture.editCalls(&$0) { $0.client.timeout = nil } }
    #expect(endless.count == 1)
    #expect(endless.first?.title == "A call of POST /ask has no timeout of its own")
  }

  @Test func `a drain shorter than a typical answer is found`() {
    #expect(findings { $0.platform.services[0].drain = .seconds(12) }.isEmpty)
    let found = findings { $0.platform.services[0].drain = .seconds(5) }
    #expect(found.map(\.id) == ["drain.api"])
    #expect(found.first?.evidence == "5 s to drain; POST /ask typically takes 11 s")
  }

  private func timer(_ name: String, _ idle: SimInterval) -> IdleTimer {
    var timer = IdleTimer()
    timer.name = name
    timer.idle = idle
    return timer
  }

  @Test func `a chain that cuts silent connections is found with its timers`() {
    func found(_ heartbeat: SimInterval) -> [Finding] {
      findings {
        var sessions = Sessions()
        sessions.through = [timer("proxy", .seconds(100)), timer("balancer", .seconds(60))]
        $0.platform.realtime?.sessions = sessions
        $0.platform.realtime?.heartbeat = heartbeat
      }
    }
    #expect(found(.seconds(59)).isEmpty)
    let late = found(.seconds(60))
    #expect(late.map(\.id) == ["idle.realtime"])
    #expect(
      late.first?.evidence == "proxy cuts after 100 s; balancer cuts after 60 s; "
        + "a heartbeat comes every 60 s"
    )
    #expect(found(.zero).first?.evidence.hasSuffix("there is no heartbeat") == true)
  }

  @Test func `answers that are silent for longer than their way endures are found`() {
    // The answer typically takes 11 s, and is streamed.
    func found(_ idle: SimInterval, heartbeat: SimInterval, streams: Bool) -> [String] {
      findings {
        $0.platform.services[0].through = [timer("balancer", idle)]
        $0.platform.services[0].streamHeartbeat = heartbeat
        guard !streams else { return }
        for index in $0.platform.endpoints.indices {
          $0.platform.endpoints[index].steps = $0.platform.endpoints[index].steps.flatMap { step in
            if case .stream(let inner) = step.action { inner } else { [step] }
          }
        }
      }.map(\.id).filter { $0.hasPrefix("idle") }
    }
    #expect(found(.seconds(5), heartbeat: .seconds(4), streams: true) == [])
    #expect(found(.seconds(5), heartbeat: .seconds(5), streams: true) == ["idle.streams.api"])
    #expect(found(.seconds(5), heartbeat: .seconds(4), streams: false) == ["idle.answers.ask"])
    #expect(found(.seconds(60), heartbeat: .seconds(4), streams: false) == [])
  }

  @Test func `SQL with columns that PostgreSQL 13 has renamed is found`() {
    func found(_ evidence: String) -> [Finding] {
      findings {
        $0.platform.audit.append(
          AuditAnswer(question: "database.slow_queries", answer: true, evidence: evidence)
        )
      }
    }
    let sql = "SELECT query, total_time, mean_time FROM pg_stat_statements"
    let old = found(sql)
    #expect(old.map(\.id) == ["sql.database.slow_queries"])
    #expect(
      old.first?.evidence == "pg_stat_statements has renamed its columns: total_time is "
        + "total_exec_time now; mean_time is mean_exec_time now"
    )
    #expect(found(sql.replacing("_time", with: "_exec_time")).isEmpty)
    #expect(found("the log shows total_time").isEmpty)
  }

  @Test func `a closed test that cannot reach the goal is found with its ceiling`() {
    func found(users: Int, stages: [Double]) -> [Finding] {
      findings {
        var test = LoadTest()
        test.name = "k6"
        test.driver = .closed
        test.users = users
        test.stages = stages.map { LoadTest.Stage(over: .seconds(60), to: $0) }
        $0.tests.append(test)
      }
    }
    let small = found(users: 0, stages: [100, 200, 0])
    #expect(small.map(\.id) == ["closed_test.k6"])
    // The cache lookup takes 1 ms, the model 11 s.
    #expect(
      small.first?.evidence
        == "200 users / (1 s think time + 11 s typical response) = 16.7 requests/s; "
        + "the goal is 1,000"
    )
    #expect(found(users: 200, stages: []).count == 1)
    #expect(found(users: 100, stages: [200]).isEmpty)
  }

  @Test func `a spend cap is found at the first tier that reaches it`() {
    // 328.50 USD a month at the current tier, a hundred times that at the other.
    let later = findings { $0.platform.providers[0].spendCap = Money(usd: 1000) }
    #expect(later.map(\.id) == ["spend_cap.openrouter"])
    #expect(later.first?.severity == .high)
    #expect(later.first?.evidence.contains("at 100x: 32,850 USD") == true)
    let now = findings { $0.platform.providers[0].spendCap = Money(usd: 300) }
    #expect(now.first?.severity == .critical)
    #expect(now.first?.evidence.contains("at current: 329 USD") == true)
  }

  @Test func `a spend cap is not judged without prices`() {
    let found = findings {
      $0.platform.providers[0].spendCap = Money(usd: 1)
      $0.prices["openrouter/large"] = nil
    }
    #expect(found.isEmpty)
  }

  @Test func `a rate limit is held against the busy hour, a daily one against the mean`() {
    func found(window: SimInterval, limit: Double) -> [Finding] {
      findings {
        var hourly = Array(repeating: 1.0, count: 24)
        hourly[12] = 25
        $0.platform.dayProfile = DayProfile(hourly: hourly)
        $0.platform.providers[0].limits = [
          RateLimit(dimension: .requests, limit: limit, window: window, rule: .bucket)
        ]
      }
    }
    // 100,000 calls a day; the busy hour is 12.5 times the mean of 69.4 a minute.
    #expect(found(window: .seconds(60), limit: 869).isEmpty)
    #expect(found(window: .seconds(60), limit: 868).map(\.id) == ["rate_limit.openrouter"])
    #expect(found(window: .seconds(86_400), limit: 100_001).isEmpty)
    #expect(found(window: .seconds(86_400), limit: 99_999).count == 1)
  }

  @Test func `what exists once is found`() {
    #expect(findings { $0.platform.services[0].instances = 1 }.map(\.id) == ["single.api"])
    let account = findings { AuditFixture.editCalls(&$0) { $0.fallbacks = [] } }
    #expect(account.map(\.id) == ["single.openrouter"])
  }

  @Test func `unbounded queues and misspelt answers are found, gravest first`() {
    let found = findings {
      $0.platform.audit = [
        AuditAnswer(question: "database.backup", answer: true, evidence: "")
      ]
      $0.platform.databases[0].queue = .unbounded
      $0.platform.services[0].instances = 1
    }
    #expect(found.map(\.id) == ["single.api", "unbounded", "audit.database.backup"])
    #expect(found.map(\.severity) == [.high, .medium, .low])
  }
}
