public import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension MachineRepairman {
  /// The response time that a share `p` of the requests does not exceed; nil with several servers.
  ///
  /// Whoever asks finds the others as a closed system without them is at any moment (arrival theorem;
  /// Lavenberg and Reiser, 1980), and one who finds j waits for j + 1 exponential services: an Erlang
  /// time.
  ///
  /// - Precondition: `p` is below 1 by at least 10⁻⁹.
  public func responseTimeQuantile(_ p: Fraction) -> SimInterval? {
    precondition(p.value <= 1 - 1e-9, "nothing bounds all response times")
    guard servers == 1 else { return nil }
    let found = statesFound
    let services = time(
      atWhichTail: { elapsed in
        // P(Erlang(j + 1) > t) = Σ e⁻ᵗ tⁱ/i! over i ≤ j.
        var term = exp(-elapsed)
        var (beyond, tail) = (0.0, 0.0)
        for (j, share) in found.enumerated() {
          beyond += term
          term *= elapsed / Double(j + 1)
          tail += share * min(beyond, 1)
        }
        return tail
      },
      reaches: 1 - p.value
    )
    return SimInterval(cappedSeconds: services * meanServiceTime.seconds)
  }

  /// The probabilities that a request finds 0, 1, 2 … others at the single server.
  private var statesFound: [Double] {
    let ratio = meanServiceTime.seconds / meanThinkTime.seconds
    var weights = [1.0]
    for number in stride(from: 1, to: population, by: 1) {
      weights.append(weights[number - 1] * Double(population - number) * ratio)
      if weights[number] > 1e200 {
        for i in weights.indices { weights[i] /= 1e200 }
      }
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
