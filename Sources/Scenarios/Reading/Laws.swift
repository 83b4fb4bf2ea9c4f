import Foundation
import Quantities

/// The quantity that a law draws.
enum LawUnit: Sendable, Hashable {
  /// Seconds, written as durations.
  case seconds
  /// Tokens, written as bare numbers.
  case tokens
  /// Bytes, written as sizes.
  case bytes

  /// How one value is written.
  var shape: Shape {
    switch self {
    case .seconds: .duration
    case .tokens: .number(0...1e9)
    case .bytes: .size
    }
  }

  /// Reads one value.
  func parse(_ text: String) throws(Scalars.Refusal) -> Double {
    switch self {
    case .seconds: return try Units.duration(text)
    case .bytes: return try Units.size(text)
    case .tokens:
      let value = try Scalars.number(text)
      guard value >= 0, value <= 1e9 else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "\(text.escapedForTerminal(limit: 60)) tokens are out of range",
          help: "allowed: 0 to 1000000000"
        )
      }
      return value
    }
  }
}

extension Law {
  /// The largest sigma of a log-normal law: the mean is then 270,000 times the median.
  static let largestSigma = 5.0

  /// The 95th percentile of the standard normal law.
  static let normalP95 = 1.6449

  /// The mean of the law.
  var meanValue: Double {
    switch family {
    case .constant, .exponential, .gamma: first
    case .lognormal: first * exp(second * second / 2)
    case .uniform: (first + second) / 2
    }
  }
}

/// A law as the file writes it.
struct LawForm: Sendable {
  /// The words that name a law with a mean.
  enum Family: String, Sendable, CaseIterable {
    case lognormal, gamma, exponential, constant
  }

  var constant: Double?
  var exponential: Double?
  var mean: Double?
  var cv: Double?
  var law: Family?
  var median: Double?
  var p95: Double?
  var sigma: Double?
  var uniform: [Double]?

  /// The keys of a law, for values of one unit.
  static func schema(_ unit: LawUnit) -> RecordSchema<LawForm> {
    let value = Kind<Double>.scalar(unit.shape) { text throws(Scalars.Refusal) in
      try unit.parse(text)
    }
    let name = "law of \(unit)"
    return RecordSchema(
      name,
      "A probability law of \(unit): one of exponential, mean + cv, median + p95 or sigma, uniform.",
      LawForm(),
      [
        Field(optional: "constant", \.constant, value, "Always this value."),
        Field(optional: "exponential", \.exponential, value, "Exponential with this mean."),
        Field(optional: "mean", \.mean, value, "The mean; needs cv or law."),
        Field(optional: "cv", \.cv, .number(0...1000), "Standard deviation over mean."),
        Field(optional: "law", \.law, .choice, "The family of a law with a mean: log-normal."),
        Field(optional: "median", \.median, value, "The median of a log-normal law."),
        Field(optional: "p95", \.p95, value, "The value that 95 of 100 stay below."),
        Field(
          optional: "sigma",
          \.sigma,
          .number(0...Law.largestSigma),
          "Standard deviation of the logarithm."
        ),
        Field(optional: "uniform", \.uniform, .list(value), "The two bounds of a uniform law."),
      ]
    )
  }

  /// The law, or why there is none.
  func value() throws(Scalars.Refusal) -> Law {
    let starts = [constant, exponential, mean, median, uniform?.first].compactMap { $0 }.count
    guard starts == 1 else { throw refusal("needs exactly one of the forms") }
    if let constant { return try finished(.constant(constant), needs: cv, law, p95, sigma) }
    if let uniform {
      guard uniform.count == 2, uniform[0] <= uniform[1] else {
        throw refusal("needs two bounds, the lower one first")
      }
      return try finished(Law(.uniform, uniform[0], uniform[1]), needs: cv, law, p95, sigma)
    }
    if let exponential {
      guard exponential > 0 else { throw refusal("needs a mean above zero") }
      return try finished(.exponential(mean: exponential), needs: cv, law, p95, sigma)
    }
    if let median { return try lognormal(median: median) }
    return try withMean(mean ?? 0)
  }

