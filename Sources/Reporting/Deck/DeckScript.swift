/// The Python side of the presentation: the plan in on stdin, the file out on stdout.
enum DeckScript {
  /// The text of `deck.py`, which stands beside this file.
  static let text = String(decoding: PackageResources.deck_py, as: UTF8.self)
}
