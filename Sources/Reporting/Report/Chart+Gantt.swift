/// Bars over a common time axis: what something did, step by step.
public struct Gantt: Hashable, Sendable {
  /// The column that tells the pictures apart, which stand one below the other, each with its own axis.
  public let panel: String
  /// The values of that column that are drawn, in this order; the table may hold more.
  public let panels: [String]
  /// The column with the steps: one row of bars each.
  public let category: String
  /// The column that tells apart what happens in a step.
  public let series: String
  /// The column with where a bar begins.
  public let from: String
  /// The column with where it ends.
  public let to: String

  /// Bars over a time axis.
  ///
  /// - Precondition: there is a panel.
  public init(
    panel: String,
    panels: [String],
    category: String,
    series: String,
    from: String,
    to: String
  ) {
    precondition(!panels.isEmpty, "a chart draws something")
    self.panel = panel
    self.panels = panels
    self.category = category
    self.series = series
    self.from = from
    self.to = to
  }
}
