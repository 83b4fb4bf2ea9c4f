extension CurveFit {
  /// The 95 % intervals of the parameters by bootstrap, in the order and units of the parameters.
  ///
  /// Histories are redrawn with residuals that follow one another as the observed ones do (a sieve
  /// of order one, P. Bühlmann 1997) and fitted again; the interval holds the middle 95 %.
  ///
  /// - Precondition: `times` are those of the fit; at least 100 refits.
  public func parameterIntervals(
    times: [Double],
    refits: Int = 1000,
    seed: UInt64
  ) -> [ClosedRange<Double>] {
    precondition(refits >= 100, "a 95 % interval needs at least 100 refits")
    precondition(times.count == residuals.count, "the times are those of the fit")
    let places = times.map(axis.place(of:))
    let histories = redrawn(places, count: refits, seed: seed)
    let drawn = refitted(histories, places, count: refits)
    return parameters.indices.map { index in
      let values = drawn.map { naturalValue(index, $0) }.sorted()
      let (low, high) = (Int(0.025 * Double(refits)), Int(0.975 * Double(refits)))
      return values[low]...values[min(high, refits - 1)]
    }
  }

  /// Redrawn histories side by side, on the error scale.
  private func redrawn(_ places: [Double], count: Int, seed: UInt64) -> [Double] {
    let fitted = places.map { scaledValue(at: $0).value }
    let news = PathSampler.centeredNews(self)
    var result = [Double](repeating: 0, count: places.count * count)
    for history in 0..<count {
      var random = SplitMix(seed: seed, stream: UInt64(history))
      var error =
        news[random.index(below: news.count)]
        / (1 - autocorrelation * autocorrelation).squareRoot()
      for row in fitted.indices {
        if row > 0 { error = autocorrelation * error + news[random.index(below: news.count)] }
        result[row * count + history] = fitted[row] + error
      }
    }
    return result
  }

  private func refitted(_ histories: [Double], _ places: [Double], count: Int) -> [[Double]] {
    if curve == .logistic, errorScale == .additive {
      let batch = LogisticBatch.refit(
        start: scaled,
        places: places,
        observations: histories,
        count: count
      )
      return (0..<count).map { [batch[$0], batch[count + $0], batch[2 * count + $0]] }
    }
    var refit = Refit(self, places: places)
    return (0..<count).map { history in
      refit.parameters(for: places.indices.map { histories[$0 * count + history] })
    }
  }

  /// A parameter of the scaled curve in the units of the data.
  private func naturalValue(_ index: Int, _ parameters: [Double]) -> Double {
    let value = parameters[index]
    switch (curve, index) {
    case (.linear, 0), (.logistic, 0), (.gompertz, 0): return axis.scale * value
    case (.linear, _): return axis.scale / axis.span * value
    case (.exponential, 0): return axis.scale * Elementary.exp(value)
    case (_, 1): return value / axis.span
    default: return axis.center + axis.span * value
    }
  }
}
