/// Somebody who walks through the program: a request, a branch of one, a source or a user.
struct Token {
  /// The operation that it executes next.
  var counter: Int32
  var endpoint: Int32
  /// The worker within its service, and that worker's instance.
  var worker: Int32
  var instance: Int32
  /// What it is; see `TokenFlags`.
  var flags: TokenFlags
  /// Where it stands inside an operation that takes several events.
  var phase: UInt8
  var heldCount: UInt8
  /// Changes whenever it starts or stops waiting, so that timers of earlier waits are void.
  var waitEpoch: UInt32
  /// Changes whenever the slot is used again, so that timers of earlier requests are void.
  var generation: UInt32
  /// Names the request in the random streams.
  var entity: UInt64
  var arrivedAt: Int64
  /// The time of its next delay, drawn while it waits in line; −1 when not drawn yet.
  var drawn: Int64
  /// When the current wait began, the provider admitted the current attempt, or a user asked.
  var since: Int64
  /// The pool in whose line it stands, −1 for none.
  var line: Int32
  /// The request that a branch belongs to, and that request's epoch at the fork.
  var parent: Int32
  var parentEpoch: UInt32
  /// Of a fork: branches still under way and branches that succeeded.
  var pending: Int32
  var succeeded: Int32
  var needed: Int32
  /// Of a fork: its first live branch; of a branch: its neighbours among them; −1 for none.
  var firstBranch: Int32
  var nextBranch: Int32
  var previousBranch: Int32
  /// Of a call: attempts at the present target, and the target.
  var attempt: Int32
  var target: Int32
  var input: Int32
  var output: Int32
  /// Token lengths of the trace row that made the request.
  var rowInput: Int32
  var rowOutput: Int32
  /// The user who waits for the answer, −1 for none.
  var user: Int32

  static let held = 8

  init() {
    counter = 0
    endpoint = 0
    worker = 0
    instance = 0
    flags = []
    phase = 0
    heldCount = 0
    waitEpoch = 0
    generation = 0
    entity = 0
    arrivedAt = 0
    drawn = -1
    since = 0
    line = -1
    parent = -1
    parentEpoch = 0
    pending = 0
    succeeded = 0
    needed = 0
    firstBranch = -1
    nextBranch = -1
    previousBranch = -1
    attempt = 0
    target = 0
    input = 0
    output = 0
    rowInput = 0
    rowOutput = 0
    user = -1
  }
}

/// What a token is and what has become of it.
struct TokenFlags: OptionSet {
  let rawValue: UInt8

  /// It is a branch of another token.
  static let branch = TokenFlags(rawValue: 1)
  /// It arrived while the measurement ran.
  static let measured = TokenFlags(rawValue: 2)
  /// Its caller was already told that it failed.
  static let abandoned = TokenFlags(rawValue: 4)
  /// It shall stop at its next step.
  static let cancelled = TokenFlags(rawValue: 8)
  /// It has been given to a worker.
  static let entered = TokenFlags(rawValue: 16)
  /// It waits for its branches.
  static let forked = TokenFlags(rawValue: 32)
}
