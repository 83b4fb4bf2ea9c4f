/// One timed run of a workload.
public struct Round: Sendable, Hashable {
  /// Pieces of work that were done: customers, requests, holds.
  public let units: Int
  /// Events that the engine took for them; 0 for work without events.
  public let events: Int
  /// Seconds on a processor, of all threads together.
  public let cpuSeconds: Double
  /// Seconds on the wall.
  public let wallSeconds: Double
  /// The share of an ideal speed-up that several threads reached; nil on one thread.
  public internal(set) var efficiency: Double?

  /// What a stopwatch shows at the end of some work.
  init(units: Int, events: Int, _ watch: Stopwatch) {
    let elapsed = watch.elapsed
    self.units = units
    self.events = events
    cpuSeconds = elapsed.cpu
    wallSeconds = elapsed.wall
  }
}