  private func lognormal(median: Double) throws(Scalars.Refusal) -> Law {
    guard median > 0 else { throw refusal("needs a median above zero") }
    switch (p95, sigma) {
    case (let p95?, nil):
      guard p95 > median else { throw refusal("needs a p95 above its median") }
      let sigma = log(p95 / median) / Law.normalP95
      try checkSigma(sigma)
      return try finished(.lognormal(median: median, sigma: sigma), needs: cv, law)
    case (nil, let sigma?):
      return try finished(.lognormal(median: median, sigma: sigma), needs: cv, law)
    default: throw refusal("with a median needs either p95 or sigma")
    }
  }

  private func withMean(_ mean: Double) throws(Scalars.Refusal) -> Law {
    guard mean > 0 else { throw refusal("needs a mean above zero") }
    switch (law ?? .lognormal, cv) {
    case (.exponential, nil), (.exponential, 1):
      return try finished(.exponential(mean: mean), needs: p95, sigma)
    case (.constant, nil), (.constant, 0): return try finished(.constant(mean), needs: p95, sigma)
    case (.exponential, _): throw refusal("is exponential, so its cv is 1")
    case (.constant, _): throw refusal("is constant, so its cv is 0")
    case (_, nil): throw refusal("with a mean needs a cv")
    case (_, 0?): return try finished(.constant(mean), needs: p95, sigma)
    case (.gamma, let cv?):
      guard cv <= 100 else { throw refusal("of family gamma has a cv of at most 100") }
      return try finished(Law(.gamma, mean, cv), needs: p95, sigma)
    case (.lognormal, let cv?):
      let variance = log(1 + cv * cv)
      try checkSigma(variance.squareRoot())
      let median = mean / (1 + cv * cv).squareRoot()
      return try finished(
        .lognormal(median: median, sigma: variance.squareRoot()),
        needs: p95,
        sigma
      )
    }
  }

  private func checkSigma(_ sigma: Double) throws(Scalars.Refusal) {
    guard sigma <= Law.largestSigma else {
      throw refusal("has a sigma of \(Shape.brief((sigma * 100).rounded() / 100)), above 5")
    }
  }

  /// The law, unless keys were given that do not belong to its form.
  private func finished(_ law: Law, needs strangers: Any?...) throws(Scalars.Refusal) -> Law {
    guard strangers.allSatisfy({ $0 == nil }) else { throw refusal("mixes two forms") }
    return law
  }

  private func refusal(_ what: String) -> Scalars.Refusal {
    Scalars.Refusal(
      code: .law,
      message: "the law \(what)",
      help: "forms: 20ms, {exponential: 1s}, {mean: 20ms, cv: 0.5}, {median: 20ms, p95: 60ms}, "
        + "{median: 20ms, sigma: 0.8}, {uniform: [1ms, 3ms]}"
    )
  }
}

extension Kind where Value == Law {
  /// A law: one value for a constant, or a mapping.
  static func law(_ unit: LawUnit) -> Kind {
    let schema = LawForm.schema(unit)
    return Kind(
      shape: .law(unit.shape),
      read: { node, diagnosis in
        guard node.isMapping else {
          let value = Kind<Double>.scalar(.law(unit.shape)) { text throws(Scalars.Refusal) in
            try unit.parse(text)
          }
          return value.read(node, diagnosis).map(Law.constant)
        }
        let before = diagnosis.problems.count
        guard let form = schema.decode(node, diagnosis), diagnosis.problems.count == before else {
          return nil
        }
        do throws(Scalars.Refusal) {
          return try form.value()
        } catch {
          let message = "\(diagnosis.whereInWords): \(error.message)"
          diagnosis.report(error.code, at: node.place, message, help: error.help)
          return nil
        }
      },
      show: { law in
        guard law.family == .constant else { return nil }
        return unit == .seconds
          ? Written.duration(.init(seconds: law.first)) : Shape.brief(law.first)
      }
    )
  }
}
