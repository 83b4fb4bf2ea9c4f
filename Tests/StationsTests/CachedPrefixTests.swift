import Stations
import Testing

@Suite struct `Cached prefix` {
  @Test func `it is there from its first token until its lifetime is over`() {
    var prefix = CachedPrefix()
    #expect(!prefix.isThere(now: 0, lifetime: 100))
    prefix.write(from: 20, now: 10)
    #expect(!prefix.isThere(now: 19, lifetime: 100))
    #expect(prefix.isThere(now: 20, lifetime: 100))
    #expect(prefix.isThere(now: 120, lifetime: 100))
    #expect(!prefix.isThere(now: 121, lifetime: 100))
  }

  @Test func `a use begins the lifetime anew`() {
    var prefix = CachedPrefix()
    prefix.write(from: 0, now: 0)
    prefix.use(now: 90)
    #expect(prefix.isThere(now: 190, lifetime: 100))
    // A use never brings the end nearer.
    prefix.use(now: 50)
    #expect(prefix.isThere(now: 190, lifetime: 100))
  }

  @Test func `of two that write at once the first token counts`() {
    var prefix = CachedPrefix()
    prefix.write(from: 30, now: 10)
    prefix.write(from: 40, now: 12)
    #expect(prefix.isThere(now: 30, lifetime: 5))
    prefix.write(from: 25, now: 13)
    #expect(prefix.isThere(now: 25, lifetime: 5))
  }
}
