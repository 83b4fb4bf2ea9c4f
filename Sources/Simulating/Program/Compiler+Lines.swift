import Kernel
import Scenarios
import Stations

/// Servers that interrupt the less urgent; what they count stands in a pool.
struct CompiledPreemptive {
  var pool: Int32
  var servers: Int32

  /// It without any jobs.
  var idle: PreemptiveServers { PreemptiveServers(servers: servers) }
}

/// What is special about the line of a pool.
struct CompiledLine {
  /// Whether the more urgent stand before the others.
  var isRanked = false
  /// How long who waits goes on waiting.
  var hasPatience = false
  var patience = Draw.nothing
  var patiencePurpose: UInt32 = 0
  /// The servers that are away when nobody waits, −1 for those that are always there.
  var resting: Int32 = -1
}

/// Servers that are away when nobody waits, and when they come.
struct CompiledResting {
  var pool: Int32
  var servers: Int32
  var rule: RestingServers.Rule
  var time: Draw
  var purpose: UInt32

  /// It with all of them away.
  var away: RestingServers { RestingServers(rule, servers: servers) }
}

extension Compiler {
  /// Compiles a plain station.
  mutating func compile(_ station: Station) {
    let pool = addGroup(
      .station,
      station.name,
      label: station.name,
      capacity: .atMost(station.servers),
      queue: station.queue,
      sharing: station.scheduling == .processor_sharing
        ? Sharing(cores: Double(station.servers)) : nil
    )
    if station.scheduling == .preemptive {
      preemptiveOffset[pool] = Int32(program.preemptive.count) - pool
      let servers = program.pools[Int(pool)].capacity
      program.preemptive.append(CompiledPreemptive(pool: pool, servers: servers))
    }
    addLine(of: station, pool)
  }

  private mutating func addLine(of station: Station, _ pool: Int32) {
    var line = CompiledLine(isRanked: station.scheduling == .priority)
    if let patience = station.patience {
      line.hasPatience = true
      line.patience = Draw(patience, scale: 1e9)
      line.patiencePurpose = RandomSource.purpose("\(station.name)/patience")
    }
    if let resting = station.resting { line.resting = add(resting, of: station.name, pool) }
    guard line.isRanked || line.hasPatience || line.resting >= 0 else { return }
    program.pools[Int(pool)].line = Int32(program.lines.count)
    program.lines.append(line)
  }

  private mutating func add(_ resting: Resting, of name: String, _ pool: Int32) -> Int32 {
    let (rule, law): (RestingServers.Rule, Law) =
      switch resting {
      case .pause(let time): (.pause, time)
      case .coldStart(let time): (.coldStart, time)
      }
    program.resting.append(
      CompiledResting(
        pool: pool,
        servers: program.pools[Int(pool)].capacity,
        rule: rule,
        time: Draw(law, scale: 1e9),
        purpose: RandomSource.purpose("\(name)/away")
      )
    )
    return Int32(program.resting.count - 1)
  }

  /// The rules of a line that goes by urgency and has no others.
  mutating func rankedLine() -> Int32 {
    if ranks < 0 {
      ranks = Int32(program.lines.count)
      program.lines.append(CompiledLine(isRanked: true))
    }
    return ranks
  }

  /// Whether anybody sets timers that are neither events of their own nor in a lane.
  var needsTimers: Bool {
    !program.resting.isEmpty || !workload.test.sessions.isEmpty
      || program.queues.contains { $0.visibility >= 0 }
      || program.lines.contains(where: \.hasPatience)
  }
}
