/// How much of a history a curve is fitted to.
public enum FitWindow: String, Hashable, Sendable, CaseIterable {
  /// All of it.
  case whole
  /// Its later half: a law that changed is followed sooner, at the price of fewer observations.
  case recentHalf

  /// The index of the first observation that counts.
  func start(in count: Int, parameterCount: Int) -> Int {
    self == .whole ? 0 : max(0, min(count / 2, count - parameterCount - 4))
  }

  /// The window in words, for the middle of a sentence.
  var phrase: String { self == .whole ? "the whole history" : "the recent half" }
}
