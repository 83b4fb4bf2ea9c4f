import Kernel

/// A fault as the replication carries it out.
///
/// What it hits is written down when it is compiled: steps, pools, targets of model calls. A kind that
/// changes the arrivals alone, such as a surge, is in their curve and is none of these.
struct CompiledFault {
  /// What changes while it lasts.
  enum Kind: UInt8 {
    /// `steps` and `targets` take `factor` times as long.
    case slow
    /// Calls of `provider` fail, a share of `errors` of them, and `targets` take `factor` times as long.
    case brownOut
    /// Calls of `provider` are answered only when it is over.
    case silence
    /// Each pool of `pools` has `servers` servers.
    case shrink
    /// Nothing is served at `pools`; idle connections of `database` close.
    case failover
    /// Limiters of `provider` admit a share, `factor`.
    case limitCut
    /// The share that limiters of `provider` admit grows from `factor` to all.
    case ramp
    /// Hits of `steps` grow from none to their share.
    case flush
    /// `servers` instances of `fleet` crash.
    case crash
    /// `fleet` gets a new version, with `servers` instances more and `missing` fewer meanwhile.
    case deploy
  }

  var kind: Kind
  /// When it begins and when it is over, in nanoseconds.
  var begin: Int64
  var end: Int64
  var factor = 1.0
  var errors = 0.0
  var servers: Int32 = 0
  var missing: Int32 = 0
  var cache: Int32 = -1
  var provider: Int32 = -1
  var fleet: Int32 = -1
  /// Whether callers hear at once that there is no primary.
  var refuses = false
  /// Of a failover: the database among those that log in again, its logins, and its connections.
  var database: Int32 = -1
  var logins: Int32 = 0
  var connections: [Int32] = []
  /// Positions in the tables of the program.
  var steps: [Int32] = []
  var pools: [Int32] = []
  var targets: [Int32] = []
}

extension Draw {
  /// The same law, every value of it `factor` times as large.
  ///
  /// - Precondition: `factor` is above zero.
  func scaled(by factor: Double) -> Draw {
    precondition(factor > 0, "a scaled law has a scale")
    var scaled = self
    switch family {
    case .constant, .exponential: scaled.first *= factor
    case .lognormal: scaled.first += Elementary.log(factor)
    case .gamma: scaled.second *= factor
    case .uniform:
      scaled.first *= factor
      scaled.second *= factor
    }
    return scaled
  }
}
