extension CurveFit {
  /// The 95 % intervals of the parameters by bootstrap, in the order and units of the parameters.
  ///
  /// Histories are redrawn with residuals that follow one another as the observed ones do (a sieve
  /// of order one, P. Bühlmann 1997) and fitted again; the interval holds the middle 95 %.
  ///
  /// - Precondition: at least 100 refits.
  public func parameterIntervals(
    refits: Int = 1000,
    seed: UInt64
  ) -> [ClosedRange<Double>] {
    precondition(refits >= 100, "a 95 % interval needs at least 100 refits")
    let histories = redrawn(count: refits, seed: seed)
    let drawn = refitted(histories, count: refits)
    let natural = naturalParameters
    return natural.indices.map { index in
      let values = drawn.map { natural[index].map($0).value }.sorted()
      let (low, high) = (Int(0.025 * Double(refits)), Int(0.975 * Double(refits)))
      return values[low]...values[min(high, refits - 1)]
    }
  }

  /// Redrawn histories side by side, on the error scale.
  private func redrawn(count: Int, seed: UInt64) -> [Double] {
    let fitted = places.map { scaledValue(at: $0).value }
    let news = PathSampler.centeredNews(self)
    var result = [Double](repeating: 0, count: places.count * count)
    for history in 0..<count {
      var random = SplitMix(seed: seed, stream: UInt64(history))
      var error = PathSampler.firstError(
        news[random.index(below: news.count)],
        autocorrelation
      )
      for row in fitted.indices {
        if row > 0 { error = autocorrelation * error + news[random.index(below: news.count)] }
        result[row * count + history] = fitted[row] + error
      }
    }
    return result
  }

  private func refitted(_ histories: [Double], count: Int) -> [[Double]] {
    if curve == .logistic, errorScale == .additive {
      let batch = LogisticBatch.refit(
        start: scaled,
        places: places,
        observations: histories,
        count: count
      )
      return (0..<count).map { [batch[$0], batch[count + $0], batch[2 * count + $0]] }
    }
    var refit = Refit(self)
    return (0..<count).map { history in
      refit.parameters(for: places.indices.map { histories[$0 * count + history] })
    }
  }
}
