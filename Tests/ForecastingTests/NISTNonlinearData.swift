import Foundation
import Testing

// Statistical Reference Datasets, nonlinear regression: data, the two official starts, certified
// parameters and standard deviations. Source: US National Institute of Standards and Technology,
// Information Technology Laboratory, StRD (www.itl.nist.gov/div898/strd), a work of the US
// government; taken from lmfit/lmfit-py, NIST_STRD, commit fe389bbbd1fe of 3 August 2026, read
// 2026-11-24.

/// A nonlinear reference data set.
struct NISTNonlinear: Sendable, CustomTestStringConvertible {
  var name: String
  var predictor: [Double]
  var response: [Double]
  var starts: [[Double]]
  var certified: [Double]
  var certifiedErrors: [Double]
  var model: @Sendable (_ x: Double, _ b: [Double]) -> (value: Double, gradient: [Double])

  var testDescription: String { name }

  static let all = [misra1a, danWood, boxBOD, rat42, rat43]
}

extension NISTNonlinear {

  static let misra1a = NISTNonlinear(
    name: "Misra1a",
    predictor: [
      77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1,
      760.0,
    ],
    response: [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47,
      81.78,
    ],
    starts: [[500.0, 0.0001], [250.0, 0.0005]],
    certified: [2.3894212918e2, 5.5015643181e-4],
    certifiedErrors: [2.7070075241, 7.2668688436e-6]
  ) { x, b in
    let decay = exp(-b[1] * x)
    return (b[0] * (1 - decay), [1 - decay, b[0] * x * decay])
  }

  static let danWood = NISTNonlinear(
    name: "DanWood",
    predictor: [1.309, 1.471, 1.490, 1.565, 1.611, 1.680],
    response: [2.138, 3.421, 3.597, 4.340, 4.882, 5.660],
    starts: [[1.0, 5.0], [0.7, 4.0]],
    certified: [7.6886226176e-1, 3.8604055871],
    certifiedErrors: [1.8281973860e-2, 5.1726610913e-2]
  ) { x, b in
    let power = pow(x, b[1])
    return (b[0] * power, [power, b[0] * power * log(x)])
  }

  static let boxBOD = NISTNonlinear(
    name: "BoxBOD",
    predictor: [1, 2, 3, 5, 7, 10],
    response: [109, 149, 149, 191, 213, 224],
    starts: [[1.0, 1.0], [100.0, 0.75]],
    certified: [2.1380940889e2, 5.4723748542e-1],
    certifiedErrors: [1.2354515176e1, 1.0455993237e-1]
  ) { x, b in
    let decay = exp(-b[1] * x)
    return (b[0] * (1 - decay), [1 - decay, b[0] * x * decay])
  }

  static let rat42 = NISTNonlinear(
    name: "Rat42",
    predictor: [9.000, 14.000, 21.000, 28.000, 42.000, 57.000, 63.000, 70.000, 79.000],
    response: [8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080],
    starts: [[100.0, 1.0, 0.1], [75.0, 2.5, 0.07]],
    certified: [7.2462237576e1, 2.6180768402, 6.7359200066e-2],
    certifiedErrors: [1.7340283401, 8.8295217536e-2, 3.4465663377e-3]
  ) { x, b in
    let decay = exp(b[1] - b[2] * x)
    let share = 1 / (1 + decay)
    let slope = b[0] * share * share * decay
    return (b[0] * share, [share, -slope, slope * x])
  }

  static let rat43 = NISTNonlinear(
    name: "Rat43",
    predictor: [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0],
    response: [
      16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56,
      689.96, 637.56, 717.41,
    ],
    starts: [[100.0, 10.0, 1.0, 1.0], [700.0, 5.0, 0.75, 1.3]],
    certified: [6.9964151270e2, 5.2771253025, 7.5962938329e-1, 1.2792483859],
    certifiedErrors: [1.6302297817e1, 2.0828735829, 1.9566123451e-1, 6.8761936385e-1]
  ) { x, b in
    let decay = exp(b[1] - b[2] * x)
    let share = pow(1 + decay, -1 / b[3])
    let slope = b[0] * share * decay / ((1 + decay) * b[3])
    let bend = b[0] * share * log(1 + decay) / (b[3] * b[3])
    return (b[0] * share, [share, -slope, slope * x, bend])
  }

}
