public import Quantities

/// A queue of jobs and the workers that take them: what requests leave behind to be done later.
///
/// A worker that has received a job keeps it for the visibility timeout. A job that is not done by then
/// can be received by another worker, while the first may still work on it; after so many receipts it is
/// a dead letter (the semantics of Amazon SQS, "Visibility timeout" and "Dead-letter queues", and of most
/// brokers with leases).
public struct JobQueue: Sendable {
  /// Its key in the file.
  public var name = ""
  /// How many worker processes take jobs.
  public var workers = 1
  /// Jobs that one worker works on at once.
  public var concurrency = 1
  /// Jobs that may wait; further ones are refused.
  public var room: Limit = .unbounded
  /// After that long a job that is not done can be received again; nil for never.
  public var visibility: SimInterval?
  /// Receipts after which a job that was not done is a dead letter.
  public var receipts: Limit = .unbounded

  /// A queue with one worker.
  public init() {}
}
