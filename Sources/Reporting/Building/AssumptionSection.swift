import Costing
import Forecasting
import Planning
import Quantities
import Scenarios

/// Section 11: what the numbers rest on, and what they leave out.
struct AssumptionSection {
  let study: Study

  var section: Section {
    Section(
      id: "assumptions",
      number: 11,
      title: "Assumptions and sources",
      lead: lead,
      tables: [
        files, settings, experiments, study.uncertainty?.table, study.uncertainty?.inputTable,
        prices, remarks, unpriced, fits, cleaning, parameters, refused, warnings,
        NotModelled.table,
      ].compactMap(\.self)
    )
  }

  private var lead: String {
    let stale = lines.filter(\.isStale).count
    let old =
      stale == 0
      ? "no price is older than a year" : "\(Phrase.count(stale, "price")) older than a year"
    return "The report rests on \(Phrase.count(study.files.count, "file")) and seed "
      + "\(study.scenario.experiment.seed); the same files, seed and command give the same numbers. "
      + "\(Phrase.sentence(Phrase.count(lines.count, "price"))) went into the bills, \(old)."
  }

  private var files: Table? {
    guard !study.files.isEmpty else { return nil }
    return Table(
      id: "files",
      title: "Input files",
      columns: [.words("file", "File"), .words("digest", "FNV-1a digest")],
      rows: study.files.map { [.text($0.path), .text($0.digest)] }
    )
  }

  private var settings: Table {
    let e = study.scenario.experiment
    return Table(
      id: "settings",
      title: "Settings of the experiment",
      columns: [.words("setting", "Setting"), Column("value", "Value")],
      rows: [
        [.text("Seed"), .text(String(e.seed))],
        [.text("Fewest replications"), .integer(e.minReplications)],
        [.text("Most replications"), .integer(e.maxReplications)],
        [.text("Requests wanted of each endpoint with targets"), .integer(e.observations)],
        [.text("Confidence of intervals"), .percent(share: e.confidence.value)],
        [.text("Most events of a replication"), .integer(Int(e.maxEvents))],
        [.text("Days in a month of the bill"), .number(study.scenario.daysPerMonth, digits: 4)],
      ]
    )
  }

  private var experiments: Table? {
    let results = study.tiers.flatMap { tier in tier.tests.map { (tier.name, $0) } }
    guard !results.isEmpty else { return nil }
    return Table(
      id: "experiments",
      title: "Replications and warm-up of every test",
      columns: [
        .words("tier", "Tier"), .words("test", "Test"), .words("type", "Experiment"),
        Column("replications", "Replications"), .words("stopping", "Precision"),
        Column("measured_s", "Measured in all", unit: "s"),
        Column("warm_up_s", "Deleted", unit: "s"),
        .words("warm_up", "Warm-up"), Column("events", "Events"),
      ],
      rows: results.map { tier, result in
        [
          .text(tier), .text(result.test.name), .text(result.test.experimentType.words),
          .integer(result.replications), .words(result.stopping?.words ?? ""),
          .plain(result.measuredSeconds), .plain(result.warmUp.seconds), .text(result.warmUpNote),
          .integer(Int(result.events)),
        ]
      }
    )
  }

  /// One line of a bill for every price that went into one.
  private var lines: [Bill.Line] {
    var seen: Set<String> = []
    let bills = study.tiers.flatMap { [$0.bill, $0.plannedBill].compactMap(\.self) }
    return bills.flatMap(\.lines).filter { seen.insert($0.priceKey).inserted }
  }

  private var prices: Table? {
    guard !lines.isEmpty else { return nil }
    return Table(
      id: "prices",
      title: "Prices",
      columns: [
        .words("price_key", "Price"), .words("product", "Product"), .words("unit", "Unit"),
        Column("unit_price_usd", "Unit price", unit: "USD"),
        Column("input_usd", "Input tokens", unit: "per million"),
        Column("cached_usd", "Cached", unit: "per million"),
        Column("output_usd", "Output tokens", unit: "per million"), Column("as_of", "As of"),
        .words("grade", "Grade"), .words("age", "Age"), .words("source", "Source"),
      ],
      rows: lines.map { line in
        let price = study.scenario.price(labeled: line.priceKey)
        return [
          .text(line.priceKey), .words(price.map { "\($0.vendor): \($0.product)" } ?? ""),
          .words(price?.unit ?? line.unit), price?.unitPrice.map(Cell.unitPrice) ?? .missing,
          .money(price?.tokens?.input.perMillion),
          .money(price?.tokens?.cachedInput?.perMillion),
          .money(price?.tokens?.output.perMillion), .asOf(line.provenance.asOf),
          .words(line.provenance.grade), line.staleness.cell, .text(line.provenance.source),
        ]
      },
      note:
        "Grade A is the vendor's own page or code, B the vendor's price API, C a dated third party."
    )
  }

