/// The inverse of `AᵀA` for columns in double-double.
///
/// Modified Gram–Schmidt in double-double: the triangle has the digits that a condition of 10⁹ would
/// take from a triangle of doubles, so that standard errors are as good as the coefficients.
enum ExactGram {
  /// The inverse; nil when the columns depend on one another.
  static func inverse(_ columns: [[DoubleDouble]]) -> Matrix? {
    guard let triangle = triangle(of: columns) else { return nil }
    let count = columns.count
    // The inverse of the triangle, column by column from below.
    var inverse = [[DoubleDouble]](
      repeating: [DoubleDouble](repeating: DoubleDouble(0), count: count),
      count: count
    )
    for j in 0..<count {
      inverse[j][j] = DoubleDouble(1) / triangle[j][j]
      for i in stride(from: j - 1, through: 0, by: -1) {
        var sum = DoubleDouble(0)
        for k in (i + 1)...j { sum = sum - triangle[i][k] * inverse[k][j] }
        inverse[i][j] = sum / triangle[i][i]
      }
    }
    var result = Matrix(rows: count, columns: count)
    for i in 0..<count {
      for j in i..<count {
        var sum = DoubleDouble(0)
        for k in j..<count { sum = sum + inverse[i][k] * inverse[j][k] }
        result[i, j] = sum.rounded
        result[j, i] = sum.rounded
      }
    }
    return result
  }

  private static func triangle(of columns: [[DoubleDouble]]) -> [[DoubleDouble]]? {
    var columns = columns
    let count = columns.count
    var triangle = [[DoubleDouble]](
      repeating: [DoubleDouble](repeating: DoubleDouble(0), count: count),
      count: count
    )
    for j in 0..<count {
      let length = product(columns[j], columns[j]).squareRoot
      guard length.high > 0 else { return nil }
      triangle[j][j] = length
      for row in columns[j].indices { columns[j][row] = columns[j][row] / length }
      for k in (j + 1)..<max(j + 1, count) {
        let share = product(columns[j], columns[k])
        triangle[j][k] = share
        for row in columns[k].indices {
          columns[k][row] = columns[k][row] - share * columns[j][row]
        }
      }
    }
    return triangle
  }

  private static func product(_ a: [DoubleDouble], _ b: [DoubleDouble]) -> DoubleDouble {
    var sum = DoubleDouble(0)
    for row in a.indices { sum = sum + a[row] * b[row] }
    return sum
  }
}
