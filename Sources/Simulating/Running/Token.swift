/// Somebody who walks through the program: a request, a branch of one, a source or a user.
///
/// 64 bytes, a cache line: what most steps need. What only forks, calls and users need stands apart, in
/// `TokenDetails`.
struct Token {
  /// The operation that it executes next.
  var place: Place
  var endpoint: Int32
  /// The worker within its service, and that worker's instance.
  var worker: Int32
  var instance: Int32
  /// The pool in whose line it stands, −1 for none.
  var line: Int32
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
  /// When the current wait began, the provider admitted the current attempt, or a user asked.
  var since: Int64
  /// The time of its service, drawn while it waits in line; of a cancelled token where it stood.
  var drawn: Int64

  /// The most things that a request holds at once.
  static let held = 8

  /// A token at the start of its steps; the epochs are those of its slot and go on counting.
  @inline(__always)
  init(at place: Place, after previous: Token) {
    self.init(at: place, waitEpoch: previous.waitEpoch, generation: previous.generation)
  }

  /// What fills a slot before its first token.
  static let unused = Token(at: Place(0, .stop), waitEpoch: 0, generation: 0)

  @inline(__always)
  private init(at place: Place, waitEpoch: UInt32, generation: UInt32) {
    self.place = place
    endpoint = 0
    worker = 0
    instance = 0
    line = -1
    flags = []
    phase = 0
    heldCount = 0
    self.waitEpoch = waitEpoch
    self.generation = generation
    entity = 0
    arrivedAt = 0
    since = 0
    drawn = 0
  }
}

/// What a token needs for forks, model calls and users.
struct TokenDetails {
  /// The request that a branch belongs to, and that request's epoch at the fork.
  var parent: Int32 = -1
  var parentEpoch: UInt32 = 0
  /// Of a fork: branches still under way and branches that succeeded.
  var pending: Int32 = 0
  var succeeded: Int32 = 0
  var needed: Int32 = 0
  /// Of a fork: its first live branch; of a branch: its neighbours among them; −1 for none.
  var firstBranch: Int32 = -1
  var nextBranch: Int32 = -1
  var previousBranch: Int32 = -1
  /// Of a call: attempts at the present target, and the target; of a user: how often it has asked; of
  /// the sampler: samples taken.
  var attempt: Int32 = 0
  var target: Int32 = 0
  var input: Int32 = 0
  var output: Int32 = 0
  /// Token lengths of the trace row that made the request.
  var rowInput: Int32 = 0
  var rowOutput: Int32 = 0
  /// The user who waits for the answer; only where the flags say that there is one.
  var user: Int32 = -1
  /// Of a call: attempts made by each layer of its client, a byte each, the innermost lowest.
  var made: UInt32 = 0
  /// What its last retry took from the budget; negative when there was none.
  var paid: Float = -1
  /// When it began, and the delay before its last attempt.
  var begun: Int64 = 0
  var lastDelay: Int64 = 0
  /// When the first token of the present attempt comes, and how long the others take from then on.
  var answerFrom: Int64 = 0
  var answerSpan: Int64 = 0
  /// While tokens count as they come, at which rate; before that, how long they will.
  var flow: Int64 = 0
  /// What the present attempt was let through the breaker with.
  var ticket: Int32 = -1
  /// Prompt tokens that the model's cache serves; negative where a fixed share is.
  var cached: Int32 = -1
  /// What follows then.
  var nextPhase: UInt8 = 0

  /// Attempts that a layer has made.
  func made(by layer: Int32) -> Int32 { Int32(made >> (8 * UInt32(layer)) & 255) }

  /// Notes the attempts of a layer.
  mutating func setMade(_ count: Int32, by layer: Int32) {
    let shift = 8 * UInt32(layer)
    made = made & ~(255 << shift) | UInt32(min(count, 255)) << shift
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
  /// It has been given to a worker.
  static let entered = TokenFlags(rawValue: 8)
  /// It waits for its branches.
  static let forked = TokenFlags(rawValue: 16)
  /// A user waits for the answer.
  static let asked = TokenFlags(rawValue: 32)
  /// It has drawn ahead what its steps leave to chance.
  static let drawn = TokenFlags(rawValue: 64)
}
