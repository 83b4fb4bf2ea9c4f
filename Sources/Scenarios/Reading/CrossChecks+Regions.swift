extension CrossChecks {
  /// A region is one that the books know of its vendor; a vendor whose prices are alike has none.
  func checkRegions() {
    for (vendor, region) in scenario.platform.regions.sorted(by: { $0.key < $1.key }) {
      check(region, of: vendor, at: tree["platform"]?["regions"]?[vendor])
    }
    for service in scenario.platform.services {
      let prices = [service.plan, service.reserved?.plan, service.spot?.plan]
      check(service.region, prices, in: tree["services"]?[service.name])
    }
    for database in scenario.platform.databases {
      let prices = [database.plan, database.replicas?.plan, database.pooler?.plan]
      check(database.region, prices, in: tree["databases"]?[database.name])
    }
    for cache in scenario.platform.caches {
      check(cache.region, [cache.plan], in: tree["caches"]?[cache.name])
    }
    for model in scenario.platform.models {
      check(model.region, [model.price], in: tree["models"]?[model.name])
    }
    let items = tree["bill"]?.elements ?? []
    for (number, item) in scenario.platform.bill.enumerated() {
      check(item.region, [item.price], in: number < items.count ? items[number] : nil)
    }
  }

  private func check(_ region: String?, _ prices: [String?], in node: Located?) {
    guard let region else { return }
    for vendor in Set(prices.compactMap { $0.map(Price.vendor) }).sorted() {
      check(region, of: vendor, at: node?["region"] ?? node)
    }
  }

  private func check(_ region: String, of vendor: String, at node: Located?) {
    let prices = scenario.prices.values.filter { Price.vendor(of: $0.key) == vendor }
    let known = Set(prices.flatMap(\.knownRegions)).sorted()
    guard !known.isEmpty || prices.isEmpty, !known.contains(region) else { return }
    let name = region.escapedForTerminal(limit: 60)
    guard !prices.isEmpty else {
      let vendors = Set(scenario.prices.keys.map(Price.vendor)).sorted()
      diagnosis.report(
        .unknownName,
        at: node?.place ?? tree.place,
        "no price is of a vendor \"\(vendor.escapedForTerminal(limit: 60))\"",
        help: "vendors of the price books: \(Spelling.list(vendors, limit: 40))"
      )
      return
    }
    let nearest = Spelling.nearest(to: region, among: known)
    let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    diagnosis.report(
      .unknownName,
      at: node?.place ?? tree.place,
      "no price of \(vendor.escapedForTerminal(limit: 60)) is known for a region \"\(name)\"\(hint)",
      help: "regions that its prices are known for: \(Spelling.list(known, limit: 40))"
    )
  }
}
