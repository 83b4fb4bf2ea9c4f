import Costing
import Quantities
import Reporting
import Scenarios

extension PriceBook {
  /// All entries as a report of one section: a row for each region that a price is known for.
  ///
  /// - Parameters:
  ///   - day: The day on which prices and their age are judged.
  ///   - onlyStale: Whether to leave out those that are current.
  ///   - region: The only region to show, with prices that hold everywhere left out; nil for all.
  /// - Returns: The report.
  func report(on day: CalendarDate, onlyStale: Bool, region: String?) -> Report {
    let everywhere = prices.flatMap { price -> [Price] in
      let known = price.knownRegions.isEmpty ? [nil] : price.knownRegions.map(Optional.some)
      return known.compactMap { price.held(in: $0) }
    }
    let here = everywhere.filter { region == nil || $0.place == region }
    let ages = here.map { ($0, Staleness(of: $0.provenance, on: day)) }
    let old = ages.filter { $0.1 != .current }
    let shown = onlyStale ? old : ages
    let announced = here.filter { $0.nextRevision(after: day) != nil }
    let options = (onlyStale ? " --stale" : "") + (region.map { " --region \($0)" } ?? "")
    return Report(
      name: "prices",
      title: "Price books",
      command: "headroom prices\(options)",
      Section(
        id: "prices",
        number: 1,
        title: "Prices",
        lead:
          "\(here.count) prices\(region.map { " of \($0)" } ?? ""); on \(day) \(old.count) are older "
          + "than a year or undated, and \(announced.count) have an announced change.",
        tables: [
          Table(
            id: "prices",
            title: onlyStale ? "Prices to look at again" : "Prices",
            columns: [
              .words("key", "Key"), .words("region", "Region"), .words("unit", "Unit"),
              .words("price", "Price"), Column("included", "Included"), .words("rules", "Rules"),
              .words("next", "Announced"), Column("as_of", "As of"), .words("grade", "Grade"),
              .words("age", "Age"),
            ],
            rows: shown.map { price, age in
              let now = price.on(day)
              return [
                .text(price.key), .text(price.place ?? ""), .text(price.unit),
                .text(now.priceInWords),
                now.included > 0 ? .significant(now.included, 6) : .missing,
                .text(price.rulesInWords), .text(price.nextRevision(after: day)?.from ?? ""),
                .text(price.provenance.asOf), .text(price.provenance.grade), .text(age.rawValue),
              ]
            },
            note:
              "A price without a region holds in all of them, as far as the book knows. Grade A is the "
              + "vendor's own page or code, B the vendor's price API, C a dated third party. Sources: "
              + "headroom prices --explain KEY, or KEY@REGION."
          )
        ]
      )
    )
  }
}

extension Price {
  /// The first later price.
  func nextRevision(after day: CalendarDate) -> Revision? {
    revisions.filter { ($0.firstDay ?? day) > day }
      .min { ($0.firstDay ?? day) < ($1.firstDay ?? day) }
  }

  /// What it costs, in a few words.
  var priceInWords: String {
    if let tokens {
      let cached = tokens.cachedInput.map {
        " / \(UnitPrice($0.perMillion))"
      }
      let input = UnitPrice(tokens.input.perMillion)
      let output = UnitPrice(tokens.output.perMillion)
      return "\(input)\(cached ?? "") / \(output)"
    }
    if let unitPrice { return unitPrice.description }
    if let first = scale.first, let last = scale.last {
      return "\(first.unitPrice) to \(last.unitPrice)"
    }
    return "limits only"
  }

  /// How the vendor bills beyond a price for each unit, in a few words.
  var rulesInWords: String {
    var words: [String] = []
    if !scale.isEmpty { words.append("\(scale.count) steps") }
    if let roundUpTo { words.append("rounded up to \(roundUpTo.inWords)") }
    if minimum > 0 { words.append("at least \(minimum.inWords)") }
    if let rule { words.append(rule.rawValue.split(separator: "_").joined(separator: " ")) }
    if let long = tokens?.longContext {
      words.append("other prices above \(long.above) prompt tokens")
    }
    if let peak = tokens?.peakHours {
      words.append(
        "times \(peak.factor.inWords) in \(peak.spans.map(\.description).joined(separator: ", "))"
      )
    }
    if let batch = tokens?.batchDiscount {
      words.append("\((batch.value * 100).inWords) % off in batches")
    }
    return words.joined(separator: "; ")
  }

