import Quantities
import Statistics

/// The counters of a running replication, in raw memory.
struct Tallies {
  /// What has happened since the start, measured or not.
  struct Totals {
    var offered: Int64 = 0
    var completed: Int64 = 0
    var failed: Int64 = 0
    var responseTime: Int64 = 0
  }

  struct EndpointTally {
    var offered: Int64 = 0
    var attempts: Int64 = 0
    var edgeHits: Int64 = 0
    var completed: Int64 = 0
    /// Whether its requests call models; else both histograms would be the same.
    var callsModels = false
    var total = Extremes()
    var withoutModel = Extremes()
    var atService = Extremes()
    /// Its part of the tables: counters of both histograms (one and the same where no model is
    /// called), and sums by column.
    var histogram: UnsafeMutablePointer<UInt64>
    var histogramWithoutModel: UnsafeMutablePointer<UInt64>
    /// Nil where the times at the service are the response times, or nobody asks for them.
    var histogramAtService: UnsafeMutablePointer<UInt64>?
    var shares: UnsafeMutablePointer<Int64>
  }

  /// Sum, least and greatest of recorded spans.
  struct Extremes {
    var sum: Int128 = 0
    var least: Int64 = .max
    var greatest: Int64 = 0

    @inline(__always)
    mutating func record(_ value: Int64) {
      sum &+= Int128(truncatingIfNeeded: value)
      if value < least { least = value }
      if value > greatest { greatest = value }
    }
  }

  /// Demand in the present minute of the clock.
  struct Minute {
    var number: Int64 = -1
    var calls = 0.0
    var tokens = 0.0
    var input = 0.0
    var output = 0.0
  }

  /// Attempts at providers since the start, measured or not.
  struct Attempts {
    var made: Int64 = 0
    var admitted: Int64 = 0
    var refused: Int64 = 0
    /// Those admitted that have been settled.
    var ended: Int64 = 0
  }

  var totals = Totals()
  var attempts = Attempts()
  /// The totals at the last sample.
  var lastTotals = Totals()
  var peakInFlight: Int64 = 0
  var samples: [Measurement.Sample] = []
  let endpoints: RawTable<EndpointTally>
  let failures: RawTable<Int64>
  /// Sums by endpoint and column of the program's shares.
  private let shareSums: RawTable<Int64>
  private let histograms: RawTable<UInt64>
  private let providers: RawTable<Measurement.Provider>
  private let minutes: RawTable<Minute>
  private let models: RawTable<Measurement.Model>
  private let queues: RawTable<Measurement.Queue>
  /// Times until jobs were received, in the order of the endpoints that are jobs.
  private let starts: RawTable<Spans>
  private let startOf: RawTable<Int32>
  let sessions: RawTable<Measurement.SessionCounts>
  let sessionSpans: RawTable<Spans>
  private let lookups: RawTable<Int64>
  private let hits: RawTable<Int64>
  /// What requests spend their time on by how long they take, where that is wanted: `TimeSplits`.
  var splits = RawTable<Int64>([])
  var splitScopes = RawTable<Bool>([])
  /// Requests of about a length that is looked for, as many for each endpoint: `RequestSearch`.
  var searches = RawTable<RequestSearch>([])
  var keepsSplits = false

  /// Columns of a token, rounded up to whole blocks.
  let shareCount: Int
  /// Where the time at models stands, and the time between attempts.
  let modelColumn: UInt8
  let backoffColumn: UInt8
  /// Where the time stands that passes outside of the platform.
  let outsideColumns: (first: UInt8, second: UInt8?)

  init(_ program: Program) {
    shareCount = ShareBlock.columns(program.shareColumns.count)
    modelColumn = program.column(of: .model)
    backoffColumn = program.column(of: .backoff)
    let outside = program.shareColumns.filter(\.isOutside).map { program.column(of: $0) }
    outsideColumns = (outside.first ?? 0, outside.count > 1 ? outside[1] : nil)
    let looksAtService = program.hasClosedUsers && !outside.isEmpty
    let n = program.endpoints.count
    failures = RawTable(repeating: 0, count: n * FailureReason.count)
    shareSums = RawTable(repeating: 0, count: n * shareCount)
    // A short replication takes less time than clearing tables that it does not use.
    let calling = program.endpoints.count(where: \.callsModels)
    let tables = n + calling + (looksAtService ? n : 0)
    histograms = RawTable(repeating: 0, count: tables * HistogramLayout.bucketCount)
    let (sums, count) = (shareSums, shareCount)
    var free = histograms.memory
    func takeHistogram() -> UnsafeMutablePointer<UInt64> {
      defer { free += HistogramLayout.bucketCount }
      return free
    }
    endpoints = RawTable(
      program.endpoints.enumerated().map { i, endpoint in
        let all = takeHistogram()
        return EndpointTally(
          callsModels: endpoint.callsModels,
          histogram: all,
          histogramWithoutModel: endpoint.callsModels ? takeHistogram() : all,
          histogramAtService: looksAtService ? takeHistogram() : nil,
          shares: sums.memory + i * count
        )
      }
    )
    providers = RawTable(repeating: Measurement.Provider(), count: program.providers.count)
    minutes = RawTable(repeating: Minute(), count: program.providers.count)
    models = RawTable(repeating: Measurement.Model(), count: program.modelNames.count)
    queues = RawTable(repeating: Measurement.Queue(), count: program.queues.count)
    var jobs: Int32 = 0
    startOf = RawTable(
      program.endpoints.map { endpoint in
        defer { jobs += endpoint.isJob ? 1 : 0 }
        return endpoint.isJob ? jobs : -1
      }
    )
    starts = RawTable((0..<jobs).map { _ in Spans() })
    sessions = RawTable(repeating: Measurement.SessionCounts(), count: program.sessions.count)
    sessionSpans = RawTable(program.sessions.map { _ in Spans() })
    lookups = RawTable(repeating: 0, count: program.cacheNames.count)
    hits = RawTable(repeating: 0, count: program.cacheNames.count)
    samples.reserveCapacity(program.samples + 2)
  }

