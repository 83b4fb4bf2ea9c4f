/// An autoregression of the steps of a series, its order chosen by AICc.
///
/// Least squares on `dᵢ = c + Σ φⱼ dᵢ₋ⱼ`, solved on the normal equations with a ridge of 1e-8 of their
/// trace: neighbors of one season are nearly dependent, and a forecast needs no digits there.
enum Autoregression {
  /// The forecast; no step of it is longer than the longest that was seen.
  static func forecast(_ values: [Double], longest: Int, steps: Int) -> [Double] {
    let moves = zip(values, values.dropFirst()).map { $1 - $0 }
    let most = max(0, min(longest, (moves.count - 4) / 3))
    var best: (criterion: Double, coefficients: [Double])?
    for order in 0...most {
      guard let fit = fitted(moves, order: order, skipping: most) else { continue }
      let criterion = fit.criterion
      if criterion < best?.criterion ?? .infinity { best = (criterion, fit.coefficients) }
    }
    let coefficients = best?.coefficients ?? [0]
    let limit = moves.map(abs).max() ?? 0
    var history = moves
    var value = values[values.count - 1]
    return (0..<steps).map { _ in
      var move = coefficients[0]
      for j in coefficients.indices.dropFirst() {
        move += coefficients[j] * history[history.count - j]
      }
      move = max(-limit, min(limit, move))
      history.append(move)
      value += move
      return value
    }
  }

  private static func fitted(
    _ moves: [Double],
    order: Int,
    skipping most: Int
  ) -> (criterion: Double, coefficients: [Double])? {
    let size = order + 1
    let rows = moves.count - most
    guard rows > 0 else { return nil }
    var normal = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    var right = [Double](repeating: 0, count: size)
    var row = [Double](repeating: 1, count: size)
    func fill(_ i: Int) { for j in 1..<max(1, size) { row[j] = moves[i - j] } }
    for i in most..<moves.count {
      fill(i)
      for a in 0..<size {
        right[a] += row[a] * moves[i]
        for b in 0...a { normal[a][b] += row[a] * row[b] }
      }
    }
    let trace = (0..<size).reduce(0) { $0 + normal[$1][$1] }
    for a in 0..<size { normal[a][a] += 1e-8 * trace / Double(size) }
    guard let coefficients = cholesky(normal, right) else { return nil }
    var squares = 0.0
    for i in most..<moves.count {
      fill(i)
      let miss = moves[i] - zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      squares += miss * miss
    }
    let (n, k) = (Double(rows), Double(order + 2))
    let criterion =
      n * Elementary.log(squares / n + 1e-300) + 2 * k * n / max(n - k - 1, 1)
    return (criterion, coefficients)
  }

  /// Solves a symmetric positive system of which the lower triangle is given.
  private static func cholesky(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var (l, x) = (matrix, right)
    for j in x.indices {
      for k in 0..<j { l[j][j] -= l[j][k] * l[j][k] }
      guard l[j][j] > 0 else { return nil }
      l[j][j] = l[j][j].squareRoot()
      for i in (j + 1)..<max(j + 1, x.count) {
        for k in 0..<j { l[i][j] -= l[i][k] * l[j][k] }
        l[i][j] /= l[j][j]
      }
      for k in 0..<j { x[j] -= l[j][k] * x[k] }
      x[j] /= l[j][j]
    }
    for j in x.indices.reversed() {
      for k in (j + 1)..<max(j + 1, x.count) { x[j] -= l[k][j] * x[k] }
      x[j] /= l[j][j]
    }
    return x
  }
}
