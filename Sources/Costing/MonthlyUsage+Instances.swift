import Quantities

extension MonthlyUsage {
  /// Hours of all instances, those that start and stop included; nil when nobody counted them.
  public var instanceHours: Double? { sum { $0.mean } }

  /// Hours in which instances took requests; nil where that was not counted of every service.
  public var servingHours: Double? { sum(\.serving) }

  /// Instance-hours beyond the fewest that always run; services whose number never changes have none.
  public var autoscaledHours: Double? {
    sum { instances in max(instances.mean - Double(instances.least ?? .max), 0) }
  }

  /// Core-hours of all instances, busy or not; nil when nobody counted them.
  public var vcpuHours: Double? { sum { $0.mean * $0.cores } }

  /// Gigabyte-hours of the memory of all instances; nil where a service does not say how much it has.
  ///
  /// Vendors' gigabytes of memory are powers of two.
  public var memoryHours: Double? {
    sum { instances in
      instances.memory.map { instances.mean * Double($0.value) / 1_073_741_824 }
    }
  }

  /// Hours times the sum over all services; nil where one of them knows nothing, or there is none.
  private func sum(_ level: (Instances) -> Double?) -> Double? {
    guard !services.isEmpty, hours > 0 else { return nil }
    var sum = 0.0
    for service in services.sorted(by: { $0.key < $1.key }) {
      guard let value = level(service.value) else { return nil }
      sum += value
    }
    return sum * hours
  }
}
