import Forecasting
import Foundation
import Testing

@Suite struct `Refits of a bootstrap` {
  private static let places = (0..<60).map { Double($0) / 59 - 0.5 }

  /// Histories side by side around one logistic, three per cent of noise.
  private static func histories(_ count: Int, seed: UInt64) -> [Double] {
    var random = Samples.Sequence(state: seed)
    return places.flatMap { x in
      (0..<count).map { _ in 1 / (1 + exp(-7 * (x - 0.05))) + 0.03 * random.normal() }
    }
  }

  /// A hundred-thousandth of the standard error: a quantile of 10,000 refits is itself known to a
  /// hundredth of it.
  @Test func `a batch finds what a full fit finds`() throws {
    let count = 10
    let histories = Self.histories(count, seed: 3)
    let batch = LogisticBatch.refit(
      start: [1, 7, 0.05],
      places: Self.places,
      observations: histories,
      count: count
    )
    for history in 0..<count {
      let fit = try NonlinearLeastSquares.fit(
        observations: Self.places.indices.map { histories[$0 * count + history] },
        start: [1, 7, 0.05],
        dampings: [1e-3]
      ) { p, values, jacobian in
        for (row, x) in Self.places.enumerated() {
          let gradient = Curve.logistic.gradient(at: x, parameters: p)
          values[row] = Curve.logistic.value(at: x, parameters: p)
          for column in 0..<3 { jacobian[row, column] = gradient[column] }
        }
      }
      for index in 0..<3 {
        let error = abs(batch[index * count + history] - fit.parameters[index])
        #expect(error <= 1e-5 * fit.standardErrors[index])
      }
    }
  }

  @Test func `a history gets the same refit alone and among others`() {
    let histories = Self.histories(5, seed: 9)
    let together = LogisticBatch.refit(
      start: [1, 7, 0.05],
      places: Self.places,
      observations: histories,
      count: 5
    )
    let alone = LogisticBatch.refit(
      start: [1, 7, 0.05],
      places: Self.places,
      observations: Self.places.indices.map { histories[$0 * 5 + 4] },
      count: 1
    )
    // A vector goes on until its slowest history is done, so the last digits may differ.
    #expect(worstDigits(alone, (0..<3).map { together[$0 * 5 + 4] }) >= 5)
  }

  @Test(arguments: ErrorScale.allCases)
  func `an interval of a parameter holds the truth behind the noise`(scale: ErrorScale) throws {
    var random = Samples.Sequence(state: 12)
    let times = (0..<40).map { Double($0) / 4 }
    let values = times.map { 5000 / (1 + exp(-0.9 * ($0 - 5.5))) * exp(0.03 * random.normal()) }
    let fit = try CurveFit(.logistic, errorScale: scale, times: times, values: values)
    let intervals = fit.parameterIntervals(refits: 200, seed: 1)
    for (interval, truth) in zip(intervals, [5000, 0.9, 5.5]) { #expect(interval.contains(truth)) }
    for (interval, parameter) in zip(intervals, fit.parameters) {
      #expect(interval.contains(parameter.value))
    }
  }
}
