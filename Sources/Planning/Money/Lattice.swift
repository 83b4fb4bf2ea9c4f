/// Points that fill a cube evenly: a rank-1 lattice whose generator is chosen for it.
///
/// Point i of N has the coordinates {i·aᵏ/N} + 1/2N for k = 0, 1, …: each coordinate alone takes N evenly
/// spaced values, and `a` is the one of some multipliers for which the worst error of a smooth function's
/// mean, P₂, is least. Korobov 1959; Sloan, Joe, "Lattice Methods for Multiple Integration", 1994, §4.
enum Lattice {
  /// So many multipliers are tried.
  private static let candidates = 64

  /// The points, each with as many coordinates between 0 and 1 as there are dimensions.
  ///
  /// - Precondition: at least one point.
  static func points(_ count: Int, dimensions: Int) -> [[Double]] {
    precondition(count > 0, "a lattice has a point")
    let generator = generator(count, dimensions)
    return (0..<count).map { i in
      generator.map { (Double(i * $0 % count) + 0.5) / Double(count) }
    }
  }

  /// The powers of the best multiplier.
  private static func generator(_ count: Int, _ dimensions: Int) -> [Int] {
    let step = max(count / candidates, 1)
    var best = (error: Double.infinity, powers: Array(repeating: 1, count: dimensions))
    for start in stride(from: 1, to: max(count, 2), by: step) {
      guard let multiplier = (start..<start + step).first(where: { isCoprime($0, count) }) else {
        continue
      }
      var powers = [1]
      while powers.count < dimensions {
        powers.append(powers[powers.count - 1] * multiplier % count)
      }
      let error = worstError(count, powers)
      if error < best.error { best = (error, powers) }
    }
    return best.powers
  }

  /// P₂ of a lattice but for a constant: the mean of Π (1 + 2π²·B₂(x)) over its points.
  private static func worstError(_ count: Int, _ powers: [Int]) -> Double {
    (0..<count).reduce(into: 0.0) { sum, i in
      sum += powers.reduce(1.0) { product, power in
        let x = Double(i * power % count) / Double(count)
        return product * (1 + 2 * Double.pi * Double.pi * (x * x - x + 1.0 / 6))
      }
    }
  }

  private static func isCoprime(_ a: Int, _ b: Int) -> Bool {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a == 1
  }
}
