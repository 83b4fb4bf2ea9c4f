import Simulating

/// Which resource a line is really for.
///
/// Who waits for a core of the database holds a connection meanwhile, and a worker. When the cores are
/// busy all the time, the line stands where it is let in, at the pool; to enlarge the pool only moves it.
/// So the wait counts for the innermost resource that is busy all the time and has a line of its own.
struct Blame {
  private let resources: [ResourceResult]

  /// Busier than this is busy all the time: the rest is the noise of a short test.
  private static let saturation = 0.95

  init(_ resources: [ResourceResult]) {
    self.resources = resources
  }

  /// The label of the resource that a wait for another counts for.
  func label(for resource: ResourceResult) -> String {
    var blamed = resource
    // The chain from a worker to a core of the database has no more links than there are kinds.
    while let inner = saturated(within: blamed.group) { blamed = inner }
    return blamed.group.label
  }

  private func saturated(within group: PoolGroup) -> ResourceResult? {
    resources.first { resource in
      isWithin(resource.group, group) && resource.meanQueue > 0
        && (resource.utilization ?? 0) >= Blame.saturation
    }
  }

  /// Whether who holds the outer one may be waiting for the inner one.
  private func isWithin(_ inner: PoolGroup, _ outer: PoolGroup) -> Bool {
    switch (outer.kind, inner.kind) {
    case (.workers, .cpu), (.workers, .appPool), (.poolerClients, .poolerServers),
      (.poolerServers, .databaseCPU), (.connections, .databaseCPU):
      inner.part == outer.part
    case (.appPool, .poolerServers), (.appPool, .connections), (.appPool, .databaseCPU):
      outer.label.hasSuffix(" to \(inner.part)")
    default:
      false
    }
  }
}
