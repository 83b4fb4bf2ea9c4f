/// The colours of the charts, each with its twin for dark backgrounds.
///
/// Charts are drawn in the light colours; the style sheet of the HTML report swaps them in the dark.
/// The series keep apart for people with colour-blindness in this order, after Okabe and Ito (2008).
enum ChartPalette {
  /// A colour by day and by night.
  struct Pair {
    let light: String
    let dark: String
  }

  /// The colours of series, in order.
  static let series = [
    Pair(light: "#2c6fad", dark: "#6aaee8"),
    Pair(light: "#d07817", dark: "#f0a755"),
    Pair(light: "#23937f", dark: "#4fc7b1"),
    Pair(light: "#b8456f", dark: "#ea86a9"),
    Pair(light: "#7560a8", dark: "#ab98dd"),
    Pair(light: "#8c8b25", dark: "#c3c25c"),
    Pair(light: "#617587", dark: "#95a9bb"),
    Pair(light: "#97593a", dark: "#cc9070"),
  ]
  /// Words on axes and legends.
  static let words = Pair(light: "#3d454d", dark: "#b9c2cb")
  /// Grid lines and axis lines.
  static let lines = Pair(light: "#dfe3e8", dark: "#343b43")
  /// Whiskers, target marks and measured dots.
  static let ink = Pair(light: "#1c2228", dark: "#eef1f4")
  /// Limits.
  static let limit = Pair(light: "#b42318", dark: "#ff8a7a")

  /// Every pair.
  static let all = series + [words, lines, ink, limit]
}
