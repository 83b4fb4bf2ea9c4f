/// The ground that a page is set on; print is always dark on white.
public enum PageTheme: String, Hashable, Sendable, CaseIterable {
  /// Dark on white.
  case light
  /// Light on black.
  case dark
  /// As the reader's system wishes.
  case auto

  /// The value of the `color-scheme` of the page.
  var colorScheme: String {
    switch self {
    case .light: "light"
    case .dark: "dark"
    case .auto: "light dark"
    }
  }
}