  func free() {
    endpoints.free()
    failures.free()
    shareSums.free()
    histograms.free()
    providers.free()
    minutes.free()
    models.free()
    queues.free()
    for i in 0..<starts.count { starts.memory[i].free() }
    starts.free()
    startOf.free()
    sessions.free()
    for i in 0..<sessionSpans.count { sessionSpans.memory[i].free() }
    sessionSpans.free()
    lookups.free()
    hits.free()
    splits.free()
    splitScopes.free()
    searches.free()
  }

  var endpointCount: Int { endpoints.count }

  func callsModels(_ endpoint: Int) -> Bool { endpoints.memory[endpoint].callsModels }
}

// What the loop counts: each of these is a handful of additions.
extension Tallies {
  @inline(__always)
  mutating func offer(endpoint: Int, _ requests: Int64 = 1) {
    endpoints.memory[endpoint].offered &+= requests
  }

  mutating func countAttempt(endpoint: Int) { endpoints.memory[endpoint].attempts += 1 }

  mutating func countEdgeHit(endpoint: Int) { endpoints.memory[endpoint].edgeHits += 1 }

  @inline(__always)
  mutating func complete(
    _ token: UnsafeMutablePointer<Token>,
    responseTime: Int64,
    shares: UnsafeMutablePointer<Int64>
  ) {
    let tally = endpoints.memory + Int(token.pointee.endpoint)
    tally.pointee.completed &+= 1
    tally.pointee.total.record(responseTime)
    tally.pointee.histogram[HistogramLayout.bucket(of: responseTime)] &+= 1
    if tally.pointee.callsModels {
      let model = shares[Int(modelColumn)] &+ shares[Int(backoffColumn)]
      let rest = max(0, responseTime &- model)
      tally.pointee.withoutModel.record(rest)
      tally.pointee.histogramWithoutModel[HistogramLayout.bucket(of: rest)] &+= 1
    }
    if let counters = tally.pointee.histogramAtService {
      countAtService(tally, counters, responseTime, shares)
    }
    ShareBlock.add(shares, to: tally.pointee.shares, shareCount)
    if keepsSplits { split(token, responseTime: responseTime, shares: shares) }
  }

  @inline(never)
  private mutating func countAtService(
    _ tally: UnsafeMutablePointer<EndpointTally>,
    _ counters: UnsafeMutablePointer<UInt64>,
    _ responseTime: Int64,
    _ shares: UnsafeMutablePointer<Int64>
  ) {
    var outside = shares[Int(outsideColumns.first)]
    if let second = outsideColumns.second { outside &+= shares[Int(second)] }
    let rest = max(0, responseTime &- outside)
    tally.pointee.atService.record(rest)
    counters[HistogramLayout.bucket(of: rest)] &+= 1
  }

  /// Measured requests that have arrived.
  var offered: Int64 { endpoints.elements.reduce(0) { $0 + $1.offered } }

  mutating func fail(endpoint: Int, reason: FailureReason) {
    failures.memory[endpoint * FailureReason.count + Int(reason.rawValue)] += 1
  }

  mutating func count(lookupOf cache: Int, hit: Bool, now counts: Bool) {
    guard counts else { return }
    lookups.memory[cache] += 1
    if hit { hits.memory[cache] += 1 }
  }

  mutating func countReceipt(
    queue: Int,
    endpoint: Int,
    age: Int64,
    isFirst: Bool,
    measured: Bool,
    _ counts: Bool
  ) {
    if isFirst, measured { starts[startOf.memory[endpoint]].pointee.record(age) }
    seeAge(age, queue: queue, counts)
    guard counts else { return }
    queues.memory[queue].receipts += 1
    if !isFirst { queues.memory[queue].redeliveries += 1 }
  }

  mutating func countDeadLetter(queue: Int, _ counts: Bool) {
    if counts { queues.memory[queue].deadLetters += 1 }
  }

  mutating func seeAge(_ age: Int64, queue: Int, _ counts: Bool) {
    if counts { queues.memory[queue].oldest = max(queues.memory[queue].oldest, age) }
  }

