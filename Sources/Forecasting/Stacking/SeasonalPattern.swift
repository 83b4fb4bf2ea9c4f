/// What a season adds to each of its places, shrunk toward nothing by its own noise.
///
/// The classical decomposition: a centered moving average over one season is taken off, what is left
/// is averaged by its place in the season. The pattern is multiplied by a factor after W. James and
/// C. Stein (1961), `1 − noise (m − 1)/Σ index²`, so that a series without a season keeps none and no
/// test has to decide.
struct SeasonalPattern {
  /// The addition for each place in the season, the first observation's place first; they sum to 0.
  let indices: [Double]

  /// The pattern of a history; none when it is shorter than two seasons and three observations.
  init(of values: [Double], length: Int) {
    let count = values.count
    guard length >= 2, count >= 2 * length + 3 else {
      indices = [0]
      return
    }
    var places = [[Double]](repeating: [], count: length)
    let reach = length / 2
    for i in reach..<(count - reach) {
      var sum = 0.0
      for j in (i - reach)...(i + reach) { sum += values[j] }
      // An even season takes half of both ends, so that the average is centered.
      if length.isMultiple(of: 2) { sum -= (values[i - reach] + values[i + reach]) / 2 }
      places[i % length].append(values[i] - sum / Double(length))
    }
    var raw = places.map { SeasonalPattern.center(of: $0) }
    let mean = raw.reduce(0, +) / Double(length)
    var squares = 0.0
    var freedom = 0
    for place in places where !place.isEmpty {
      let middle = place.reduce(0, +) / Double(place.count)
      squares += place.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
      freedom += place.count - 1
    }
    guard freedom > 0 else {
      indices = [0]
      return
    }
    let perPlace = Double(places.reduce(0) { $0 + $1.count }) / Double(length)
    let noise = squares / Double(freedom) / max(1, perPlace)
    for j in raw.indices { raw[j] -= mean }
    let power = raw.reduce(0) { $0 + $1 * $1 }
    let kept = power > 0 ? max(0, 1 - noise * Double(length - 1) / power) : 0
    indices = raw.map { $0 * kept }
  }

  /// The addition to the observation of an index, counted from the first of the history.
  func value(at index: Int) -> Double { indices[index % indices.count] }

  /// The median of five or more, else the mean: single odd years do not make a season.
  private static func center(of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    guard values.count > 4 else { return values.reduce(0, +) / Double(values.count) }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
