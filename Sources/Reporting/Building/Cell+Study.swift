import Planning
import Quantities
import Statistics

extension Cell {
  /// A number from a simulation, in another unit, or why there is none.
  static func estimated(_ value: Estimated, times factor: Double = 1) -> Cell {
    switch value {
    case .notEstimable(let reason): return .notEstimable(reason: reason.description)
    case .known(let estimate): return known(estimate, times: factor)
    }
  }

  private static func known(_ e: Statistics.Estimate, times factor: Double) -> Cell {
    let (value, low, high) = (e.value * factor, e.low * factor, e.high * factor)
    guard value.isFinite else { return .notEstimable(reason: "the value has no bound") }
    guard e.level.value > 0, e.level < .one else { return .plain(value) }
    guard low.isFinite, high.isFinite else {
      return .notEstimable(reason: "its interval has no bound")
    }
    return .estimate(
      value,
      low: low,
      high: high,
      level: e.level.value,
      n: e.observations,
      replications: e.replications,
      method: e.method.description,
      digits: value == 0 ? min(Numerals.decimals(of: high, figures: 2), 3) : nil
    )
  }

  /// A number, or a dash where there is none.
  static func plain(_ value: Double?) -> Cell {
    guard let value, value.isFinite else { return .missing }
    return value == value.rounded() ? .number(value, digits: 0) : .significant(value)
  }

  /// A response time in milliseconds.
  static func milliseconds(_ value: Estimated) -> Cell { estimated(value, times: 1000) }

  /// A span in milliseconds, or a dash.
  static func milliseconds(_ span: SimInterval?) -> Cell { plain(span?.milliseconds) }

  /// A share in percent with its interval, for columns with the unit %.
  static func percentage(_ value: Estimated) -> Cell { estimated(value, times: 100) }

  /// A share as a percentage with as many digits as it deserves.
  static func percent(share: Double) -> Cell {
    let value = share * 100
    let size = abs(value)
    if size >= 100 || size == 0 { return .percent(value, digits: 0) }
    return .percent(value, digits: size >= 1 ? 1 : min(Numerals.decimals(of: value, figures: 2), 6))
  }

  /// Words, or a dash for none.
  static func words(_ words: String) -> Cell { words.isEmpty ? .missing : .text(words) }

  /// An amount, or a dash.
  static func money(_ amount: Money?) -> Cell { amount.map { .money($0) } ?? .missing }

  /// A verdict in the words that fit latency targets.
  static func verdict(_ verdict: Verdict) -> Cell { .status(verdict.status, verdict.words) }

  /// A day as it is written, or the words where it is no day.
  static func asOf(_ text: String) -> Cell {
    text.utf8.count == 10 ? CalendarDate(text).map { .date($0) } ?? .text(text) : .words(text)
  }
}

extension Verdict {
  /// The sign for it.
  var status: Status {
    switch self {
    case .held: .pass
    case .close: .warn
    case .unknown: .unknown
    case .doubtful, .violated: .fail
    }
  }

  /// The words for it.
  var words: String {
    switch self {
    case .held: "held"
    case .close: "held, barely"
    case .unknown: "unknown"
    case .doubtful: "missed, barely"
    case .violated: "missed"
    }
  }
}

extension Finding.Severity {
  /// The sign for it.
  var status: Status { self <= .high ? .fail : .warn }
}
