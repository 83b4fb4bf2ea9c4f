public import Scenarios
public import Statistics

/// What would make a month cheaper at a tier, and what it would do to response times and limits.
///
/// Each option is simulated beside the platform as it is, under the same luck: the ordinary day for the
/// bill, the busiest hour for the targets and limits. What an answer is worth to its reader is not
/// judged: another model is another product.
public struct Optimization: Sendable {
  /// What is asked.
  public enum Question: String, Sendable, CaseIterable {
    /// Fewer or smaller instances, databases and caches.
    case right_size
    /// Instances that are paid for all month.
    case reserve
    /// Instances that the vendor may take back.
    case spot
    /// Lookups that hit.
    case cache
    /// Prompts that the provider keeps.
    case prompt_cache
    /// Calls that go to another model.
    case routing
    /// Calls that can wait for a batch.
    case batch
  }

  /// One option.
  public struct Option: Sendable {
    /// What is asked.
    public var question: Question
    /// What is done, in words.
    public var title: String
    /// What is set.
    public var settings: CandidateChange.Settings
    /// The bill of a month as it is, in dollars.
    public var before: Double
    /// The bill with it.
    public var after: Double
    /// What is saved a month, in dollars; negative where it costs more.
    public var saved: Estimated
    /// The p95 that changes most, in the busiest hour; nil where none can be told.
    public var p95: Comparison.Figure?
    /// Targets and limits that held before and do not with it, in words.
    public var broken: [String]
  }

  /// A rule that needs no simulation: where a way of buying begins to pay.
  public struct Rule: Hashable, Sendable {
    /// What is asked.
    public var question: Question
    /// The part of the platform.
    public var part: String
    /// From where on it pays, in words.
    public var words: String
    /// The number in it.
    public var value: Double
  }

  /// A question that the scenario has nothing for, or an option that cannot be made.
  public struct Open: Hashable, Sendable {
    /// What is asked.
    public var question: Question
    /// What would be needed.
    public var needed: String
  }

  /// The tier; nil without tiers.
  public var tier: String?
  /// The test that bills come from.
  public var day: String
  /// The test that targets and limits come from.
  public var busy: String
  /// The options, by question, and the most saved first.
  public var options: [Option]
  /// The rules.
  public var rules: [Rule]
  /// What cannot be answered, and what would be needed.
  public var open: [Open]
}

/// An option before it is simulated.
struct OptionDraft {
  var question: Optimization.Question
  var title: String
  var settings: CandidateChange.Settings
  /// What goes wrong in the busiest hour with it.
  var fault: Fault.Kind?

  init(
    _ question: Optimization.Question,
    _ title: String,
    _ settings: CandidateChange.Settings,
    fault: Fault.Kind? = nil
  ) {
    self.question = question
    self.title = title
    self.settings = settings
    self.fault = fault
  }
}
