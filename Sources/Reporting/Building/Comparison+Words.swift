import Planning
import Quantities
import Statistics

/// Which way a figure goes, as far as the interval of its difference tells.
enum ChangeDirection: Hashable {
  /// The whole interval lies below 0.
  case falls
  /// The whole interval lies above 0.
  case rises
  /// The interval holds 0.
  case none
  /// There is no interval.
  case unknown

  /// The word for it.
  var word: String {
    switch self {
    case .falls: "falls"
    case .rises: "rises"
    case .none: "no difference shown"
    case .unknown: "not estimable"
    }
  }
}

extension Comparison.Figure {
  /// Which way it goes.
  var direction: ChangeDirection {
    guard let estimate = paired.difference.estimate else { return .unknown }
    if estimate.high < 0 { return .falls }
    return estimate.low > 0 ? .rises : .none
  }

  /// Whether it is an amount of money.
  var isCost: Bool { kind == .cost }

  /// What the value is multiplied by for its unit.
  var scale: Double {
    switch kind {
    case .mean, .percentile: 1000
    case .failures: 100
    case .throughput, .cost: 1
    }
  }

  /// The name with its unit: `p95 of POST /council (ms)`.
  var title: String {
    switch kind {
    case .mean, .percentile: "\(name) (ms)"
    case .failures: "\(name) (%)"
    case .throughput: "\(name) (requests/s)"
    case .cost: "\(name) ($/month)"
    }
  }

  private var name: String {
    let of = route.map { " of \($0)" } ?? ""
    return switch kind {
    case .mean: "mean\(of)"
    case .percentile(let p): "p\(Int((p * 100).rounded()))\(of)"
    case .failures: "failures\(of)"
    case .throughput: "answers"
    case .cost: "cost"
    }
  }

  /// Whether it is among those that are told in words: p95, failures and cost.
  var deservesSentence: Bool {
    switch kind {
    case .percentile(let p): p == 0.95
    case .failures, .cost: true
    case .mean, .throughput: false
    }
  }

  /// `p95 of POST /council falls by 310 ms [280, 340]`; nil when nothing can be said.
  var sentence: String? {
    guard let estimate = paired.difference.estimate else { return nil }
    let isDown = estimate.value < 0
    let ends = [estimate.low, estimate.high].map { $0 * scale * (isDown ? -1 : 1) }.sorted()
    let amount = abs(estimate.value) * scale
    let digits = max(decimals(amount), 0)
    func figure(_ value: Double) -> String {
      rounded(value, digits: digits)
    }
    let size = isCost ? "$\(figure(amount)) a month" : "\(figure(amount)) \(unit)"
    let isExact = ends[0] == ends[1]
    let interval = isExact ? "" : " [\(figure(ends[0])), \(figure(ends[1]))]"
    switch direction {
    case .falls: return "\(name) \(verb("fall")) by \(size)\(interval)"
    case .rises: return "\(name) \(verb("rise")) by \(size)\(interval)"
    case .none:
      return isExact
        ? "\(name) \(verb("stay")) the same"
        : "\(name) \(verb("show")) no difference\(signed(estimate))"
    case .unknown: return nil
    }
  }

  private func verb(_ word: String) -> String { kind == .failures ? word : word + "s" }

  private func signed(_ estimate: Statistics.Estimate) -> String {
    let ends = [estimate.low, estimate.high].map { $0 * scale }
    let digits = max(ends.map(decimals).min() ?? 0, 0)
    let words = ends.map { rounded($0, digits: digits) }
    return " [\(words[0]), \(words[1])]\(isCost ? " $" : " \(unit)")"
  }

  private var unit: String {
    switch kind {
    case .mean, .percentile: "ms"
    case .failures: "percentage points"
    case .throughput: "requests/s"
    case .cost: "$"
    }
  }

  private func decimals(_ value: Double) -> Int {
    if isCost { return 2 }
    let size = abs(value)
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  }
}

/// A number inside a sentence, printed as the tables print it.
private func rounded(_ value: Double, digits: Int) -> String {
  Numerals.grouped(Numerals.plain(value, digits: digits))
}

extension Comparison.Objective {
  /// The target: `p95 of POST /council`.
  var title: String {
    percentile.map { "p\(Int(($0 * 100).rounded())) of \(route)" } ?? "failures of \(route)"
  }

  /// The limit with its unit.
  var limitWords: String {
    percentile == nil
      ? "\(rounded(limit * 100, digits: 1)) %"
      : "\(rounded(limit * 1000, digits: 0)) ms"
  }

  /// What the change does to it.
  var change: String {
    if before.isWithin == after.isWithin { return before == after ? "as before" : "less sure" }
    if before == .unknown || after == .unknown { return "unknown" }
    return after.isWithin ? "mended" : "broken"
  }
}
