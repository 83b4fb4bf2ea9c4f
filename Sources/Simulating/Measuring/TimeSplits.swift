/// What the requests of one endpoint spent their time on, by how long they took.
///
/// A percentile alone says how long the slow requests take; these sums say on what. Response times fall
/// into four buckets for each power of two, so those of a bucket differ by a fifth at most. All of it
/// are integers, so the splits of replications add up exactly.
public struct TimeSplits: Sendable, Hashable {
  /// The requests of one bucket.
  public struct Bucket: Sendable, Hashable {
    /// How many there were.
    public var count: Int64 = 0
    /// Nanoseconds that they spent, by `TimeShare.rawValue`.
    public var shares = [Int64](repeating: 0, count: TimeShare.count)
  }

  /// By bucket, shortest first.
  public var buckets = [Bucket](repeating: Bucket(), count: TimeSplits.bucketCount)

  /// No requests.
  public init() {}

  /// Four for each power of two of nanoseconds, from a microsecond up.
  static let bucketCount = 4 * (47 - TimeSplits.firstBit)
  private static let firstBit = 10

  /// The bucket of a response time.
  @inline(__always)
  static func bucket(of nanoseconds: Int64) -> Int {
    let value = max(nanoseconds, 1 << Int64(firstBit))
    let bit = 63 - value.leadingZeroBitCount
    let quarter = Int(truncatingIfNeeded: value &>> Int64(bit - 2)) & 3
    return min((bit - firstBit) * 4 + quarter, bucketCount - 1)
  }

  /// The requests that took about as long as a time: those of its bucket, and of the next ones on both
  /// sides until there are enough.
  ///
  /// - Parameters:
  ///   - nanoseconds: The time.
  ///   - enough: How many requests are wanted.
  /// - Returns: The requests; fewer where there are no more.
  public func around(_ nanoseconds: Int64, enough: Int64) -> Bucket {
    let middle = TimeSplits.bucket(of: nanoseconds)
    var found = Bucket()
    var reach = 0
    while found.count < enough, reach < TimeSplits.bucketCount {
      for index in Set([middle - reach, middle + reach]).sorted() where buckets.indices ~= index {
        found.add(buckets[index])
      }
      reach += 1
    }
    return found
  }

  mutating func add(_ other: TimeSplits) {
    for index in buckets.indices { buckets[index].add(other.buckets[index]) }
  }
}

extension TimeSplits.Bucket {
  mutating func add(_ other: Self) {
    count += other.count
    for index in shares.indices { shares[index] += other.shares[index] }
  }
}

/// What the requests of some replications spent their time on, and single ones of a wanted length.
public struct SplitRequests: Sendable {
  /// The splits by endpoint, in the order of the program.
  public var splits: [TimeSplits]
  /// By endpoint and wanted time, a request that took about as long; nil where none was answered.
  public var requests: [[ChosenRequest?]]
}

/// Runs replications and returns what their requests spent their time on, added up.
///
/// They are the replications that `replicate` runs under the same numbers, with the same requests.
///
/// - Parameters:
///   - program: What to run.
///   - numbers: The numbers of the replications.
///   - threads: How many run at once, at least one.
///   - scopes: By endpoint, whether the time at language models is left out of how long a request took.
///   - times: Nanoseconds by endpoint, as many for each: a request is wanted that took about as long.
/// - Returns: The splits, and the requests.
public func timeSplits(
  _ program: Program,
  _ numbers: Range<Int>,
  threads: Int,
  withoutModels scopes: [Bool],
  near times: [[Int64]] = []
) async -> SplitRequests {
  let count = program.endpointNames.count
  var sums = [TimeSplits](repeating: TimeSplits(), count: count)
  var found = [[RequestSearch]](repeating: [], count: numbers.count)
  await inParallel(numbers, threads: threads) { number in
    var replication = Replication(program, replication: number)
    replication.tallies.keepSplits(withoutModels: scopes, near: times)
    _ = replication.run()
    return (
      replication.tallies.splits(columns: program.shareColumns),
      Array(replication.tallies.searches.elements)
    )
  } take: { number, result in
    for (index, split) in result.0.enumerated() { sums[index].add(split) }
    found[number - numbers.lowerBound] = result.1
  }
  let wanted = times.first?.count ?? 0
  let requests = times.indices.map { endpoint in
    (0..<wanted).map { place in
      RequestSearch.choose(
        found.map { $0.isEmpty ? nil : $0[endpoint * wanted + place] },
        endpoint: endpoint,
        from: numbers.lowerBound
      )
    }
  }
  return SplitRequests(splits: sums, requests: requests)
}

extension Tallies {
  /// Begins to keep splits, and looks for requests that took about as long as some times.
  mutating func keepSplits(withoutModels scopes: [Bool], near times: [[Int64]]) {
    precondition(scopes.count == endpointCount, "every endpoint has a scope")
    precondition(
      times.isEmpty || times.count == endpointCount && Set(times.map(\.count)).count == 1,
      "as many times are wanted of every endpoint"
    )
    splits.free()
    splits = RawTable(
      repeating: 0,
      count: endpointCount * TimeSplits.bucketCount * (1 + shareCount)
    )
    splitScopes.free()
    splitScopes = RawTable(scopes)
    searches.free()
    searches = RawTable(times.flatMap { $0.map { RequestSearch(wanted: $0) } })
    keepsSplits = true
  }

  /// Adds a request to its bucket: a count, then its columns.
  @inline(never)
  mutating func split(
    _ token: UnsafeMutablePointer<Token>,
    responseTime: Int64,
    shares: UnsafeMutablePointer<Int64>
  ) {
    let endpoint = Int(token.pointee.endpoint)
    let model = shares[Int(modelColumn)] &+ shares[Int(backoffColumn)]
    let isWithout = splitScopes.memory[endpoint] && callsModels(endpoint)
    let time = isWithout ? max(0, responseTime &- model) : responseTime
    let bucket = endpoint * TimeSplits.bucketCount + TimeSplits.bucket(of: time)
    let row = splits.memory + bucket * (1 + shareCount)
    row[0] &+= 1
    for column in 0..<shareCount { row[1 + column] &+= shares[column] }
    let wanted = searches.count / endpointCount
    for place in endpoint * wanted..<(endpoint + 1) * wanted {
      searches.memory[place].see(token, time: time, responseTime: responseTime)
    }
  }

  /// What was kept, by endpoint.
  func splits(columns: [TimeShare]) -> [TimeSplits] {
    (0..<endpointCount).map { endpoint in
      var result = TimeSplits()
      for index in result.buckets.indices {
        let bucket = endpoint * TimeSplits.bucketCount + index
        let row = splits.memory + bucket * (1 + shareCount)
        result.buckets[index].count = row[0]
        for (column, share) in columns.enumerated() {
          result.buckets[index].shares[Int(share.rawValue)] = row[1 + column]
        }
      }
      return result
    }
  }
}