  private var remarks: Table? {
    let rows = lines.compactMap { line -> [Cell]? in
      guard let note = study.scenario.price(labeled: line.priceKey)?.note else { return nil }
      return [.text(line.priceKey), .words(note)]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "price_remarks",
      title: "Remarks on prices",
      columns: [.words("price_key", "Price"), .words("remark", "Remark")],
      rows: rows
    )
  }

  private var unpriced: Table? {
    var seen: Set<Bill.Unpriced> = []
    let bills = study.tiers.flatMap { [$0.bill, $0.plannedBill].compactMap(\.self) }
    let items = bills.flatMap(\.unpriced).filter { seen.insert($0).inserted }
    guard !items.isEmpty else { return nil }
    return Table(
      id: "unpriced",
      title: "What has no price and is in no total",
      columns: [.words("item", "Item"), .words("group", "Part"), .words("reason", "Reason")],
      rows: items.map { [.text($0.item), .text($0.group.title), .text($0.reason.description)] }
    )
  }

  private var fits: Table? {
    let series = study.growth?.series ?? []
    guard !series.isEmpty else { return nil }
    let rule = series.lazy.compactMap(\.fit?.criterion).first.map { "Rule: \($0). " } ?? ""
    return Table(
      id: "growth_fits",
      title: "Growth curves",
      columns: [
        .words("driver", "Driver"), .words("curve", "Curve"), Column("weight_pct", "Weight"),
        .words("why", "Why it was chosen"), .words("ceiling", "Ceiling"),
        .words("source", "Source"),
      ],
      rows: series.map { item in
        let chosen = item.fit?.chosen
        return [
          .text(item.driver.title),
          .text(chosen?.fit.curve.rawValue ?? item.follows?.words ?? ""),
          chosen.map { .percent(share: $0.weight) } ?? .missing,
          .words(item.fit?.reason ?? item.follows?.reason ?? ""),
          .words(item.fit?.ceiling?.reason ?? ""), .text(item.source),
        ]
      },
      note: rule + "The projection draws from the stack of methods, which is "
        + "judged over earlier origins; where the scenario asks for one curve, from its fits by their "
        + "weight; where a driver follows another, from the futures of that one."
    )
  }

  private var cleaning: Table? {
    let histories = (study.growth?.series ?? []).filter { $0.follows?.law.count != 0 }
      .map { (name: $0.driver.title, series: $0.history) }
    let table = Table.cleaning(id: "growth_cleaning", of: histories)
    return table.rows.isEmpty ? nil : table
  }

  private var parameters: Table? {
    let rows = (study.growth?.series ?? []).flatMap { series in
      (series.fit?.chosen.fit.parameters ?? []).map { parameter -> [Cell] in
        [
          .text(series.driver.title), .text(parameter.name), .significant(parameter.value, 5),
          parameter.standardError.isFinite
            ? .significant(parameter.standardError)
            : .notEstimable(reason: "the data do not determine it"),
          .text(parameter.unit),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "growth_parameters",
      title: "Parameters of the chosen curves",
      columns: [
        .words("driver", "Driver"), .words("parameter", "Parameter"), Column("value", "Value"),
        Column("standard_error", "Standard error"), .words("unit", "Unit"),
      ],
      rows: rows
    )
  }

  private var refused: Table? {
    let rows = (study.growth?.refused ?? []).map { item -> [Cell] in
      [.text(item.driver.title), .text(item.reason)]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      id: "growth_refused",
      title: "Histories that could not be fitted",
      columns: [.words("driver", "Driver"), .words("reason", "Reason")],
      rows: rows
    )
  }

  private var warnings: Table? {
    guard !study.warnings.isEmpty else { return nil }
    return Table(
      id: "warnings",
      title: "Warnings of the reader",
      columns: [
        .words("place", "Place"), .words("code", "Code"), .words("message", "Message"),
        .words("help", "Help"),
      ],
      rows: study.warnings.map {
        [
          .text("\($0.file):\($0.line):\($0.column)"), .text($0.code), .text($0.message),
          .words($0.help ?? ""),
        ]
      }
    )
  }
}

extension LoadTest.ExperimentType {
  /// The words for it.
  fileprivate var words: String {
    switch self {
    case .terminating: "terminating"
    case .steadyState: "steady state"
    }
  }
}
