import Kernel

/// What one compiled step does.
enum OperationCode: UInt8 {
  /// Picks a worker of service `a` and asks for one of its slots.
  case enter
  /// Picks a worker of service `a` among the instances that are ready, and asks for one of its slots.
  case admit
  /// Asks for a server of pool `a` in scope `b`; a wait longer than lane `c` fails.
  case acquire
  /// Gives the server of pool `a` in scope `b` back.
  case release
  /// Looks for a drawn key in cache `a` of keys, which is cache `c` of all; a hit goes on at `b`.
  case find
  /// Puts the key in that the request has looked for.
  case fill
  /// Goes on at `c` with an open connection of `a` that nobody uses, if there is one.
  case connect
  /// Goes on at `c` and leaves the connection of `a` open, unless enough are.
  case disconnect
  /// Asks for a server of pool `a` in scope `b` and keeps it for a drawn time; a release follows.
  case serve
  /// Runs a drawn time of work on shared pool `a` in scope `b`, whose processor stands `c` further on.
  case share
  /// Lets the jobs of processor `a` end whose work is done.
  case turn
  /// Runs a drawn time of work on pool `a` in scope `b`, whose servers, `c` further on, interrupt the
  /// less urgent.
  case seize
  /// Lets the jobs of servers `a` end that interrupt each other and whose work is done.
  case relieve
  /// Lets the timers go off that are due.
  case ring
  /// Lets a drawn time pass, through lane `c` if there is one.
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
  /// Starts an attempt of caller `a` and waits for it.
  case attempt
  /// Leaves job `a` of queue `b` behind.
  case enqueue
  /// Offers job `a` to the workers of its queue and waits until it is done.
  case deliver
  /// A worker of queue `a` receives the job.
  case receive
  /// Ends a branch.
  case join
  /// Ends a request.
  case finish
  /// Makes the next request of source `a`.
  case arrive
  /// Lets user `a` ask for something, or wait until it is wanted.
  case ask
  /// Lets a user of sessions `a` go on who has heard of a request.
  case iterate
  /// Starts iterations of sessions `a`.
  case conduct
  /// Lets a fault begin or end.
  case fault
  /// Stops a cancelled token.
  case stop
  /// Wakes a client that keeps a connection open.
  case socket
  /// Lets the edge answer, by chance (`draw.first`), which goes on at `b`; counted for endpoint `a`.
  case edge
  /// Gives back what the request holds at its service.
  case leave
  /// Goes on at `b` when a read has to go to the primary of database `a` of those with replicas.
  case replica
  /// Takes units (`draw`) of paced queue `a` and waits until they have passed.
  case pace
  /// Goes on at `b` unless a server connection of database `a` has to log in again.
  case relogin
  /// Takes a stream slot of pool `a` in scope `b` at an instance whose memory may run out.
  case openStream
  /// Wakes an instance of fleet `a`.
  case instance
  /// Lets the autoscaler of fleet `a` decide.
  case scale
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

/// One compiled step: plain numbers, 64 bytes, a cache line.
struct Operation {
  var code: OperationCode
  /// What its own time counts as, and the time in its line.
  var share: TimeShare = .network
  var wait: TimeShare = .network
  /// Where the two stand among the shares that the program uses.
  var shareColumn: UInt8 = 0
  var waitColumn: UInt8 = 0
  var reason: FailureReason = .refused
  /// Whether the server is held on through further steps.
  var holds = false
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = -1
  var purpose: UInt32 = 0
  /// Where it stands; set when the program is complete.
  var place = Place(0, .stop)
  var draw = Draw.nothing
  /// Where what it leaves to chance stands among the numbers drawn ahead, −1 where it is drawn here.
  var column: Int32 = -1
  /// The plan of what tokens draw that start here, −1 for none.
  var plan: Int32 = -1

  init(_ code: OperationCode) {
    self.code = code
  }
}
