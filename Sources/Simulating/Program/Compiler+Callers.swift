import Kernel
import Quantities
import Scenarios
import Stations

/// Those who ask for an endpoint and ask again when they hear nothing in time, or a failure.
struct CompiledCaller {
  /// Where the steps of an attempt start.
  var body: Int32
  var backoff: Backoff
  /// Lane of their patience, −1 for none.
  var timeoutLane: Int32
  var purpose: UInt32
}

extension Compiler {
  /// Compiles the attempts of an endpoint's callers, in front of the steps of one attempt.
  ///
  /// The request itself waits for its attempt as for a branch: what becomes of an attempt that it has
  /// given up, is no business of its own any more.
  mutating func compileCaller(_ client: RetryPolicy, of name: String) {
    var attempt = Operation(.attempt)
    attempt.a = Int32(program.callers.count)
    attempt.share = .earlierAttempts
    program.operations += [attempt, Operation(.finish)]
    program.callers.append(
      CompiledCaller(
        body: Int32(program.operations.count),
        backoff: Backoff(client),
        timeoutLane: lane(client.timeout, .attempt),
        purpose: RandomSource.purpose("\(name)/client")
      )
    )
  }
}
