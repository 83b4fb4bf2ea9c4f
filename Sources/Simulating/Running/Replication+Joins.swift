// How the branches of a fork come together again.
extension Replication {
  /// Ends a branch that succeeded; the one that completes the join hands its time to the request.
  @inline(never)
  mutating func finishBranch(_ slot: Int32) {
    let parent = openParent(of: slot)
    if parent >= 0 {
      let join = details + Int(parent)
      join.pointee.pending -= 1
      join.pointee.succeeded += 1
      let fork = fork(of: parent)
      if fork?.pointee.waitsForAll == true {
        settle(parent, last: slot)
      } else if join.pointee.succeeded == join.pointee.needed {
        let isJob = tokens[Int(parent)].place.code == .deliver
        goOn(parent, after: slot)
        if isJob { withdrawCopies(of: parent) }
        if fork?.pointee.cancelsLosers == true { cancelBranches(of: parent, but: slot) }
      }
    }
    endQuietly(slot)
  }

  /// Ends a branch that failed; the request fails when the join can no longer be reached.
  mutating func failBranch(_ slot: Int32, _ reason: FailureReason) {
    let parent = openParent(of: slot)
    if parent >= 0 {
      let join = details + Int(parent)
      join.pointee.pending -= 1
      guard let fork = fork(of: parent) else {
        if tokens[Int(parent)].place.code == .deliver {
          failDelivery(of: parent, reason)
        } else {
          endAttempt(of: parent, reason)
        }
        return endQuietly(slot)
      }
      if join.pointee.succeeded + join.pointee.pending < join.pointee.needed {
        tokens[Int(parent)].waitEpoch &+= 1
        // It may be a branch itself, of a request that goes on: then this was part of its time.
        inheritShares(parent, from: slot)
        if fork.pointee.cancelsLosers { cancelBranches(of: parent, but: slot) }
        fail(parent, reason)
      } else if fork.pointee.waitsForAll {
        settle(parent, last: slot)
      }
    }
    endQuietly(slot)
  }

  /// Lets a request go on once all its branches have ended.
  ///
  /// That enough of them succeeded is known: else it would have failed before.
  private mutating func settle(_ parent: Int32, last slot: Int32) {
    if details[Int(parent)].pending == 0 { goOn(parent, after: slot) }
  }

  /// Lets a request go on, with the time of the branch that it waited for last.
  private mutating func goOn(_ parent: Int32, after slot: Int32) {
    let token = tokens + Int(parent)
    inheritShares(parent, from: slot)
    token.pointee.flags.remove(.forked)
    token.pointee.waitEpoch &+= 1
    token.pointee.place = operation(at: token.pointee.place)[1].place
    makeReady(parent)
  }

  /// The fork whose branches a request waits for; nil when it waits for the attempt of a caller or the
  /// delivery of a job.
  private mutating func fork(of parent: Int32) -> UnsafeMutablePointer<CompiledFork>? {
    let place = tokens[Int(parent)].place
    return place.code == .fork ? forks[operation(at: place).pointee.a] : nil
  }

  /// Cancels the branches that nobody waits for any more.
  private mutating func cancelBranches(of parent: Int32, but winner: Int32) {
    var branch = details[Int(parent)].firstBranch
    while branch >= 0 {
      let next = details[Int(branch)].nextBranch
      if branch != winner { cancel(branch) }
      branch = next
    }
  }
}