  mutating func countCall(model: Int, _ counts: Bool) {
    if counts { models.memory[model].calls += 1 }
  }

  mutating func countStopped(model: Int, _ counts: Bool) {
    if counts { models.memory[model].stopped += 1 }
  }

  mutating func countHedge(model: Int, _ counts: Bool) {
    if counts { models.memory[model].hedges += 1 }
  }

  mutating func countAttempt(model: Int, isFallback: Bool, _ counts: Bool) {
    attempts.made &+= 1
    guard counts else { return }
    models.memory[model].attempts += 1
    if isFallback { models.memory[model].fallbacks += 1 }
  }

  mutating func countRefused(provider: Int, model: Int, forSpend: Bool, _ counts: Bool) {
    attempts.refused &+= 1
    guard counts else { return }
    providers.memory[provider].throttled += 1
    models.memory[model].throttled += 1
    if forSpend { providers.memory[provider].refusedForSpend += 1 }
  }

  mutating func countTimeout(model: Int, _ counts: Bool) {
    if counts { models.memory[model].timeouts += 1 }
  }

  mutating func countError(model: Int, _ counts: Bool) {
    if counts { models.memory[model].errors += 1 }
  }

  mutating func countDemand(
    provider: Int,
    now: Int64,
    tokens: Double,
    input: Double,
    output: Double,
    _ counts: Bool
  ) {
    guard counts else { return }
    let minute = minutes.memory + provider
    let number = now / 60_000_000_000
    if number != minute.pointee.number {
      closeMinute(provider)
      minute.pointee = Minute()
      minute.pointee.number = number
    }
    minute.pointee.calls += 1
    minute.pointee.tokens += tokens
    minute.pointee.input += input
    minute.pointee.output += output
    providers.memory[provider].calls += 1
  }

  private mutating func closeMinute(_ provider: Int) {
    let minute = minutes.memory[provider]
    let peak = providers.memory + provider
    peak.pointee.peakCallsPerMinute = max(peak.pointee.peakCallsPerMinute, minute.calls)
    peak.pointee.peakTokensPerMinute = max(peak.pointee.peakTokensPerMinute, minute.tokens)
    peak.pointee.peakInputPerMinute = max(peak.pointee.peakInputPerMinute, minute.input)
    peak.pointee.peakOutputPerMinute = max(peak.pointee.peakOutputPerMinute, minute.output)
  }

  /// Bills the tokens of an attempt; `pricing` says by which prices.
  mutating func bill(
    model: Int,
    _ tokens: Measurement.BilledTokens,
    pricing: Pricing,
    _ counts: Bool
  ) {
    guard counts else { return }
    let tally = models.memory + model
    tally.pointee.tokens.add(tokens)
    switch pricing {
    case .ordinary: break
    case .longContext: tally.pointee.longContext.add(tokens)
    case .peakHours: tally.pointee.peakHours.add(tokens)
    }
  }
}

extension Tallies {
  /// Writes what was counted into a measurement.
  mutating func export(into measurement: inout Measurement, columns: [TimeShare]) {
    for i in 0..<endpoints.count {
      let tally = endpoints.memory[i]
      var endpoint = Measurement.Endpoint()
      endpoint.offered = tally.offered
      endpoint.attempts = tally.attempts
      endpoint.edgeHits = tally.edgeHits
      endpoint.completed = tally.completed
      if startOf.memory[i] >= 0 { endpoint.starts = starts[startOf.memory[i]].pointee.histogram }
      for j in 0..<FailureReason.count {
        endpoint.failed[j] = failures.memory[i * FailureReason.count + j]
      }
      for (j, share) in columns.enumerated() {
        endpoint.shares[Int(share.rawValue)] = shareSums.memory[i * shareCount + j]
      }
      endpoint.responseTime = histogram(tally.histogram, tally.total)
      endpoint.withoutModel =
        tally.callsModels
        ? histogram(tally.histogramWithoutModel, tally.withoutModel) : endpoint.responseTime
      if let counters = tally.histogramAtService {
        endpoint.atService = histogram(counters, tally.atService)
      }
      measurement.endpoints.append(endpoint)
    }
    for i in 0..<providers.count {
      closeMinute(i)
      measurement.providers.append(providers.memory[i])
    }
    for i in 0..<models.count { measurement.models.append(models.memory[i]) }
    measurement.queues = Array(queues.elements)
    for i in 0..<sessions.count {
      let spans = sessionSpans.memory[i].histogram
      measurement.sessions.append(Measurement.Session(counts: sessions.memory[i], spans: spans))
    }
    for i in 0..<lookups.count { measurement.caches.append((lookups.memory[i], hits.memory[i])) }
    measurement.samples = samples
    measurement.peakInFlight = peakInFlight
  }

  private func histogram(_ counters: UnsafeMutablePointer<UInt64>, _ extremes: Extremes)
    -> Histogram
  {
    Spans(counters: counters, extremes: extremes).histogram
  }
}
