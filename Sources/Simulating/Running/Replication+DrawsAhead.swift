import Kernel

// Numbers drawn when a token begins. One after the other, each would wait for the branches that the
// processor has guessed wrong since; in a row it works on several at once.
extension Replication {
  /// Draws what a token needs on its way, where it starts at an operation that has a plan.
  @inline(__always)
  mutating func drawAhead(_ slot: Int32, _ token: UnsafeMutablePointer<Token>) {
    let plan = operation(at: token.pointee.place).pointee.plan
    guard plan >= 0 else { return }
    token.pointee.flags.insert(.drawn)
    drawAhead(slot, entity: token.pointee.entity, plan)
  }

  @inline(never)
  private mutating func drawAhead(_ slot: Int32, entity: UInt64, _ first: Int32) {
    var index = first
    while index >= 0 {
      let plan = drawn.plans[index].pointee
      let columns = drawn.columns(of: slot) + Int(plan.column)
      let draws = drawn.draws[plan.first]
      var i = 0
      while i < Int(plan.exponentials) {
        let it = draws[i]
        let z = ziggurat.exponential(random, purpose: it.purpose, entity: entity, index: it.index)
        columns[i] = nearestNanosecond(it.first * z)
        i &+= 1
      }
      // Before what lies behind choices, whose first column they may touch.
      if plan.choices < plan.numbers { drawLognormals(columns, draws, entity, plan) }
      // The plan behind the last choice goes on here, those behind others in a call.
      index = -1
      while i < Int(plan.choices) {
        let it = draws[i]
        let word = random.words(purpose: it.purpose, entity: entity, index: it.index).0
        let comesAbout = RandomSource.unit(word) < it.first
        columns[i] = comesAbout ? 1 : 0
        let next = comesAbout ? it.ifSo : it.ifNot
        if next >= 0 {
          if index >= 0 { drawAhead(slot, entity: entity, index) }
          index = next
        }
        i &+= 1
      }
    }
  }

  /// Draws the log-normal numbers of a plan: first the normal ones, then their exponentials together.
  @inline(__always)
  private mutating func drawLognormals(
    _ columns: UnsafeMutablePointer<Int64>,
    _ draws: UnsafeMutablePointer<PlannedDraw>,
    _ entity: UInt64,
    _ plan: DrawPlan
  ) {
    let (first, end) = (Int(plan.choices), Int(plan.numbers))
    let times = Int(plan.lognormals)
    // An even number of them; behind the last is a column that nobody reads.
    let even = (end &- first &+ 1) & ~1
    (columns + first).withMemoryRebound(to: Double.self, capacity: even) { numbers in
      // Whole nanoseconds of an earlier request, read as a fraction, are subnormal: with those the
      // processor takes a hundred times as long.
      numbers[even &- 1] = 0
      var areModerate = true
      var i = 0
      while i < end &- first {
        let it = draws[first &+ i]
        let z = ziggurat.normal(random, purpose: it.purpose, entity: entity, index: it.index)
        numbers[i] = it.first + it.second * z
        areModerate = areModerate && Elementary.isModerate(numbers[i])
        i &+= 1
      }
      guard areModerate else {
        for i in 0..<end - first { numbers[i] = Elementary.exp(numbers[i]) }
        return
      }
      Elementary.exponentiate(numbers, even)
    }
    var i = first
    while i < times {
      columns[i] = nearestNanosecond(Double(bitPattern: UInt64(bitPattern: columns[i])))
      i &+= 1
    }
  }

  /// What stands in a column of a token; nil where it has to be drawn now.
  @inline(__always)
  private mutating func known(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ column: Int32
  ) -> Int64? {
    guard column >= 0, token.pointee.flags.contains(.drawn) else { return nil }
    return drawn.columns(of: slot)[Int(column)]
  }

  /// The nanoseconds that a step takes a token, drawn before or now.
  @inline(__always)
  mutating func time(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Int64 {
    if let known = known(slot, token, operation.pointee.column) { return known }
    if operation.pointee.draw.family == .constant {
      return nearestNanosecond(operation.pointee.draw.first)
    }
    return drawTime(token, operation)
  }

  /// Whether what a step leaves to chance comes about for a token, drawn before or now.
  @inline(__always)
  mutating func comesAbout(
    _ slot: Int32,
    _ token: UnsafeMutablePointer<Token>,
    _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    if let known = known(slot, token, operation.pointee.column) { return known != 0 }
    return happens(token, operation)
  }

  /// A number that a call has drawn before; nil where it has to be drawn now.
  @inline(__always)
  private mutating func number(_ slot: Int32, _ column: Int32) -> Double? {
    known(slot, tokens + Int(slot), column).map { Double(bitPattern: UInt64(bitPattern: $0)) }
  }

  /// How many tokens a prompt or an answer has, always or drawn before or now.
  @inline(__always)
  mutating func length(
    _ slot: Int32,
    _ usual: Int32,
    _ column: Int32,
    _ law: Draw,
    _ purpose: UInt32
  ) -> Int32 {
    if usual >= 0 { return usual }
    if let known = number(slot, column) { return wholeTokens(known) }
    return drawLength(slot, law, purpose)
  }

  @inline(never)
  private mutating func drawLength(_ slot: Int32, _ law: Draw, _ purpose: UInt32) -> Int32 {
    let entity = tokens[Int(slot)].entity
    return wholeTokens(law.value(random, ziggurat, purpose: purpose, entity: entity, index: 0))
  }

  /// A time of an attempt in nanoseconds, drawn before if it is the first of its call, else now.
  @inline(__always)
  mutating func time(
    _ slot: Int32,
    _ column: Int32,
    _ law: Draw,
    _ purpose: UInt32,
    _ index: UInt32
  ) -> Double {
    if index == Luck.firstAttempt, let known = number(slot, column) { return known }
    return law.family == .constant ? law.first : drawNumber(slot, law, purpose, index)
  }

  @inline(never)
  private mutating func drawNumber(
    _ slot: Int32,
    _ law: Draw,
    _ purpose: UInt32,
    _ index: UInt32
  ) -> Double {
    let entity = tokens[Int(slot)].entity
    return law.value(random, ziggurat, purpose: purpose, entity: entity, index: index)
  }
}
