/// A dense matrix, stored column by column.
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, the first column first.
  public internal(set) var elements: [Double]

  /// A matrix of zeros.
  ///
  /// - Precondition: neither count is negative.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative number of rows or columns")
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix made of columns of one length.
  ///
  /// - Precondition: all columns have the same length.
  public init(columns: [[Double]]) {
    let length = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == length }, "the columns have one length")
    self.rows = length
    self.columns = columns.count
    elements = Array(columns.joined())
  }

  /// The element of a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  /// The Euclidean length of a column.
  func columnNorm(_ column: Int) -> Double {
    var largest = 0.0
    for row in 0..<rows { largest = max(largest, abs(self[row, column])) }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    for row in 0..<rows {
      let ratio = self[row, column] / largest
      sum += ratio * ratio
    }
    return largest * sum.squareRoot()
  }

  /// Divides every column by a number of its own.
  mutating func divideColumns(by scales: [Double]) {
    for column in 0..<columns {
      for row in 0..<rows { self[row, column] /= scales[column] }
    }
  }
}
