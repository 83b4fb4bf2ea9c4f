/// The numbers of Bass in a logistic that is cut at the day of launch.
///
/// With `b = p + q` and `a = q/p` the share of the market is
/// `F(t) = (1 − e^(−bt)) / (1 + a e^(−bt)) = ((1 + a) L(t) − 1) / a` with the logistic
/// `L(t) = 1 / (1 + a e^(−bt))`. What a step adds is therefore the step of a logistic of height
/// `m (1 + a) / a`, rate `b` and midpoint `ln a / b` after the launch.
struct BassShape {
  let axis: ScaledAxis
  /// The place and the scaled value of the last observation.
  let last: Double
  let lastValue: Double

  private func logistic(_ p: [Double]) -> (value: Double, byRate: Double, byMidpoint: Double) {
    let share = 1 / (1 + Elementary.exp(-p[1] * (last - p[2])))
    let bend = share * (1 - share)
    return (share, bend * (last - p[2]), -bend * p[1])
  }

  /// Where growth ends, innovation, imitation and the day of the fastest growth.
  ///
  /// The ceiling is reached from the last observation on, so its error is that of what is left.
  var naturalParameters: [NaturalParameter] {
    let shape = self
    let launch = shape.axis.place(of: axis.origin)
    return [
      NaturalParameter(name: "ceiling", unit: "value") { p in
        let reached = shape.logistic(p)
        let scale = shape.axis.scale
        return (
          scale * (shape.lastValue + p[0] * (1 - reached.value)),
          [
            scale * (1 - reached.value), -scale * p[0] * reached.byRate,
            -scale * p[0] * reached.byMidpoint,
          ]
        )
      },
      NaturalParameter(name: "innovation", unit: "per year") { p in
        shape.coefficient(p, launch, ofImitation: false)
      },
      NaturalParameter(name: "imitation", unit: "per year") { p in
        shape.coefficient(p, launch, ofImitation: true)
      },
      .plain("midpoint", "year", 2, times: axis.span, plus: axis.center),
    ]
  }

  /// `p = b / (1 + a)` or `q = a p` with `a = e^(r (m − launch))`, a year.
  private func coefficient(
    _ p: [Double],
    _ launch: Double,
    ofImitation: Bool
  ) -> (value: Double, gradient: [Double]) {
    let distance = p[2] - launch
    let odds = Elementary.exp(p[1] * distance)
    let share = ofImitation ? odds / (1 + odds) : 1 / (1 + odds)
    let slope = odds / ((1 + odds) * (1 + odds)) * (ofImitation ? 1 : -1)
    return (
      p[1] * share / axis.span,
      [0, (share + p[1] * slope * distance) / axis.span, p[1] * slope * p[1] / axis.span]
    )
  }
}
