import Stations
import TestSupport
import Testing

@Suite struct `Fleet of instances` {
  /// A fleet, its pending wakes, and what is under way at each instance.
  private struct Owner {
    var fleet: Fleet
    var now: Int64 = 0
    var busy: [Int]
    var fewestReady = Int32.max
    var mostRunning: Int32 = 0

    init(most: Int32, first: Int32, boot: Int64 = 60, drain: Int64 = 30) {
      fleet = Fleet(most: most, first: first, boot: boot, drain: drain)
      busy = Array(repeating: 0, count: Int(most))
    }

    /// Does what the fleet asks for.
    mutating func settle() -> [Fleet.Step] {
      var steps: [Fleet.Step] = []
      while let step = fleet.nextStep(now: now) {
        steps.append(step)
        if case .drain(let i, _) = step, busy[Int(i)] == 0 { fleet.becomeIdle(i, now: now) }
        look()
      }
      return steps
    }

    mutating func look() {
      fewestReady = min(fewestReady, fleet.count(.ready))
      mostRunning = max(mostRunning, fleet.running)
    }

    /// Lets a second pass.
    mutating func tick() {
      now += 1
      for i in 0..<fleet.most {
        if case .off = fleet.wake(i, now: now) { busy[Int(i)] = 0 }
        look()
      }
      _ = settle()
    }
  }

  @Test func `a wanted instance boots, then takes requests`() {
    var owner = Owner(most: 4, first: 2)
    defer { owner.fleet.free() }
    owner.fleet.wanted = 3
    #expect(owner.settle() == [.boot(2, until: 60)])
    for _ in 0..<59 { owner.tick() }
    #expect(owner.fleet.state(of: 2) == .booting)
    owner.tick()
    #expect(owner.fleet.state(of: 2) == .ready && owner.fleet.count(.ready) == 3)
  }

  @Test func `an unwanted one drains, and goes when it is idle or out of time`() {
    var owner = Owner(most: 4, first: 3)
    defer { owner.fleet.free() }
    owner.busy = [1, 1, 1, 0]
    owner.fleet.wanted = 1
    #expect(owner.settle() == [.drain(2, until: 30), .drain(1, until: 30)])
    owner.now = 10
    owner.fleet.becomeIdle(2, now: 10)
    #expect(owner.fleet.state(of: 2) == .off)
    #expect(owner.fleet.wake(1, now: 29) == .stale)
    #expect(owner.fleet.wake(1, now: 30) == .off)
    // Three for 10 s, two for 20 s, one for 10 s.
    #expect(owner.fleet.tally(at: 40).instanceTime == 30 + 40 + 10)
  }

  @Test func `one that still boots is the first to go`() {
    var owner = Owner(most: 4, first: 2)
    defer { owner.fleet.free() }
    owner.fleet.wanted = 3
    _ = owner.settle()
    owner.fleet.wanted = 2
    #expect(owner.settle() == [.stop(2)])
    #expect(owner.fleet.running == 2)
  }

  @Test func `a crashed instance boots again after its outage`() {
    var owner = Owner(most: 2, first: 2)
    defer { owner.fleet.free() }
    #expect(owner.fleet.crash(0, outage: 5, now: 0) == 5)
    #expect(owner.fleet.count(.ready) == 1 && owner.fleet.running == 2)
    #expect(owner.fleet.wake(0, now: 5) == .boots(until: 65))
    #expect(owner.fleet.wake(0, now: 65) == .ready)
    #expect(owner.fleet.tally(at: 65).crashes == 1)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a deploy replaces everybody and never goes below what may be missing`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let wanted = Int32(1 + random.below(8))
    let surge = Int32(random.below(4))
    let unavailable = min(surge == 0 ? Int32(1 + random.below(2)) : Int32(random.below(2)), wanted)
    var owner = Owner(
      most: wanted + surge + 2,
      first: wanted,
      boot: Int64(1 + random.below(20)),
      drain: Int64(1 + random.below(40))
    )
    defer { owner.fleet.free() }
    for i in 0..<Int(wanted) { owner.busy[i] = random.below(2) }
    owner.fleet.deploy(surge: surge, unavailable: unavailable)
    _ = owner.settle()
    for _ in 0..<1000 { owner.tick() }
    #expect(!owner.fleet.isDeploying)
    #expect(owner.fleet.count(.ready) == wanted && owner.fleet.running == wanted)
    #expect(owner.fewestReady >= wanted - unavailable)
    #expect(owner.mostRunning <= owner.fleet.most)
    #expect(owner.fleet.tally(at: owner.now).boots == Int64(wanted))
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `instance time is the sum over instances, whatever happens`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var owner = Owner(most: 6, first: 2, boot: 7, drain: 11)
    defer { owner.fleet.free() }
    var time: Int128 = 0
    for _ in 0..<400 {
      switch random.below(30) {
      case 0: owner.fleet.wanted = Int32(random.below(6))
      case 1: owner.fleet.deploy(surge: 1, unavailable: 0)
      case 2: _ = owner.fleet.crash(Int32(random.below(6)), outage: 3, now: owner.now)
      case 3: owner.fleet.becomeIdle(Int32(random.below(6)), now: owner.now)
      default: owner.busy[random.below(6)] = random.below(2)
      }
      _ = owner.settle()
      time += Int128(owner.fleet.running)
      owner.tick()
    }
    #expect(owner.fleet.tally(at: owner.now).instanceTime == time)
  }
}
