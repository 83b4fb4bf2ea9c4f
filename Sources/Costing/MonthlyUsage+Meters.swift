import Quantities
import Scenarios

extension MonthlyUsage {
  /// What a meter of the bill counts; nil when nobody measured it.
  func measure(_ meter: BillItem.Meter) -> Double? {
    switch meter {
    case .fixed, .seats: 1
    case .egress_gb: egress.gigabytes
    case .requests: Double(requests)
    case .queries: Double(queries)
    case .users: Double(users)
    case .peak_connections: Double(peakConnections)
    case .cache_operations: Double(cacheOperations)
    case .database_gb:
      databases.isEmpty ? nil : ByteCount(databases.values.map(\.value).reduce(0, +)).gigabytes
    case .file_gb: files?.gigabytes
    // The item's quantity is bytes for each request.
    case .log_gb: Double(requests) / 1e9
    case .peak_instances:
      services.isEmpty ? nil : Double(services.values.map(\.peak).reduce(0, +))
    }
  }
}
