internal import COpenBLAS

/// The Householder factors of a tall matrix, `A = QR`, computed and applied by LAPACK.
///
/// OpenBLAS runs on one thread: small systems lose time on more, and the order of summation
/// stays the same from run to run.
struct QRFactors {
  let rows: Int
  let columns: Int
  private let packed: [Double]
  private let reflectors: [Double]

  private static let useOneThread: Void = openblas_set_num_threads(1)

  /// Factors a matrix with at least as many rows as columns.
  init(_ matrix: Matrix) throws(FitError) {
    precondition(matrix.rows >= matrix.columns, "a least-squares matrix is not wider than tall")
    _ = QRFactors.useOneThread
    rows = matrix.rows
    columns = matrix.columns
    var packed = matrix.elements
    var reflectors = [Double](repeating: 0, count: max(1, matrix.columns))
    let m = lapackInt(rows)
    let info = LAPACKE_dgeqrf(
      columnMajor,
      m,
      lapackInt(columns),
      &packed,
      max(1, m),
      &reflectors
    )
    self.packed = packed
    self.reflectors = reflectors
    guard info == 0 else { throw FitError.lapack(routine: "dgeqrf", info: Int(info)) }
  }

  /// `Qᵀv`, or `Qv`.
  func rotated(_ vector: [Double], transposed: Bool) throws(FitError) -> [Double] {
    precondition(vector.count == rows, "the vector has one element a row")
    var result = vector
    let m = lapackInt(rows)
    let info = LAPACKE_dormqr(
      columnMajor,
      letter("L"),
      letter(transposed ? "T" : "N"),
      m,
      1,
      lapackInt(columns),
      packed,
      m,
      reflectors,
      &result,
      m
    )
    guard info == 0 else { throw FitError.lapack(routine: "dormqr", info: Int(info)) }
    return result
  }

  /// The solution of `Rx = c`, or of `Rᵀx = c`; `c` is the first `columns` elements.
  func triangularSolution(_ right: [Double], transposed: Bool = false) throws(FitError) -> [Double]
  {
    var result = Array(right.prefix(columns))
    let p = lapackInt(columns)
    let info = LAPACKE_dtrtrs(
      columnMajor,
      letter("U"),
      letter(transposed ? "T" : "N"),
      letter("N"),
      p,
      1,
      packed,
      lapackInt(rows),
      &result,
      p
    )
    guard info >= 0 else { throw FitError.lapack(routine: "dtrtrs", info: Int(info)) }
    guard info == 0 else { throw FitError.rankDeficient(condition: .infinity) }
    return result
  }

  /// The triangle `R` above `columns` more rows of zeros, as the damped step needs it.
  func paddedTriangle() -> Matrix {
    var result = Matrix(rows: 2 * columns, columns: columns)
    for column in 0..<columns {
      for row in 0...column { result[row, column] = packed[column * rows + row] }
    }
    return result
  }

  /// An estimate of the condition of `R` in the 1-norm (Hager 1984, Higham 1988).
  func condition() throws(FitError) -> Double {
    var reciprocal = 0.0
    let info = LAPACKE_dtrcon(
      columnMajor,
      letter("1"),
      letter("U"),
      letter("N"),
      lapackInt(columns),
      packed,
      lapackInt(rows),
      &reciprocal
    )
    guard info == 0 else { throw FitError.lapack(routine: "dtrcon", info: Int(info)) }
    return reciprocal > 0 ? 1 / reciprocal : .infinity
  }

  /// The inverse of `RᵀR`, which is the inverse of `AᵀA`.
  func inverseGram() throws(FitError) -> Matrix {
    var square = Matrix(rows: columns, columns: columns)
    for column in 0..<columns {
      for row in 0...column { square[row, column] = packed[column * rows + row] }
    }
    let p = lapackInt(columns)
    let info = LAPACKE_dpotri(columnMajor, letter("U"), p, &square.elements, p)
    guard info >= 0 else { throw FitError.lapack(routine: "dpotri", info: Int(info)) }
    guard info == 0 else { throw FitError.rankDeficient(condition: .infinity) }
    for column in 0..<columns {
      for row in 0..<column { square[column, row] = square[row, column] }
    }
    return square
  }
}

/// The layout word of LAPACKE for matrices stored by columns.
private let columnMajor: Int32 = 102

private func lapackInt(_ value: Int) -> HRLapackInt { HRLapackInt(value) }

private func letter(_ name: Unicode.Scalar) -> CChar { CChar(truncatingIfNeeded: name.value) }
