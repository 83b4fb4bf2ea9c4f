import Stations

/// A fleet while a replication runs: its instances, who is open for requests, and the autoscaler.
struct RunningFleet {
  let plan: CompiledFleet
  var fleet: Fleet
  var scaler: Autoscaler?
  /// Workers of the instances that are ready, in order, and how many they are.
  let open: UnsafeMutablePointer<Int32>
  var openCount = 0
  /// Requests in progress at each of them, for the balancer.
  let load: UnsafeMutablePointer<Int32>
  /// The token that wakes each instance.
  let tokens: UnsafeMutablePointer<Int32>
  /// Core time of each instance when the autoscaler last looked, and since when it is ready.
  let coreTime: UnsafeMutablePointer<Int128>
  let readySince: UnsafeMutablePointer<Int64>
  var lastLook: Int64 = 0
  /// Instances that were killed for want of memory.
  var outOfMemory: Int64 = 0

  init(_ plan: CompiledFleet, of program: Program) {
    self.plan = plan
    fleet = Fleet(most: plan.most, first: plan.first, boot: plan.boot, drain: plan.drain)
    scaler = plan.autoscale.map { Autoscaler($0.settings, current: plan.first) }
    let instances = Int(plan.most)
    let workers = instances * Int(program.services[Int(plan.service)].workersPerInstance)
    open = .allocate(capacity: workers)
    load = .allocate(capacity: workers)
    tokens = .allocate(capacity: instances)
    coreTime = .allocate(capacity: instances)
    readySince = .allocate(capacity: instances)
    open.initialize(repeating: -1, count: workers)
    load.initialize(repeating: 0, count: workers)
    tokens.initialize(repeating: -1, count: instances)
    coreTime.initialize(repeating: 0, count: instances)
    readySince.initialize(repeating: 0, count: instances)
  }

  /// Gives the memory back; the owner calls it once.
  func free() {
    fleet.free()
    open.deallocate()
    load.deallocate()
    tokens.deallocate()
    coreTime.deallocate()
    readySince.deallocate()
  }
}
