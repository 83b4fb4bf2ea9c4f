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
  /// Seconds on the wall of the same work on one thread; nil where several are not compared with one.
  public internal(set) var secondsAlone: Double?

  /// What a stopwatch shows at the end of some work.
  init(units: Int, events: Int, _ watch: Stopwatch) {
    let elapsed = watch.elapsed
    self.units = units
    self.events = events
    cpuSeconds = elapsed.cpu
    wallSeconds = elapsed.wall
  }
}
