import Kernel
import Stations

// Jobs that are done later: a job waits for its deliveries, each of which is a branch of it.
extension Replication {
  /// Leaves a job behind, unless its queue is full; true when the request goes on at once.
  @inline(never)
  mutating func enqueue(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Bool {
    let queue = lines.queues[operation.pointee.b].pointee
    let pool = pools[queue.pool]
    if pool.pointee.inUse >= pool.pointee.capacity,
      pool.pointee.waiting >= pool.pointee.queueLimit
    {
      pool.pointee.countRefused()
      fail(slot, .queueFull)
      return false
    }
    tokens[Int(slot)].place = operation[1].place
    let entity = RandomSource.mix(
      tokens[Int(slot)].entity ^ UInt64(operation.pointee.purpose) << 24
    )
    let job = makeRequest(endpoint: operation.pointee.a, entity: entity)
    details[Int(job)] = TokenDetails()
    makeReady(job)
    return true
  }

  /// Offers a new job to the workers.
  @inline(never)
  mutating func deliver(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) {
    openJoin(slot, branches: 0, needed: 1)
    offerJob(slot, lines.jobs[operation.pointee.a].pointee)
  }

  /// Puts a copy of a job into the line, whose time so far counts as that of earlier deliveries.
  private mutating func offerJob(_ slot: Int32, _ job: CompiledJob) {
    details[Int(slot)].pending += 1
    let receipts = details[Int(slot)].attempt
    var entity = tokens[Int(slot)].entity
    if receipts > 0 {
      // A delivery has its own luck: what failed by chance need not fail again.
      entity =
        random.words(
          purpose: job.purpose,
          entity: entity,
          index: UInt32(bitPattern: receipts)
        ).0
    }
    startBranch(of: slot, at: operations[job.body].pointee.place, entity: entity)
    let copy = details[Int(slot)].firstBranch
    let column = operation(at: tokens[Int(slot)].place).pointee.shareColumn
    spend(now &- tokens[Int(slot)].arrivedAt, column: column, copy)
  }

  /// A worker has received a job; its lease begins.
  mutating func receive(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) {
    token.pointee.place = operation[1].place
    let job = openParent(of: slot)
    // A copy in line is withdrawn when its job is done, so the job still waits.
    precondition(job >= 0, "who is received is not done yet")
    details[Int(job)].attempt += 1
    let queue = lines.queues[operation.pointee.a].pointee
    let isFirst = details[Int(job)].attempt == 1
    tallies.countReceipt(
      queue: Int(operation.pointee.a),
      endpoint: Int(token.pointee.endpoint),
      age: now &- token.pointee.arrivedAt,
      isFirst: isFirst,
      measured: token.pointee.flags.contains(.measured),
      measuring
    )
    guard queue.visibility >= 0 else { return }
    setTimer(
      job,
      TimerKind.lease,
      epoch: tokens[Int(job)].waitEpoch,
      after: queue.visibility
    )
  }

  /// A job was not done in the time of its lease: it is delivered again, or is a dead letter.
  mutating func endLease(_ slot: Int32) {
    let job = lines.jobs[operation(at: tokens[Int(slot)].place).pointee.a].pointee
    let queue = lines.queues[job.queue].pointee
    guard details[Int(slot)].attempt >= queue.receipts else { return offerJob(slot, job) }
    tallies.countDeadLetter(queue: Int(job.queue), measuring)
    endJob(slot, .deadLetter)
  }

  /// A delivery has failed: the job is delivered again when its lease ends, if it has one.
  mutating func failDelivery(of slot: Int32, _ reason: FailureReason) {
    let job = lines.jobs[operation(at: tokens[Int(slot)].place).pointee.a].pointee
    guard lines.queues[job.queue].pointee.visibility < 0 || reason == .queueFull else { return }
    endJob(slot, reason)
  }

  /// Ends a job that will not be done; from here on its deliveries belong to nobody.
  private mutating func endJob(_ slot: Int32, _ reason: FailureReason) {
    tokens[Int(slot)].waitEpoch &+= 1
    tokens[Int(slot)].flags.remove(.forked)
    fail(slot, reason)
  }

  /// Takes the copies of a job out of the line that is done; who works on one works on.
  mutating func withdrawCopies(of slot: Int32) {
    var copy = details[Int(slot)].firstBranch
    while copy >= 0 {
      let next = details[Int(copy)].nextBranch
      let token = tokens + Int(copy)
      let isInBacklog =
        token.pointee.line >= 0 && operation(at: token.pointee.place)[1].code == .receive
      if isInBacklog { cancel(copy) }
      copy = next
    }
  }

  /// How long the first in the line of a queue has been a job, in nanoseconds; zero for an empty line.
  mutating func age(ofQueue index: Int) -> Int64 {
    let first = pools[lines.queues[Int32(index)].pointee.pool].pointee.first
    return first >= 0 ? now &- tokens[Int(first)].arrivedAt : 0
  }
}
