/// Something that was done to a history, or noticed in it, before it was fitted.
public struct CleaningStep: Hashable, Sendable {
  /// What it is about.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rows without a finite number were dropped.
    case missing = "missing_values"
    /// Rows were put into the order of their days.
    case order
    /// Days came more than once.
    case duplicates
    /// Several observations of a period became one.
    case periods
    /// Additions were summed to a running total.
    case summed
    /// What each step added was taken from a running total.
    case differenced
    /// Zeros before growth begins were cut.
    case leadingZeros = "leading_zeros"
    /// Steps have no observation.
    case gaps
    /// The distances between the days differ.
    case irregular
    /// Two observations lie in one step.
    case crowded
    /// There are zeros.
    case zeros
    /// There are values below zero.
    case negatives
    /// The level jumped and stayed.
    case levelBreak = "level_break"
    /// The values never fall.
    case runningTotal = "running_total"
  }

  /// What it is about.
  public let kind: Kind
  /// How many rows, days or places it is about.
  public let count: Int
  /// Whether values or days were changed; else something was noticed only.
  public let changes: Bool
  /// What was done or noticed, a sentence without its full stop.
  public let sentence: String

  init(_ kind: Kind, _ count: Int, changes: Bool = false, _ sentence: String) {
    self.kind = kind
    self.count = count
    self.changes = changes
    self.sentence = sentence
  }
}

/// A number with its noun: `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
