import Quantities
import Simulating
import Statistics

/// What pilot runs say about the end of the transient.
///
/// It is a function of the pilots' program and their number, so one that is recorded need not be
/// found again.
struct WarmUpFinding: Hashable, Sendable {
  /// The fingerprint of the pilots' program.
  let program: Fingerprint
  /// Pilot runs.
  let pilots: Int
  /// What is to be deleted from the start.
  let warmUp: SimInterval
  /// How it was found, in words.
  let note: String

  init(program: Fingerprint, pilots: Int, warmUp: SimInterval, note: String) {
    self.program = program
    self.pilots = pilots
    self.warmUp = warmUp
    self.note = note
  }

  /// What MSER-5 says of the mean response times of the pilots.
  init(_ program: Program, _ series: [Double], pilots: Int) {
    let horizon = program.horizon
    self.program = program.fingerprint
    self.pilots = pilots
    guard series.count >= 200 else {
      warmUp = .zero
      note = "refused: too few requests for MSER-5 in \(pilots) pilot runs; nothing is deleted"
      return
    }
    switch WarmUp(of: series) {
    case .delete(let count):
      let share = Double(count) / Double(series.count)
      warmUp = SimInterval(nanoseconds: Int64(share * Double(horizon)))
      note = "found by MSER-5 in \(pilots) pilot runs"
    case .tooShort:
      warmUp = .zero
      note =
        "refused: MSER-5 finds no end of the transient in \(pilots) pilot runs; the run is too short or "
        + "its queue grows; nothing is deleted"
    }
  }
}
