import Stations
import Testing

/// Traces of the documented algorithms, worked out by hand; a second is 10⁹.
@Suite struct `Autoscaling` {
  private static let second: Int64 = 1_000_000_000

  /// The defaults of autoscaling/v2: tolerance 0.1, no window up, 300 s down, per 15 s the larger of 4
  /// pods and 100 % up, 100 % down.
  private static var kubernetes: Autoscaler.Settings {
    var settings = Autoscaler.Settings(least: 2, most: 100)
    settings.tolerance = 0.1
    settings.downWindow = 300 * second
    settings.up = .init(instances: 4, share: 1, period: 15 * second)
    settings.down = .init(share: 1, period: 15 * second)
    return settings
  }

  /// One look at a fleet: the second, ready and unready instances, usage over target, and the answer.
  private struct Look {
    let at: Int64
    let ready: Int32
    let unready: Int32
    let ratios: [Double]
    let wanted: Int32

    init(_ at: Int64, _ ready: Int32, _ unready: Int32, _ ratios: Double..., wanted: Int32) {
      (self.at, self.ready, self.unready, self.ratios) = (at, ready, unready, ratios)
      self.wanted = wanted
    }
  }

  private func follow(_ settings: Autoscaler.Settings, from: Int32, _ looks: [Look]) {
    var scaler = Autoscaler(settings, current: from, now: -Self.second)
    var current = from
    for look in looks {
      let reading = Autoscaler.Reading(
        ratios: look.ratios,
        ready: look.ready,
        unready: look.unready
      )
      current = scaler.decide(current: current, reading, now: look.at * Self.second)
      #expect(current == look.wanted, "at \(look.at) s")
    }
  }

  @Test func `Kubernetes: up at once, down after five minutes, not within a tenth`() {
    follow(
      Self.kubernetes,
      from: 4,
      [
        // Target 50 %, usage 100 %: ⌈4 × 2⌉ = 8, which both caps allow (4 + 4, 4 × 2).
        Look(0, 4, 0, 2, wanted: 8),
        // Four boot and count as idle: 2 × 4/8 = 1.
        Look(15, 4, 4, 2, wanted: 8),
        // 55 % over 50 % is within the tolerance.
        Look(30, 8, 0, 1.1, wanted: 8),
        // ⌈8 × 2.2⌉ = 18, but no more than twice as many in 15 s.
        Look(45, 8, 0, 2.2, wanted: 16),
        // 2.2 × 8/16 = 1.1.
        Look(60, 8, 8, 2.2, wanted: 16),
        // ⌈16 × 0.4⌉ = 7, but 18 was proposed less than 300 s ago, and 16 after that.
        Look(75, 16, 0, 0.4, wanted: 16),
        Look(345, 16, 0, 0.4, wanted: 16),
        Look(360, 16, 0, 0.4, wanted: 7),
        // The window holds 7 only.
        Look(375, 7, 0, 0.95, wanted: 7),
        // Never below the least: ⌈7 × 0.1⌉ = 1.
        Look(660, 7, 0, 0.1, wanted: 7),
        Look(675, 7, 0, 0.1, wanted: 2),
      ]
    )
  }

  @Test func `Kubernetes: few instances grow by four, many double`() {
    follow(
      Self.kubernetes,
      from: 2,
      [
        Look(0, 2, 0, 50, wanted: 6),
        Look(15, 6, 0, 50, wanted: 12),
        Look(30, 12, 0, 50, wanted: 24),
        Look(45, 24, 0, 50, wanted: 48),
        Look(60, 48, 0, 50, wanted: 96),
        Look(75, 96, 0, 50, wanted: 100),
      ]
    )
  }

  @Test func `Kubernetes: of several metrics the largest proposal counts`() {
    follow(
      Self.kubernetes,
      from: 10,
      [Look(0, 10, 0, 0.5, 1.31, wanted: 14), Look(15, 14, 0, 0.5, 1.05, wanted: 14)]
    )
  }

  /// The example of the documentation: 80 replicas fall by 10 % a minute, from 40 on by 4 a minute.
  @Test func `Kubernetes: of two caps on falling the faster one counts`() {
    var settings = Self.kubernetes
    settings.downWindow = 0
    settings.down = .init(instances: 4, share: 0.1, period: 60 * Self.second)
    follow(
      settings,
      from: 80,
      [
        Look(0, 80, 0, 0.1, wanted: 72),
        // The 8 that went in this minute count: 80 at its start.
        Look(15, 72, 0, 0.1, wanted: 72),
        Look(59, 72, 0, 0.1, wanted: 72),
        // 7.2 of 72 are 8.
        Look(60, 72, 0, 0.1, wanted: 64),
        Look(120, 64, 0, 0.1, wanted: 57),
        Look(180, 57, 0, 0.1, wanted: 51),
        Look(240, 51, 0, 0.1, wanted: 45),
        Look(300, 45, 0, 0.1, wanted: 40),
        Look(360, 40, 0, 0.1, wanted: 36),
        Look(420, 36, 0, 0.1, wanted: 32),
      ]
    )
  }

  @Test func `Kubernetes: a window up takes the lowest proposal of its time`() {
    var settings = Self.kubernetes
    settings.upWindow = 30 * Self.second
    follow(
      settings,
      from: 4,
      [
        // It found 4 a second before the first look.
        Look(0, 4, 0, 3, wanted: 4),
        Look(15, 4, 0, 2, wanted: 4),
        // The 4 is out of the window; so is the 12 of 0 s; of 8 and 12 the lowest.
        Look(30, 4, 0, 3, wanted: 8),
      ]
    )
  }

  @Test func `Render: n times usage over target, the larger of two metrics`() {
    var settings = Autoscaler.Settings(least: 1, most: 10)
    settings.downWindow = 60 * Self.second
    follow(
      settings,
      from: 2,
      [
        // 90 % CPU over 60 %: ⌈2 × 1.5⌉ = 3; 72 % memory over 80 %: ⌈2 × 0.9⌉ = 2.
        Look(0, 2, 0, 1.5, 0.9, wanted: 3),
        // No tolerance: ⌈3 × 1.01⌉ = 4.
        Look(15, 3, 0, 1.01, 0.5, wanted: 4),
        Look(30, 4, 0, 0.5, 0.2, wanted: 4),
        Look(75, 4, 0, 0.5, 0.2, wanted: 2),
        Look(90, 2, 0, 9, 0.2, wanted: 10),
      ]
    )
  }

  @Test func `after a change nothing changes while it cools down`() {
    var settings = Autoscaler.Settings(least: 1, most: 10)
    settings.coolDown = 60 * Self.second
    follow(
      settings,
      from: 2,
      [
        Look(0, 2, 0, 2, wanted: 4), Look(30, 4, 0, 2, wanted: 4), Look(60, 4, 0, 2, wanted: 8),
        Look(119, 8, 0, 0.1, wanted: 8), Look(120, 8, 0, 0.1, wanted: 1),
      ]
    )
  }

  @Test func `with nobody ready nothing is known, and bounds hold all the same`() {
    follow(
      Self.kubernetes,
      from: 1,
      [Look(0, 0, 1, 0, wanted: 2), Look(15, 0, 2, 5, wanted: 2)]
    )
    follow(Self.kubernetes, from: 120, [Look(0, 120, 0, 1, wanted: 100)])
  }
}
