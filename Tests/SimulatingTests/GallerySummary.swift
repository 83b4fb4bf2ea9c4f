import Quantities
import Scenarios
import Simulating
import Statistics

/// What a file of the gallery shows, as a text of a few lines: all of it adds up over replications.
///
/// Numbers have three or four digits, so that a change of behaviour shows and nothing else does. What
/// a part has not done is left out: a new counter changes the text only where something happens.
struct GallerySummary {
  let scenario: Scenario
  let program: Program
  let runs: [Measurement]

  var text: String {
    let measured = runs.reduce(0) { $0 + $1.measuredTime }
    var lines = ["measured \(number(Double(measured) / 1e9)) s"]
    lines += program.endpointNames.indices.map(endpoint)
    for index in program.groups.indices { lines += group(index, Double(measured)) }
    lines += program.providerNames.indices.map(provider)
    lines += program.modelNames.indices.map(model)
    lines += program.cacheNames.indices.map(cache)
    lines += program.queueNames.indices.map(queue)
    lines += program.sessionNames.indices.map(session)
    lines += program.fleetNames.indices.map { fleet($0, Double(measured)) }
    for (index, name) in program.replicaNames.enumerated() {
      var counts = Measurement.Replicas()
      for run in runs { counts.add(run.replicas[index]) }
      let all = [("reads", counts.reads), ("pinned", counts.pinned), ("stale", counts.stale)]
      lines.append(line("replicas of \(name)", all))
    }
    for (index, name) in program.paceNames.enumerated() {
      var counts = Measurement.Pace()
      for run in runs { counts.add(run.paces[index]) }
      let mean = Double(counts.time) / Double(max(counts.requests, 1)) / 1e6
      let longest = "longest \(number(Double(counts.longest) / 1e6)) ms"
      let more = ["mean \(number(mean)) ms", longest]
      lines.append(line("pace of \(name)", [("requests", counts.requests)], more))
    }
    if program.hasSockets { lines.append(connections(Double(measured))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func endpoint(_ index: Int) -> String {
    let parts = runs.map { $0.endpoints[index] }
    let times = Histogram.merged(parts.map(\.responseTime))
    let percentiles = [0.5, 0.95, 0.99].map { p -> String in
      let value = times.quantile(Fraction(p)).map { number($0.seconds * 1000) + " ms" } ?? "none"
      return "p\(Int(p * 100)) \(value)"
    }
    let starts = Histogram.merged(parts.map(\.starts))
    let start = starts.quantile(Fraction(0.95)).map {
      ["start p95 \(number($0.seconds * 1000)) ms"]
    }
    let failures = FailureReason.allCases.map { reason in
      ("failed \(reason)", parts.reduce(0) { $0 + $1.failed[Int(reason.rawValue)] })
    }
    let counts =
      [
        ("offered", parts.reduce(0) { $0 + $1.offered }),
        ("attempts", parts.reduce(0) { $0 + $1.attempts }),
        ("at the edge", parts.reduce(0) { $0 + $1.edgeHits }),
        ("completed", parts.reduce(0) { $0 + $1.completed }),
      ] + failures.filter { $0.1 > 0 } + [("open", parts.reduce(0) { $0 + $1.inFlight })]
    return line("endpoint \(program.endpointNames[index])", counts, percentiles + (start ?? []))
  }

  private func group(_ index: Int, _ measured: Double) -> [String] {
    let group = program.groups[index]
    let parts = runs.map { $0.groups[index] }
    let requests = parts.reduce(0) { $0 + $1.requests }
    guard requests > 0 else { return [] }
    let away = parts.reduce(0) { $0 + $1.refused + $1.reneged }
    let busy = parts.reduce(0.0) { $0 + Double($1.busyTime) } / measured
    let wait = parts.reduce(0.0) { $0 + Double($1.waitingTime) } / Double(max(requests - away, 1))
    let use =
      group.isLimited
      ? "utilization \(number(busy / Double(group.capacity) * 100)) %" : "in use \(number(busy))"
    return [
      line(
        "pool \(group.label)",
        [("requests", requests), ("turned away", away)],
        [use, "mean wait \(number(wait / 1e6)) ms"]
      )
    ]
  }

  private func provider(_ index: Int) -> String {
    let parts = runs.map { $0.providers[index] }
    return line(
      "provider \(program.providerNames[index])",
      [
        ("calls", parts.reduce(0) { $0 + $1.calls }),
        ("throttled", parts.reduce(0) { $0 + $1.throttled }),
        ("of them for spend", parts.reduce(0) { $0 + $1.refusedForSpend }),
      ]
    )
  }

  private func model(_ index: Int) -> String {
    let parts = runs.map { $0.models[index] }
    return line(
      "model \(program.modelNames[index])",
      [
        ("calls", parts.reduce(0) { $0 + $1.calls }),
        ("attempts", parts.reduce(0) { $0 + $1.attempts }),
        ("stopped", parts.reduce(0) { $0 + $1.stopped }),
        ("hedges", parts.reduce(0) { $0 + $1.hedges }),
        ("fallbacks", parts.reduce(0) { $0 + $1.fallbacks }),
        ("throttled", parts.reduce(0) { $0 + $1.throttled }),
        ("errors", parts.reduce(0) { $0 + $1.errors }),
        ("timeouts", parts.reduce(0) { $0 + $1.timeouts }),
        ("input tokens", parts.reduce(0) { $0 + $1.tokens.input }),
        ("cached", parts.reduce(0) { $0 + $1.tokens.cached }),
        ("output tokens", parts.reduce(0) { $0 + $1.tokens.output }),
      ]
    )
  }

  private func cache(_ index: Int) -> String {
    let parts = runs.map { $0.caches[index] }
    return line(
      "cache \(program.cacheNames[index])",
      [
        ("lookups", parts.reduce(0) { $0 + $1.lookups }),
        ("hits", parts.reduce(0) { $0 + $1.hits }),
      ]
    )
  }

  private func fleet(_ index: Int, _ measured: Double) -> String {
    let parts = runs.map { $0.fleets[index] }
    let time = parts.reduce(0.0) { $0 + Double($1.instanceTime) }
    return line(
      "instances of \(program.fleetNames[index])",
      [
        ("peak", parts.map(\.peak).max() ?? 0), ("boots", parts.reduce(0) { $0 + $1.boots }),
        ("crashes", parts.reduce(0) { $0 + $1.crashes }),
        ("out of memory", parts.reduce(0) { $0 + $1.outOfMemory }),
      ],
      ["mean \(number(time / measured))"]
    )
  }

  private func queue(_ index: Int) -> String {
    let parts = runs.map { $0.queues[index] }
    return line(
      "queue \(program.queueNames[index])",
      [
        ("received", parts.reduce(0) { $0 + $1.receipts }),
        ("again", parts.reduce(0) { $0 + $1.redeliveries }),
        ("dead letters", parts.reduce(0) { $0 + $1.deadLetters }),
      ],
      ["oldest \(number(Double(parts.map(\.oldest).max() ?? 0) / 1e9)) s"]
    )
  }

  private func session(_ index: Int) -> String {
    let parts = runs.map { $0.sessions[index] }
    let spans = Histogram.merged(parts.map(\.spans))
    return line(
      "users \(program.sessionNames[index])",
      [
        ("most at once", parts.map(\.peakUsers).max() ?? 0),
        ("iterations", parts.reduce(0) { $0 + $1.iterations }),
        ("dropped", parts.reduce(0) { $0 + $1.dropped }),
        ("interrupted", parts.reduce(0) { $0 + $1.interrupted }),
      ],
      spans.mean.map { ["mean \(number($0.seconds)) s"] } ?? []
    )
  }

  private func connections(_ measured: Double) -> String {
    var counts = Measurement.Sockets()
    for part in runs.flatMap(\.sockets) { counts.add(part) }
    let wait = Double(counts.timeToReturn) / Double(max(counts.returned, 1))
    return line(
      "connections",
      [
        ("peak", counts.peak), ("attempts", counts.attempts), ("refused", counts.refused),
        ("opened", counts.opened), ("left", counts.left), ("idle", counts.idle),
        ("too old", counts.tooOld), ("cut", counts.cut), ("gave up", counts.gaveUp),
        ("returned", counts.returned), ("most attempts in a second", counts.peakAttempts),
      ],
      [
        "mean open \(number(Double(counts.openTime) / measured))",
        "mean return \(number(wait / 1e9)) s",
        "longest return \(number(Double(counts.longestReturn) / 1e9)) s",
      ]
    )
  }

  /// A line without the counts that are zero.
  private func line(_ name: String, _ counts: [(String, Int64)], _ more: [String] = []) -> String {
    let shown = counts.filter { $0.1 != 0 }.map { "\($0.0) \($0.1)" }
    return "\(name): " + (shown + more).joined(separator: ", ")
  }

  /// Four significant digits.
  private func number(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    var unit = 1.0
    while abs(value) * unit < 1000 { unit *= 10 }
    let rounded = (value * unit).rounded() / unit
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }
}
