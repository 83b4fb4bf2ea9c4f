extension String {
  /// The text with control characters made visible, so that a name in a file cannot steer the
  /// terminal; line ends stay, and the colors that this program uses where they are wanted.
  func harmless(keepingColors: Bool) -> String {
    let colors = keepingColors ? ["[0m", "[1m", "[2m", "[31m", "[32m", "[33m"] : []
    guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
    var result = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      let isColor = scalar == "\u{1B}" && colors.contains { rest.starts(with: $0.unicodeScalars) }
      if scalar.steersTerminals, !isColor {
        result += #"\u{\#(String(scalar.value, radix: 16, uppercase: true))}"#.unicodeScalars
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character other than the end of a line.
  fileprivate var steersTerminals: Bool {
    properties.generalCategory == .control && self != "\n"
  }
}
