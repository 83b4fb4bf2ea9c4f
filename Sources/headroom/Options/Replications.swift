import ArgumentParser

/// Which replications are simulated: `20`, or the shard `0..<10`.
enum Replications: Hashable {
  /// So many of every test, instead of as many as the scenario asks for.
  case count(Int)
  /// Those of a shard, as far as the scenario asks for them.
  case shard(Range<Int>)

  /// Reads what the command line says.
  ///
  /// - Throws: `ValidationError` saying what would be right.
  init(argument: String) throws {
    if let count = Int(argument) {
      guard (2...1_000_000).contains(count) else {
        throw ValidationError("an interval needs 2 to 1000000 replications.")
      }
      self = .count(count)
      return
    }
    let help = "write a number, or 'A..<B' in quotes for the shard from A to B - 1."
    guard let dots = argument.firstRange(of: "..<"),
      let lower = Replications.number(argument[..<dots.lowerBound]),
      let upper = Replications.number(argument[dots.upperBound...])
    else { throw ValidationError(help) }
    guard lower < upper else { throw ValidationError("it holds no replication; \(help)") }
    self = .shard(lower..<upper)
  }

  /// Digits alone: neither a sign nor a space.
  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}
