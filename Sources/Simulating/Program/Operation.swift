import Kernel

/// What one compiled step does.
enum OperationCode: UInt8 {
  /// Picks a worker of service `a` and asks for one of its slots.
  case enter
  /// Asks for a server of pool `a` in scope `b`; a wait longer than lane `c` fails.
  case acquire
  /// Gives the server of pool `a` in scope `b` back.
  case release
  /// Lets a drawn time pass.
  case delay
  /// Goes on at `a` with probability `draw.first`.
  case branch
  /// Goes on at `a`.
  case jump
  /// Counts a lookup of cache `a`; a hit (probability `draw.first`) goes on at `b`.
  case lookup
  /// Calls a model through call `a`.
  case call
  /// Starts the branches of fork `a` and waits for them.
  case fork
  /// Ends a branch.
  case join
  /// Ends a request.
  case finish
  /// Makes the next request of source `a`.
  case arrive
  /// Lets user `a` ask for something, or wait until it is wanted.
  case ask
  /// Takes sample after sample.
  case sample
  /// Starts the measurement.
  case begin
  /// Ends the measurement.
  case end
}

/// Which member of a group of pools a request uses.
enum PoolScope: Int32 {
  /// The only one.
  case single
  /// The one of its worker.
  case worker
  /// The one of its instance.
  case instance
}

/// One compiled step: plain numbers, 48 bytes.
struct Operation {
  var code: OperationCode
  var share: TimeShare = .network
  var reason: FailureReason = .refused
  /// Whether the server is held on through further steps.
  var holds = false
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = -1
  var purpose: UInt32 = 0
  var draw = Draw.nothing

  init(_ code: OperationCode) {
    self.code = code
  }
}
