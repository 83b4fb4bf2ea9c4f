/// Bars that lead from one total to another, each from where the one before has ended.
public struct Waterfall: Hashable, Sendable {
  /// The column with what the bars stand for.
  public let category: String
  /// The column that tells totals, rises and falls apart.
  public let series: String
  /// The column with where a bar begins.
  public let from: String
  /// The column with where it ends.
  public let to: String

  /// Bars from total to total.
  public init(category: String, series: String, from: String, to: String) {
    self.category = category
    self.series = series
    self.from = from
    self.to = to
  }
}
