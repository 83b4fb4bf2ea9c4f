import Quantities
public import Scenarios

extension MonthlyUsage {
  /// What a meter of the bill counts; nil when nobody measured it.
  public func measure(_ meter: BillItem.Meter) -> Double? {
    switch meter {
    case .fixed, .seats, .credit: 1
    case .egress_gb: egress.gigabytes
    case .cpu_hours: cpuHours
    case .vcpu_hours: vcpuHours
    case .memory_gb_hours: memoryHours
    case .instance_hours: instanceHours
    case .serving_hours: servingHours
    case .autoscaled_hours: autoscaledHours
    case .open_hours: openHours
    case .edge_gb: edgeEgress.gigabytes
    case .origin_gb: originEgress.gigabytes
    case .ingress_gb: ingress.gigabytes
    // The item's quantity is bytes for each token.
    case .prompt_gb: Double(promptTokens) / 1e9
    case .requests: Double(requests)
    case .queries: Double(queries)
    case .users: Double(users)
    case .mau: activeUsers.map { Double($0) }
    case .peak_connections: Double(peakConnections)
    case .connection_hours: connectionHours
    case .realtime_messages: realtimeMessages.map { Double($0) }
    case .cache_operations: Double(cacheOperations)
    case .database_gb:
      databases.isEmpty ? nil : ByteCount(databases.values.map(\.value).reduce(0, +)).gigabytes
    case .disk_operations: diskOperations
    case .peak_iops: peakDiskRate
    case .file_gb: files?.gigabytes
    // The item's quantity is bytes for each request.
    case .log_gb, .trace_gb: Double(requests) / 1e9
    case .errors: Double(failed)
    case .peak_instances:
      services.isEmpty ? nil : Double(services.values.map(\.peak).reduce(0, +))
    }
  }

  /// Instances of all services by the rule of a price; nil when nobody counted them.
  func instances(by rule: Price.LevelRule) -> Double? {
    guard !services.isEmpty else { return nil }
    let fleets = services.sorted { $0.key < $1.key }.map(\.value)
    let count = fleets.map(\.hours.count).max() ?? 0
    let hours = (0..<count).map { hour in
      // A service without counts, or with fewer, has what it has on average.
      fleets.reduce(0) { $0 + (hour < $1.hours.count ? $1.hours[hour] : $1.mean) }
    }
    return rule.level(
      mean: fleets.reduce(0) { $0 + $1.mean },
      peak: Double(fleets.map(\.peak).reduce(0, +)),
      hours: hours
    )
  }

  /// Prompt tokens of all models, whatever they cost.
  private var promptTokens: Int64 {
    models.values.reduce(0) { sum, model in
      let shares = [model.ordinary] + model.special.values
      return sum + shares.reduce(0) { $0 + $1.tokens.input.value }
    }
  }
}
