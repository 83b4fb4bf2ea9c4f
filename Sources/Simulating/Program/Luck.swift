/// Marks that tell the parts of one step's luck apart.
///
/// A number is drawn for a purpose, that of its step. What a step draws besides is drawn for that purpose
/// with one of these marks in it, and what belongs to no step for the mark alone.
enum Luck {
  /// The time to the first token of an attempt.
  static let firstToken: UInt32 = 0x5151_0001
  /// The time for each of its other tokens.
  static let otherTokens: UInt32 = 0x5151_0002
  /// Whether it fails.
  static let failure: UInt32 = 0x5151_0003
  /// How long a client waits before the next attempt; the layer of the client is mixed in as well.
  static let backoff: UInt32 = 0x5151_0004
  /// The deployment that a router picks.
  static let deployment: UInt32 = 0x5151_0005
  /// Which of the prefixes a request's prompts begin with, by itself.
  static let prefix: UInt32 = 0x5151_0006
  /// Whether a gap of bursty arrivals is one of the long ones.
  static let gap: UInt32 = 0x5151_0007
  /// What a prompt is taken for before it is counted, by itself.
  static let estimate: UInt32 = 0x5151_0008
  /// How far the pause of a server has come at the start of a run.
  static let pause: UInt32 = 0x5151_0008
  /// Whether a client stops an attempt of its own accord.
  static let throttle: UInt32 = 0x5151_0009

  /// The number of the first attempt at the first target.
  static let firstAttempt: UInt32 = 1
}
