import Quantities
import Scenarios

extension AuditFacts {
  /// Connections and answers that something on their way cuts for being silent.
  var idleTimerFindings: [Finding] { silentConnections + silentStreams + silentAnswers }

  /// Open connections whose heartbeat comes later than the shortest timer of the chain.
  private var silentConnections: [Finding] {
    guard let realtime = platform.realtime, let sessions = realtime.sessions,
      let idle = realtime.idleTimer, realtime.heartbeat == .zero || realtime.heartbeat >= idle
    else { return [] }
    let chain = sessions.through.filter { $0.applies(to: sessions.transport) }
    let beat =
      realtime.heartbeat == .zero
      ? "there is no heartbeat" : "a heartbeat comes every \(words(realtime.heartbeat))"
    return [
      Finding(
        id: "idle.realtime",
        severity: .high,
        title: "Silent connections of \(realtime.service) are cut before their heartbeat",
        evidence: "\(chainWords(chain)); \(beat)",
        remedy: "Send a heartbeat more often than the shortest timer, by half of it."
      )
    ]
  }

  /// Streamed answers whose heartbeat does the same.
  private var silentStreams: [Finding] {
    platform.services.compactMap { service in
      guard let idle = service.idleTimer, service.streamHeartbeat >= idle,
        let endpoint = endpoints(of: service).first(where: \.streams)
      else { return nil }
      return Finding(
        id: "idle.streams.\(service.name)",
        severity: .high,
        title: "A stream of \(AuditFacts.route(endpoint)) that pauses is cut before its heartbeat",
        evidence: chainWords(service.through.filter { $0.applies(to: .sse) })
          + "; a heartbeat comes every \(words(service.streamHeartbeat))",
        remedy: "Send comment lines more often than the shortest timer, by half of it."
      )
    }
  }

  /// Answers in one piece that take longer, as a rule, than the chain endures silence.
  private var silentAnswers: [Finding] {
    platform.services.flatMap { service -> [Finding] in
      guard let idle = service.idleTimer else { return [] }
      return endpoints(of: service).filter { !$0.streams }.compactMap { endpoint in
        let typical = typicalTime(endpoint.steps)
        guard typical > idle.seconds else { return nil }
        return Finding(
          id: "idle.answers.\(endpoint.name)",
          severity: .critical,
          title: "Most answers of \(AuditFacts.route(endpoint)) are cut for being silent",
          evidence: "\(chainWords(service.through)); the answer typically takes "
            + AuditText.seconds(typical),
          remedy: "Stream the answer, or leave it behind as a job and let the client ask for it."
        )
      }
    }
  }

  private func chainWords(_ chain: [IdleTimer]) -> String {
    let timers = chain.compactMap { timer in
      timer.idle.map { "\(timer.name) cuts after \(words($0))" }
    }
    return timers.isEmpty ? "the chain has no timer" : AuditText.list(timers)
  }

  private func words(_ span: SimInterval) -> String { AuditText.seconds(span.seconds) }

  /// Columns of pg_stat_statements that PostgreSQL 13 has renamed, each with its new name.
  ///
  /// PostgreSQL 13 release notes, E.24.3.11: the extension's version 1.8 splits planning from execution.
  private static let renamedColumns = [
    ("total_time", "total_exec_time"), ("min_time", "min_exec_time"),
    ("max_time", "max_exec_time"), ("mean_time", "mean_exec_time"),
    ("stddev_time", "stddev_exec_time"),
  ]

  /// SQL in the model's words that no supported PostgreSQL runs.
  var statementFindings: [Finding] {
    platform.audit.compactMap { answer in
      let words = answer.evidence.lowercased()
      guard words.contains("pg_stat_statements") else { return nil }
      let names = Set(words.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
      let renamed = AuditFacts.renamedColumns.filter { names.contains($0.0) }
      guard !renamed.isEmpty else { return nil }
      let list = renamed.map { "\($0.0) is \($0.1) now" }
      return Finding(
        id: "sql.\(answer.question)",
        severity: .medium,
        title: "The SQL of the audit answer \(answer.question) fails since PostgreSQL 13",
        evidence: "pg_stat_statements has renamed its columns: \(AuditText.list(list))",
        remedy: "Rename the columns, run it again, and correct the answer."
      )
    }
  }
}
