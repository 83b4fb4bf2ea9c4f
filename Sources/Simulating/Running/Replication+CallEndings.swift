import Kernel
import Stations

// How attempts at a model end: answered, failed or given up, and what is billed for them.
extension Replication {
  /// Gives the provider's place back and bills the tokens of an attempt that was admitted.
  @inline(__always)
  mutating func endAttempt(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    wasted: Bool
  ) {
    end(slot, call, output: Int64(details[Int(slot)].output), wasted: wasted)
  }

  /// Ends an attempt whose caller has gone: what is billed hangs on what the provider does then.
  @inline(never)
  mutating func abortAttempt(_ slot: Int32, _ call: UnsafeMutablePointer<CompiledCall>) {
    let it = details + Int(slot)
    let target = targets[call.pointee.firstTarget + it.pointee.target]
    var output = Int64(it.pointee.output)
    if providers[target.pointee.provider].pointee.stopsWhenAborted, now < it.pointee.answerFrom {
      output = 0
    } else if providers[target.pointee.provider].pointee.stopsWhenAborted, it.pointee.answerSpan > 0
    {
      let produced = Int128(output) * Int128(now - it.pointee.answerFrom)
      output = min(output, Int64(produced / Int128(it.pointee.answerSpan)))
    }
    end(slot, call, output: output, wasted: true)
  }

  @inline(__always)
  private mutating func end(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    output: Int64,
    wasted: Bool
  ) {
    let token = tokens + Int(slot)
    let target = targets[call.pointee.firstTarget + details(token).pointee.target]
    release(target)
    settle(token, call, target, used: Double(output))
    var tokens = Measurement.BilledTokens()
    tokens.input = Int64(details(token).pointee.input)
    tokens.cached = Int64(cachedInput(token, target))
    if target.pointee.prefix >= 0, details(token).pointee.cached == 0 {
      tokens.written = min(Int64(call.pointee.prefixTokens), tokens.input)
    }
    tokens.output = output
    if wasted {
      tokens.wastedInput = tokens.input
      tokens.wastedCached = tokens.cached
      tokens.wastedWritten = tokens.written
      tokens.wastedOutput = output
    }
    tallies.bill(
      model: Int(target.pointee.model),
      tokens,
      pricing: pricing(token, target),
      counts(token)
    )
  }

  /// Gives back the place and the reservation of an attempt that the provider failed.
  mutating func endFailedAttempt(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>
  ) {
    let token = tokens + Int(slot)
    let target = targets[call.pointee.firstTarget + details(token).pointee.target]
    release(target)
    settle(token, call, target, used: nil)
  }

  /// Ends what a cancelled call has under way at the provider; nobody reads the answer.
  @inline(never)
  mutating func endUnread(_ slot: Int32, _ call: UnsafeMutablePointer<CompiledCall>) {
    switch tokens[Int(slot)].phase {
    case CallPhase.answered, CallPhase.impatient, CallPhase.producing:
      if tokens[Int(slot)].phase == CallPhase.producing { details[Int(slot)].flow = 0 }
      endAttempt(slot, call, wasted: true)
    case CallPhase.failed: endFailedAttempt(slot, call)
    default: break
    }
    forgetBreaker(tokens + Int(slot), call)
    tokens[Int(slot)].phase = CallPhase.new
  }

  /// Stops a call of a token that is cancelled, where the provider stops at once.
  ///
  /// Elsewhere the provider goes on, and the call is settled when its answer is complete.
  mutating func stopCall(_ slot: Int32, _ call: UnsafeMutablePointer<CompiledCall>) {
    let it = details + Int(slot)
    let target = targets[call.pointee.firstTarget + it.pointee.target]
    guard providers[target.pointee.provider].pointee.stopsWhenAborted else { return }
    switch tokens[Int(slot)].phase {
    case CallPhase.answered, CallPhase.impatient, CallPhase.producing:
      if tokens[Int(slot)].phase == CallPhase.producing { it.pointee.flow = 0 }
      abortAttempt(slot, call)
    case CallPhase.failed: endFailedAttempt(slot, call)
    default: return
    }
    forgetBreaker(tokens + Int(slot), call)
    tokens[Int(slot)].phase = CallPhase.new
  }

  @inline(__always)
  private mutating func release(_ target: UnsafeMutablePointer<CompiledTarget>) {
    tallies.attempts.ended &+= 1
    let concurrency = providers[target.pointee.provider].pointee.concurrency
    if concurrency >= 0 { release(concurrency) }
  }
}
