/// Why a fit was refused, instead of a number that nobody should trust.
public enum FitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A LAPACK routine returned a non-zero `info`.
  case lapack(routine: String, info: Int)
  /// The columns do not determine the coefficients; the condition is that of the scaled columns.
  case rankDeficient(condition: Double)
  /// The iteration ended and its end point is not proven to be a minimum.
  case notConverged(reason: String)
  /// There are fewer observations than the fit needs.
  case tooFewObservations(have: Int, need: Int)
  /// An observation, a predictor or the model at its start is not a finite number.
  case notFinite(what: String)
  /// The values leave the domain of the curve, such as a logarithm of a number below zero.
  case outOfDomain(reason: String)

  /// The reason as a sentence without its full stop.
  public var description: String {
    switch self {
    case .lapack(let routine, let info):
      "LAPACK \(routine) failed with info \(info)"
    case .rankDeficient(let condition):
      "the data do not determine all parameters (condition \(shortText(condition)))"
    case .notConverged(let reason):
      "no minimum was proven: \(reason)"
    case .tooFewObservations(let have, let need):
      "\(have) observations are too few; \(need) are needed"
    case .notFinite(let what):
      "\(what) is not finite"
    case .outOfDomain(let reason):
      reason
    }
  }
}
