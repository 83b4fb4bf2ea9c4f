import Quantities

extension Shape {
  /// A span of time.
  static let duration = Shape.quantity(
    name: "duration",
    example: "250ms",
    pattern: #"^[0-9.eE+]+ ?(ns|us|µs|μs|ms|s|min|h|d|w|y)$"#
  )
  /// A number of bytes.
  static let size = Shape.quantity(
    name: "size",
    example: "10GB",
    pattern: #"^[0-9.eE+]+ ?(B|[kKMGTP]B|[KMGT]iB)$"#
  )
  /// A number of things per time.
  static let rate = Shape.quantity(
    name: "rate",
    example: "60/min",
    pattern: #"^[0-9.eE+-]+ ?/ ?[0-9.]* ?[a-zµμ]+$"#
  )
  /// US dollars.
  static let money = Shape.quantity(
    name: "amount of money",
    example: "$25",
    pattern: #"^(\$[0-9.]+|[0-9.]+ ?USD)(/month)?$"#
  )
}

extension Kind where Value == SimInterval {
  /// A span of time; `positive` ones are above zero.
  static func duration(positive: Bool = false) -> Kind {
    Kind.scalar(.duration, show: Written.duration) { text throws(Scalars.Refusal) in
      let span = SimInterval(seconds: try Units.duration(text))
      guard !positive || span > .zero else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "\(text.escapedForTerminal(limit: 60)) is not above zero",
          help: "a duration above 0s"
        )
      }
      return span
    }
  }

  /// A span of time of any length.
  static var duration: Kind { duration() }

  /// A span of time above zero.
  static var positiveDuration: Kind { duration(positive: true) }
}

extension Kind where Value == ByteCount {
  /// A number of bytes.
  static var size: Kind {
    Kind.scalar(.size, show: Written.size) { text throws(Scalars.Refusal) in
      ByteCount(Int64(try Units.size(text).rounded()))
    }
  }
}

extension Kind where Value == Rate {
  /// A number of things per time.
  static var rate: Kind {
    Kind.scalar(.rate, show: { "\(Shape.brief($0.perSecond))/s" }) { text throws(Scalars.Refusal) in
      let (count, window) = try Units.rate(text)
      return Rate(perSecond: count / window)
    }
  }
}

extension Kind where Value == Fraction {
  /// A share of a whole.
  static var fraction: Kind {
    Kind.scalar(.fraction, show: { "\(Shape.brief($0.value * 100))%" }) {
      text throws(Scalars.Refusal) in Fraction(try Units.fraction(text))
    }
  }
}

extension Kind where Value == Money {
  /// US dollars, marked as such.
  static var money: Kind {
    Kind.scalar(.money, show: { "$\(Shape.brief($0.usd))" }) { text throws(Scalars.Refusal) in
      Money(usd: try Units.usd(text, bare: false))
    }
  }
}

extension Kind where Value == UnitPrice {
  /// US dollars as written; the dollar sign may be left out, since the key says `usd`.
  static var unitPrice: Kind {
    Kind.scalar(.either([.number(0...1e15), .money]), show: \.description) {
      text throws(Scalars.Refusal) in try Units.unitPrice(text)
    }
  }
}

extension Kind where Value == TokenPrice {
  /// US dollars per million tokens.
  static var tokenPrice: Kind {
    let shape = Shape.either([.number(0...1e6), .money])
    return Kind.scalar(shape) { text throws(Scalars.Refusal) in
      let usd = try Units.usd(text, bare: true)
      guard usd <= 1e6 else {
        throw Scalars.Refusal(
          code: .outOfRange,
          message: "$\(Shape.brief(usd)) for a million tokens is out of range",
          help: "allowed: $0 to $1000000"
        )
      }
      return TokenPrice(usdPerMillion: usd)
    }
  }
}

extension Kind where Value == Limit {
  /// A number, or the word `unbounded`.
  static func limit(from least: Int = 0, to most: Int = 1_000_000_000) -> Kind {
    Kind.scalar(
      .limit,
      show: { limit in
        switch limit {
        case .atMost(let count): "\(count)"
        case .unbounded: "unbounded"
        }
      }
    ) { text throws(Scalars.Refusal) in
      if text == "unbounded" { return .unbounded }
      let top = most < 1_000_000_000 ? " to \(most)" : ""
      let help = "write a whole number from \(least)\(top), or unbounded"
      do throws(Scalars.Refusal) {
        let count = try Scalars.integer(text)
        guard count >= least, count <= most else {
          throw Scalars.Refusal(code: .outOfRange, message: "\(count) is out of range", help: help)
        }
        return .atMost(count)
      } catch {
        var refusal = error
        if refusal.code == .wrongType || refusal.code == .notFinite { refusal.help = help }
        throw refusal
      }
    }
  }
}

/// Writes quantities as the file would.
enum Written {
  /// A span with the largest unit that leaves a whole number.
  static func duration(_ span: SimInterval) -> String {
    let units: [(String, Int64)] = [
      ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000),
      ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000),
    ]
    guard span.nanoseconds != 0 else { return "0s" }
    for (unit, length) in units where span.nanoseconds % length == 0 {
      return "\(span.nanoseconds / length)\(unit)"
    }
    return "\(span.nanoseconds)ns"
  }

  /// A size with the largest unit that leaves a whole number.
  static func size(_ size: ByteCount) -> String {
    let units: [(String, Int64)] = [
      ("TB", 1_000_000_000_000), ("GiB", 1_073_741_824), ("GB", 1_000_000_000), ("MiB", 1_048_576),
      ("MB", 1_000_000), ("KiB", 1024), ("KB", 1000),
    ]
    for (unit, length) in units where size.value != 0 && size.value % length == 0 {
      return "\(size.value / length)\(unit)"
    }
    return "\(size.value)B"
  }
}
