import Quantities
import Scenarios

extension BillWriter {
  /// Services are billed for the instances that ran on average: the reserved ones all month, then a
  /// share on spare capacity, then the rest on demand.
  ///
  /// While spare capacity is taken back, instances on demand take its place.
  mutating func addServices(of platform: Platform, _ usage: MonthlyUsage) {
    for service in platform.services {
      let instances = usage.services[service.name]
      var rest = instances?.mean
      if let reserved = service.reserved {
        addPlan(
          reserved.plan,
          of: "\(service.name), reserved",
          group: .compute,
          count: Double(reserved.instances),
          bill: platform.bill,
          in: service.region
        )
        rest = instances?.mean(beyond: reserved.instances)
      }
      if let spot = service.spot {
        addPlan(
          spot.plan,
          of: "\(service.name), spot",
          group: .compute,
          count: rest.map { $0 * spot.paidShare },
          bill: platform.bill,
          in: service.region
        )
        rest = rest.map { $0 * (1 - spot.paidShare) }
      }
      // What is bought otherwise to the last instance has no line on demand.
      let isCovered = (service.reserved != nil || service.spot != nil) && rest == 0
      guard !isCovered else { continue }
      let before = lines.count
      addPlan(
        service.plan,
        of: service.name,
        group: .compute,
        count: rest,
        bill: platform.bill,
        in: service.region
      )
      if lines.count > before, let instances, !platform.commitments.isEmpty {
        courses[before] = instances.course(beyond: service.reserved?.instances ?? 0)
      }
    }
  }

  /// Databases, their copies and poolers, and caches run all month.
  mutating func addStores(of platform: Platform) {
    for database in platform.databases {
      func addStore(_ plan: String?, _ part: String, _ count: Int) {
        addPlan(
          plan,
          of: database.name + part,
          group: .database,
          count: Double(count),
          bill: platform.bill,
          in: database.region
        )
      }
      addStore(database.plan, "", 1)
      if let replicas = database.replicas {
        addStore(replicas.plan ?? database.plan, ", replicas", replicas.count)
      }
      // One without a plan comes with the database.
      if let pooler = database.pooler, let plan = pooler.plan {
        addStore(plan, ", pooler", pooler.instances)
      }
    }
    for cache in platform.caches {
      addPlan(
        cache.plan,
        of: cache.name,
        group: .database,
        count: 1,
        bill: platform.bill,
        in: cache.region
      )
    }
  }

  /// Open connections: by a bill item where there is one, else by the plan.
  mutating func addRealtime(of platform: Platform, _ usage: MonthlyUsage) {
    guard let plan = platform.realtime?.plan else { return }
    let item = "realtime connections"
    let covered = platform.bill.contains {
      $0.price == plan || $0.meter == .peak_connections || $0.group == Bill.Group.realtime.rawValue
    }
    guard !covered, let (price, unitPrice) = find(plan, for: item, group: .realtime) else { return }
    let unit = BillingUnit(price.unit)
    if let connections = unit.connections {
      let quantity = Double(usage.peakConnections) / connections
      addLine(item, .realtime, quantity, price, unitPrice)
    } else if unit.isWholePlan {
      addLine(item, .realtime, periods(of: unit), price, unitPrice)
    } else {
      leaveOut(item, .realtime, .unitDoesNotFit(key: plan, unit: price.unit))
    }
  }

  /// A plan that is paid for by the hour or month, `count` times; nil when nobody counted.
  private mutating func addPlan(
    _ plan: String?,
    of item: String,
    group: Bill.Group,
    count: Double?,
    bill: [BillItem],
    in region: String?
  ) {
    guard let (price, unitPrice) = find(plan, for: item, group: group, in: region) else { return }
    let unit = BillingUnit(price.unit)
    guard unit.isWholePlan else {
      // A plan that is paid by use is billed by the item that meters the use.
      if !bill.contains(where: { $0.price == price.key }) {
        leaveOut(item, group, .unitDoesNotFit(key: price.key, unit: price.unit))
      }
      return
    }
    guard let count else {
      leaveOut(item, group, .notMeasured("instances of \(item)"))
      return
    }
    addLine(item, group, count * periods(of: unit), price, unitPrice)
  }

  /// A line of the platform's own bill.
  mutating func add(_ item: BillItem, _ usage: MonthlyUsage) {
    let group = Bill.Group(rawValue: item.group) ?? .other
    guard let (price, unitPrice) = find(item.price, for: item.item, group: group, in: item.region)
    else { return }
    let byRule = item.meter == .peak_instances ? price.rule.flatMap(usage.instances(by:)) : nil
    guard let measured = byRule ?? usage.measure(item.meter) else {
      leaveOut(item.item, group, .notMeasured(item.meter.rawValue))
      return
    }
    let periods = BillingRule(item.meter).periods(
      of: BillingUnit(price.unit),
      daysPerMonth: daysPerMonth
    )
    addLine(item.item, group, measured * item.quantity * periods, price, unitPrice)
  }
}
