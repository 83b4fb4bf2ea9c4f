public import Quantities
public import Scenarios

/// The bill of one month: lines that add up exactly, and what could not be priced.
///
/// An item without a price is listed in `unpriced` with the reason; it is never guessed and never a
/// line of zero, so that a total says what it leaves out.
public struct Bill: Sendable {
  /// The part of the bill that a line belongs to.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    /// Instances of services.
    case compute
    /// Databases and caches.
    case database
    /// Disks and files.
    case storage
    /// Bytes sent and requests at the edge.
    case network
    /// Connections that users keep open.
    case realtime
    /// Logs, traces, errors, monitored hosts.
    case observability
    /// Tokens of language models.
    case llm
    /// Anything else.
    case other
  }

  /// One line.
  public struct Line: Hashable, Sendable {
    /// What is paid for.
    public var item: String
    /// The part of the bill it belongs to.
    public var group: Group
    /// How much was used, in the price's units; negative for a credit.
    public var quantity: Double
    /// The unit.
    public var unit: String
    /// The price of one unit.
    public var unitPrice: UnitPrice
    /// The units of the quantity that are included and not billed.
    public var included: Double
    /// The units that are billed: the rest, rounded as the vendor rounds; negative for a credit.
    public var billed: Double
    /// What is begun of so many units is billed as a whole; nil where nothing is rounded.
    public var roundUpTo: Double?
    /// The fewest units that are billed.
    public var minimum = 0.0
    /// The part of what is billed that served nobody; zero but for tokens.
    public var wasted = 0.0
    /// What it costs.
    public var amount: Money
    /// The price-book entry.
    public var priceKey: String
    /// Where the price comes from.
    public var provenance: Provenance
    /// The day on which the age of the price is judged.
    public var day: CalendarDate
    /// The language model whose tokens these are; nil for anything else.
    public var model: String?

    /// How old the price is; asked only for bills that are shown.
    public var staleness: Staleness { Staleness(of: provenance, on: day) }

    /// Whether the price is older than a year.
    public var isStale: Bool { staleness == .stale }
  }

  /// An item that could not be priced.
  public struct Unpriced: Hashable, Sendable {
    /// What it is.
    public var item: String
    /// The part of the bill it belongs to.
    public var group: Group
    /// Why it has no price.
    public var reason: Reason
  }

  /// The tier of the business that the month belongs to.
  public var tier: String
  /// The lines, in the platform's order.
  public var lines: [Line]
  /// What could not be priced.
  public var unpriced: [Unpriced]
  /// The part of the language-model lines that served nobody.
  public var waste: Money
  /// Registered users.
  public var users: Int
  /// Queries in the month.
  public var queries: Int64

  /// Whether everything has a price.
  public var isComplete: Bool { unpriced.isEmpty }

  /// Everything but language models.
  public var infrastructure: Money { total - languageModels }

  /// Tokens of language models.
  public var languageModels: Money { subtotal(of: .llm) }

  /// The sum of all lines.
  public var total: Money { lines.reduce(into: .zero) { $0 += $1.amount } }

  /// The sum of the lines of one group.
  public func subtotal(of group: Group) -> Money {
    lines.reduce(into: .zero) { if $1.group == group { $0 += $1.amount } }
  }
}

extension Bill {
  /// Why an item could not be priced.
  public enum Reason: Hashable, Sendable, CustomStringConvertible {
    /// The platform names no price-book entry for it.
    case noPlan
    /// The price books have no such entry.
    case unknownPrice(key: String)
    /// The entry does not know what it costs in the region.
    case notInRegion(key: String, region: String, known: [String])
    /// The entry carries limits only.
    case noAmount(key: String)
    /// The entry is priced by something else than what is billed here.
    case unitDoesNotFit(key: String, unit: String)
    /// The month's usage says nothing about it.
    case notMeasured(String)

    /// The reason in words.
    public var description: String {
      switch self {
      case .noPlan: "no plan or price is named"
      case .unknownPrice(let key): "the price books have no entry \(key)"
      case .notInRegion(let key, let region, let known):
        "the entry \(key) is not known for \(region), but for \(known.joined(separator: ", "))"
      case .noAmount(let key): "the entry \(key) has no price, only limits"
      case .unitDoesNotFit(let key, let unit):
        "the entry \(key) is priced per \(unit): a bill item must say how much is used"
      case .notMeasured(let what): "\(what) not measured"
      }
    }
  }
}
