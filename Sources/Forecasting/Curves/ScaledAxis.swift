/// The maps between the data and what the fit sees.
struct ScaledAxis: Hashable, Sendable {
  /// The mean time; of an age on a logarithmic axis, the mean of its logarithm.
  let center: Double
  /// The length of the window; 1 on a logarithmic axis.
  let span: Double
  /// The largest magnitude.
  let scale: Double
  /// When growth began.
  let origin: Double
  /// Whether places are logarithms of the age.
  let isLogarithmic: Bool

  /// The axis of times and values; without an origin growth began a mean step before the first.
  init(
    times: [Double],
    values: [Double],
    origin: Double?,
    isLogarithmic: Bool
  ) throws(FitError) {
    let first = times.first ?? 0
    let length = (times.last ?? 0) - first
    let count = Double(max(1, times.count))
    self.origin = origin ?? first - length / max(1, count - 1)
    self.isLogarithmic = isLogarithmic
    let begin = self.origin
    if isLogarithmic {
      guard first > begin else {
        throw FitError.outOfDomain(reason: "a power of the age begins after the launch")
      }
      center = times.reduce(0) { $0 + Elementary.log($1 - begin) } / count
      span = 1
    } else {
      center = first + times.reduce(0) { $0 + ($1 - first) } / count
      span = length
    }
    scale = values.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else { throw FitError.outOfDomain(reason: "every value is zero") }
  }

  func place(of time: Double) -> Double {
    ((isLogarithmic ? Elementary.log(time - origin) : time) - center) / span
  }
}
