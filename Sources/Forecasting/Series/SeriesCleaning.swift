internal import Quantities

/// The steps from rows as they came to rows that a fit may use.
struct SeriesCleaning {
  private(set) var rows: [(date: CalendarDate, value: Double)]
  private(set) var steps: [CleaningStep] = []
  /// The last of the zeros that were cut: growth began between it and the next day.
  private(set) var lastZero: CalendarDate?

  init(rows: [(date: CalendarDate, value: Double)]) {
    self.rows = rows
  }

  private mutating func tell(
    _ kind: CleaningStep.Kind,
    _ count: Int,
    changes: Bool = true,
    _ sentence: String
  ) {
    steps.append(CleaningStep(kind, count, changes: changes, sentence))
  }

  mutating func dropMissing(_ before: Int) {
    let count = rows.count + before
    rows.removeAll { !$0.value.isFinite }
    let dropped = count - rows.count
    guard dropped > 0 else { return }
    tell(.missing, dropped, "dropped \(counted(dropped, "row")) without a finite number")
  }

  mutating func sort() {
    let late = zip(rows, rows.dropFirst()).count { $0.date > $1.date }
    guard late > 0 else { return }
    // Equal days keep their order, so that the last given is the last.
    rows = rows.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
    tell(.order, late, "sorted the rows by date, \(late) of which came after a later day")
  }

  /// Makes one observation of those of a day, or of a period.
  mutating func combine(_ period: Spacing?, _ combination: Preparation.Combination) {
    var groups: [(date: CalendarDate, values: [Double])] = []
    for row in rows {
      let date = period?.start(of: row.date) ?? row.date
      if groups.last?.date == date {
        groups[groups.count - 1].values.append(row.value)
      } else {
        groups.append((date, [row.value]))
      }
    }
    let before = rows.count
    if let period, combination == .sum { dropPartial(&groups, period) }
    let more = before - groups.count
    rows = groups.map { ($0.date, combination.value(of: $0.values)) }
    if let period {
      let name = Spacing.periods.first { $0.spacing == period }?.name ?? "period"
      tell(
        .periods,
        before,
        "made \(counted(rows.count, "value")) of \(counted(before, "observation")), "
          + "one a \(name), the \(combination.rawValue) of each"
      )
    } else if more > 0 {
      let kept =
        combination == .last ? "the last one counts" : "their \(combination.rawValue) counts"
      tell(
        .duplicates,
        more,
        "dropped \(counted(more, "row")) of days that came again; \(kept)"
      )
    }
  }

  /// A sum over a period that is only partly there would look like a fall.
  private mutating func dropPartial(
    _ groups: inout [(date: CalendarDate, values: [Double])],
    _ period: Spacing
  ) {
    guard groups.count >= 4 else { return }
    let usual = groups.map(\.values.count).sorted()[groups.count / 2]
    var dropped: [CalendarDate] = []
    for index in [groups.count - 1, 0] where 5 * groups[index].values.count < 4 * usual {
      dropped.append(groups.remove(at: index).date)
    }
    guard !dropped.isEmpty else { return }
    let days = dropped.sorted().map(\.description).joined(separator: " and ")
    tell(
      .periods,
      dropped.count,
      "dropped the sum of the period of \(days), which is only partly there"
    )
  }

  mutating func cutLeadingZeros() {
    let zeros = rows.prefix { $0.value == 0 }.count
    guard zeros > 0, zeros < rows.count else { return }
    lastZero = rows[zeros - 1].date
    rows.removeFirst(zeros)
    tell(
      .leadingZeros,
      zeros,
      "cut \(counted(zeros, "zero")) before growth begins on \(rows[0].date)"
    )
  }

  mutating func take(_ target: Preparation.Target) {
    switch target {
    case .given: return
    case .total:
      var sum = 0.0
      for i in rows.indices {
        sum += rows[i].value
        rows[i].value = sum
      }
      tell(.summed, rows.count, "summed what each of \(rows.count) steps added to a running total")
    case .added:
      guard rows.count >= 2 else { return }
      let falls = zip(rows, rows.dropFirst()).count { $0.value > $1.value }
      rows = zip(rows, rows.dropFirst()).map { ($1.date, $1.value - $0.value) }
      let words = falls == 0 ? "" : "; \(counted(falls, "step")) fell below zero"
      tell(
        .differenced,
        rows.count,
        "took what each of \(rows.count) steps added from a running total\(words)"
      )
    }
  }

  mutating func noteDays(_ spacing: Spacing) {
    let dates = rows.map(\.date)
    let pairs = zip(dates, dates.dropFirst())
    let missing = pairs.reduce(0) { $0 + spacing.stepsMissing(between: $1.0, and: $1.1) }
    if missing > 0 {
      tell(
        .gaps,
        missing,
        changes: false,
        "\(counted(missing, "observation")) missing between the first and the last day; curves do "
          + "without, methods that count steps get straight lines"
      )
    }
    let gaps = pairs.map { $1.dayNumber - $0.dayNumber }
    let odd = gaps.count { gap in
      let steps = Double(gap) / spacing.meanDays
      return abs(steps - max(1, steps.rounded())) > 0.2
    }
    if odd > 0, let least = gaps.min(), let most = gaps.max() {
      tell(
        .irregular,
        odd,
        changes: false,
        "the days are irregular: \(least) to \(most) days apart, \(odd) of \(gaps.count) distances "
          + "off the step, which is taken as \(spacing)"
      )
    }
  }

  mutating func noteCrowded(_ merged: Int) {
    guard merged > 0 else { return }
    tell(
      .crowded,
      merged,
      changes: false,
      "\(counted(merged, "observation")) in a step with a later one; methods that count steps use "
        + "the later"
    )
  }

  mutating func noteValues(_ target: Preparation.Target) {
    let zeros = rows.count { $0.value == 0 }
    let negatives = rows.count { $0.value < 0 }
    let refused = "errors in proportion to the level are not offered"
    if zeros > 0 { tell(.zeros, zeros, changes: false, "\(counted(zeros, "zero")): \(refused)") }
    if negatives > 0 {
      tell(
        .negatives,
        negatives,
        changes: false,
        "\(counted(negatives, "negative value")): \(refused)"
      )
    }
    let falls = zip(rows, rows.dropFirst()).contains { $0.value > $1.value }
    guard !falls, target == .given, rows.count >= 12 else { return }
    tell(
      .runningTotal,
      rows.count,
      changes: false,
      "the values never fall: if they are a running total, what each step added can be fitted instead"
    )
  }

  mutating func mendBreaks(_ rule: Preparation.LevelBreaks) {
    let found = LevelBreak.find(in: rows.map(\.value))
    for item in found {
      let size =
        item.isFactor
        ? "by a factor of \(shortText(item.size))"
        : "\(item.size < 0 ? "down" : "up") by \(shortText(abs(item.size)))"
      var words = "the level jumped \(size) on \(rows[item.index].date) and stayed"
      if rule == .shift { words += "; what came before was brought to the level after it" }
      tell(.levelBreak, 1, changes: rule == .shift, words)
    }
    guard rule == .shift else { return }
    for item in found {
      for i in 0..<item.index {
        rows[i].value = item.isFactor ? rows[i].value * item.size : rows[i].value + item.size
      }
    }
  }
}

extension Preparation.Combination {
  func value(of values: [Double]) -> Double {
    switch self {
    case .last: values[values.count - 1]
    case .mean: values.reduce(0, +) / Double(values.count)
    case .sum: values.reduce(0, +)
    case .max: values.max() ?? 0
    }
  }
}