  /// Everything that is known of it, as a report.
  func report(on day: CalendarDate, command: String) -> Report {
    let now = on(day)
    var facts: [(String, String)] = [
      ("vendor", vendor), ("product", product), ("unit", unit), ("price", now.priceInWords),
      ("included", now.included > 0 ? "\(now.included.inWords) units" : "nothing"),
      ("rules", rulesInWords.isEmpty ? "a price for each unit" : rulesInWords),
      ("region", place ?? "all of them, as far as the book knows"),
      ("source", provenance.source), ("as of", provenance.asOf), ("grade", provenance.grade),
      ("age", Staleness(of: provenance, on: day).rawValue),
    ]
    var start = 0.0
    for step in now.scale {
      let end = step.upTo.map { " to \($0.inWords)" } ?? " and more"
      facts.append(("step: \(start.inWords)\(end)", "\(step.unitPrice) each"))
      start = step.upTo ?? start
    }
    // The entry itself knows the others.
    for region in label == key ? knownRegions : [] where region != place {
      let there = held(in: region)?.on(day)
      facts.append(("in \(region)", there?.priceInWords ?? "unknown"))
    }
    if let note { facts.append(("note", note)) }
    facts += limits.sorted { $0.key < $1.key }.map { ("limit: \($0.key)", $0.value.inWords) }
    facts += revisions.map { ("from \($0.from)", $0.inWords) }
    let table = Table(
      id: "price",
      title: label,
      columns: [.words("fact", "Fact"), .words("value", "Value")],
      rows: facts.map { [.text($0.0), .text($0.1)] }
    )
    return Report(
      name: "price",
      title: label,
      command: command,
      Section(
        id: "price",
        number: 1,
        title: label,
        lead: "\(vendor): \(product), on \(day).",
        tables: [table] + [now.examples].compactMap(\.self)
      )
    )
  }

  /// What some quantities cost; nil for tokens and for entries that only carry limits.
  private var examples: Table? {
    guard tokens == nil, let base = unitPrice ?? scale.first?.unitPrice else { return nil }
    let quantities = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].map { Double($0) + 0.5 }
    return Table(
      id: "price_examples",
      title: "What a month costs",
      columns: [
        Column("quantity", "Quantity", unit: unit), Column("billed", "Billed"),
        Column("amount_usd", "Amount"),
      ],
      rows: quantities.map { quantity in
        let (billed, amount) = cost(of: quantity, at: base)
        return [.number(quantity, digits: 1), .number(billed, digits: 1), .money(amount)]
      }
    )
  }

  private func cost(of quantity: Double, at base: UnitPrice) -> (billed: Double, amount: Money) {
    var platform = Platform()
    platform.bill = [
      BillItem(item: key, price: key, meter: .requests, quantity: quantity, group: "other")
    ]
    var usage = MonthlyUsage()
    usage.requests = 1
    let bill = Bill(
      platform: platform,
      prices: [key: self],
      usage: usage,
      tier: "",
      daysPerMonth: 365.0 / 12,
      on: CalendarDate(dayNumber: 0)
    )
    return (bill.lines.reduce(0) { $0 + $1.billed }, bill.total)
  }
}

extension Price.Revision {
  /// What changes, in a few words.
  fileprivate var inWords: String {
    var words: [String] = []
    if let unitPrice { words.append(unitPrice.description) }
    if let tokens {
      let input = UnitPrice(tokens.input.perMillion)
      let output = UnitPrice(tokens.output.perMillion)
      words.append("\(input) / \(output)")
    }
    if let included { words.append("\(included.inWords) included") }
    if let note { words.append(note) }
    return words.joined(separator: ", ")
  }
}

extension Double {
  /// The number without a needless point.
  fileprivate var inWords: String {
    self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : "\(self)"
  }
}
