import Kernel
import Stations

// Following single requests. The loop knows nothing of it: it runs from one moment to the next, and in
// between the tokens of the requests are looked at. Only an attempt of a model call that fails leaves a
// note, for several may fail at one moment.
extension Replication {
  /// Runs until some requests have ended, and says what they did meanwhile.
  mutating func trace(_ requests: Set<ChosenRequest>) -> [RequestTrace] {
    // Each delay is to be seen.
    mergesDelays = false
    start()
    var coming = requests.sorted { $0.arrivedAt > $1.arrivedAt }
    var followed: [RequestTracer] = []
    var traces: [RequestTrace] = []
    while let moment = nextMoment(coming.last, isFollowing: !followed.isEmpty) {
      if followed.isEmpty {
        loop(until: moment - 1)
        isTraced = true
      }
      loop(until: moment)
      while let next = coming.last, next.arrivedAt <= now {
        coming.removeLast()
        if let tracer = tracer(of: next) { followed.append(tracer) }
      }
      for index in followed.indices { look(&followed[index]) }
      for tracer in followed where !isOpen(tracer) {
        let spans = tracer.spans.enumerated().sorted {
          ($0.element.from, $0.offset) < ($1.element.from, $1.offset)
        }
        traces.append(RequestTrace(request: tracer.request, spans: spans.map(\.element)))
      }
      followed.removeAll { !isOpen($0) }
      tracedFailures.removeAll(keepingCapacity: true)
      isTraced = !followed.isEmpty
      if wasTruncated { break }
    }
    return traces
  }

  /// The next moment at which something is to be seen; nil when all has been.
  private mutating func nextMoment(_ coming: ChosenRequest?, isFollowing: Bool) -> Int64? {
    guard isFollowing else { return coming?.arrivedAt }
    return events.nextTime()
  }

  /// Finds the token of a request that has arrived at this moment; nil for one that has ended in it.
  private mutating func tracer(of request: ChosenRequest) -> RequestTracer? {
    for slot in laneCount..<slotsUsed {
      let token = tokens[Int(slot)]
      guard token.entity == request.entity, token.arrivedAt == request.arrivedAt,
        token.endpoint == Int32(request.endpoint), !token.flags.contains(.branch)
      else { continue }
      return RequestTracer(request, root: slot, generation: token.generation)
    }
    return nil
  }

  private mutating func isOpen(_ tracer: RequestTracer) -> Bool {
    tokens[Int(tracer.root)].generation == tracer.generation
  }

  private mutating func look(_ tracer: inout RequestTracer) {
    var states: [(slot: Int32, generation: UInt32, activity: Activity?)] = []
    if isOpen(tracer) { collect(tracer.root, into: &states) }
    tracer.look(states, tracedFailures, now: now, program)
  }

  /// A token and the branches that it waits for, each with what it does.
  private mutating func collect(
    _ slot: Int32,
    into states: inout [(slot: Int32, generation: UInt32, activity: Activity?)]
  ) {
    states.append((slot, tokens[Int(slot)].generation, activity(of: slot)))
    guard tokens[Int(slot)].flags.contains(.forked) else { return }
    var branch = details[Int(slot)].firstBranch
    while branch >= 0 {
      if openParent(of: branch) == slot { collect(branch, into: &states) }
      branch = details[Int(branch)].nextBranch
    }
  }

  /// What a token does until its next event; nil when its branches do it, or nobody asks any more.
  private mutating func activity(of slot: Int32) -> Activity? {
    let token = tokens + Int(slot)
    let place = token.pointee.place
    guard place != stopPlace, !token.pointee.flags.contains(.forked) else { return nil }
    let here = operation(at: place)
    if token.pointee.line >= 0 {
      let isPool = token.pointee.line < Int32(pools.count)
      return Activity(
        step: place.index,
        share: here.pointee.wait,
        part: isPool ? .pool(token.pointee.line) : .fetch
      )
    }
    switch place.code {
    case .call where token.pointee.phase != CallPhase.new:
      let call = calls[here.pointee.a]
      let target = targets[call.pointee.firstTarget + details(token).pointee.target]
      return Activity(
        step: place.index,
        share: token.pointee.phase == CallPhase.retry ? .backoff : .model,
        part: .model(target.pointee.model),
        attempt: details(token).pointee.attempt
      )
    case .share where token.pointee.phase == SharePhase.running,
      .seize where token.pointee.phase == SharePhase.running:
      return Activity(
        step: place.index,
        share: here.pointee.share,
        part: .pool(poolIndex(token, here)),
        work: token.pointee.drawn,
        wait: here.pointee.wait
      )
    case .attempt where details(token).pointee.attempt > 0:
      return Activity(step: place.index, share: here.pointee.share, part: .elsewhere)
    default:
      return place.index > 0 ? passing(token, here - 1, step: place.index - 1) : nil
    }
  }

  /// What a token does that stands behind a step whose time has not passed yet.
  private mutating func passing(
    _ token: UnsafeMutablePointer<Token>,
    _ before: UnsafeMutablePointer<Operation>,
    step: Int
  ) -> Activity? {
    switch before.pointee.code {
    case .serve:
      return Activity(
        step: step,
        share: before.pointee.share,
        part: .pool(poolIndex(token, before))
      )
    case .delay: return Activity(step: step, share: before.pointee.share, part: .elsewhere)
    case .pace:
      return Activity(step: step, share: before.pointee.wait, part: .pace(before.pointee.a))
    default: return nil
    }
  }

  /// Notes that an attempt of a model call has failed.
  @inline(never)
  mutating func noteFailure(
    _ slot: Int32,
    _ call: UnsafeMutablePointer<CompiledCall>,
    _ failure: AttemptFailure
  ) {
    let target = targets[call.pointee.firstTarget + details[Int(slot)].target]
    tracedFailures.append(
      TracedFailure(
        slot: slot,
        generation: tokens[Int(slot)].generation,
        model: target.pointee.model,
        reason: failure.reason
      )
    )
  }
}
