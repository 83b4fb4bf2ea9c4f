/// The neighbours of a waiting record in its line; −1 for none.
@frozen
public struct WaitingLinks {
  /// Who comes after it.
  public var next: Int32
  /// Who comes before it.
  public var previous: Int32

  /// The neighbours in a line.
  @inlinable
  public init(next: Int32, previous: Int32) {
    self.next = next
    self.previous = previous
  }
}
