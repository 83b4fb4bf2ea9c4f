import Costing
import Quantities
import Scenarios
import Testing

/// Meters of instances, disks, users and connections, by hand.
@Suite struct `Meters of instances and disks` {
  /// Two services: one of three instances on average, a tenth of the time starting or stopping, at least
  /// two; one of exactly one.
  private var usage: MonthlyUsage {
    var usage = MonthlyUsage()
    usage.hours = 730
    var api = MonthlyUsage.Instances(mean: 3, peak: 5)
    api.serving = 2.7
    api.least = 2
    api.cores = 2
    api.memory = ByteCount(4 * 1_073_741_824)
    var jobs = MonthlyUsage.Instances(mean: 1, peak: 1)
    jobs.serving = 1
    jobs.cores = 0.5
    jobs.memory = ByteCount(1_073_741_824)
    usage.services = ["api": api, "jobs": jobs]
    usage.diskOperations = 2_000_000
    usage.peakDiskRate = 4500
    usage.connectionHours = 10_000
    usage.activeUsers = 150_000
    usage.spendRefusals = ["lab": 12]
    return usage
  }

  // 730 × 4, 730 × 3.7, 730 × (3 − 2), 730 × (3 × 2 + 0.5), 730 × (3 × 4 + 1).
  @Test func `instance-hours are counted by state, cores and memory`() {
    #expect(usage.measure(.instance_hours) == 2920)
    #expect(close(usage.measure(.serving_hours) ?? 0, 2701))
    #expect(usage.measure(.autoscaled_hours) == 730)
    #expect(usage.measure(.vcpu_hours) == 4745)
    #expect(usage.measure(.memory_gb_hours) == 9490)
  }

  @Test func `what one service does not know is not known of all`() {
    var usage = usage
    usage.services["jobs"]?.memory = nil
    usage.services["jobs"]?.serving = nil
    #expect(usage.measure(.memory_gb_hours) == nil)
    #expect(usage.measure(.serving_hours) == nil)
    #expect(usage.measure(.instance_hours) == 2920)
    #expect(MonthlyUsage().measure(.instance_hours) == nil)
    #expect(MonthlyUsage().measure(.disk_operations) == nil)
    #expect(MonthlyUsage().measure(.mau) == nil)
  }

  // 4,500 operations a second where 3,000 are included, at 0.024 for each held all month: 36. 50,000 users
  // beyond 100,000 at 0.00325: 162.50. 10,000 hours at 0.01: 100. 2 million operations at 0.20: 0.40.
  @Test func `each is billed by its own rule`() {
    func amount(_ meter: BillItem.Meter, _ price: Price, _ quantity: Double = 1) -> Money {
      let item = BillItem(
        item: "x",
        price: price.key,
        meter: meter,
        quantity: quantity,
        group: "other"
      )
      return bill(platform(item), [price], usage).total
    }
    let iops = price("v/iops", unit: "IOPS-month", usd: 0.024, included: 3000)
    #expect(amount(.peak_iops, iops) == cents(3600))
    let users = price("v/mau", unit: "MAU", usd: 0.00325, included: 100_000)
    #expect(amount(.mau, users) == cents(16_250))
    #expect(amount(.connection_hours, price("v/hour", unit: "hour", usd: 0.01)) == cents(10_000))
    let operations = price("v/io", unit: "million operations", usd: 0.2)
    #expect(amount(.disk_operations, operations, 1e-6) == cents(40))
    // 4,745 core-hours at 0.04 and 9,490 gigabyte-hours at 0.004.
    #expect(amount(.vcpu_hours, price("v/cpu", unit: "vCPU-hour", usd: 0.04)) == cents(18_980))
    #expect(amount(.memory_gb_hours, price("v/gb", unit: "GB-hour", usd: 0.004)) == cents(3796))
  }

  @Test func `demand scales what follows it, and nothing that does not`() {
    let double = usage.scaled(by: 2)
    #expect(double.diskOperations == 4_000_000)
    #expect(double.peakDiskRate == 9000)
    #expect(double.connectionHours == 20_000)
    #expect(double.activeUsers == 300_000)
    #expect(double.instanceHours == usage.instanceHours)
    // A spend limit that is met twelve times is not met twenty-four times at twice the load.
    #expect(double.spendRefusals.isEmpty)
    #expect(usage.scaled(by: 1).spendRefusals == ["lab": 12])
  }

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 * abs(b) }
}
