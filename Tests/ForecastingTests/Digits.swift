import Foundation

/// The number of correct digits of the worst estimate, `−log₁₀ |relative error|`, up to a limit.
///
/// The measure of the NIST reference data: B. D. McCullough 1998. A certified zero is compared
/// absolutely.
func worstDigits(_ estimates: [Double], _ certified: [Double], limit: Double = 15) -> Double {
  precondition(estimates.count == certified.count, "every estimate has its certified value")
  var worst = limit
  for (estimate, truth) in zip(estimates, certified) {
    let error = abs(estimate - truth) / (truth == 0 ? 1 : abs(truth))
    let digits = error == 0 ? limit : error.isFinite ? -log10(error) : 0
    worst = min(worst, max(0, digits))
  }
  return worst
}
