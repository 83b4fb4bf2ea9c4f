import Costing
import Foundation
import Planning
import Quantities
import Scenarios
import Testing

@testable import Reporting

/// The shape of a usage file, format version 0.1.
@Suite struct `A usage file for Infracost` {
  private func file() async throws -> String {
    let text = """
      headroom: 1
      prices:
        aws/ec2-t3.small: {vendor: AWS, product: t3.small, unit: hour, usd: 0.0208, source: s, as_of: 2026, grade: C}
        aws/egress: {vendor: AWS, product: egress, unit: GB, usd: 0.09, source: s, as_of: 2026, grade: C}
        aws/s3-standard: {vendor: AWS, product: s3, unit: GB-month, usd: 0.023, source: s, as_of: 2026, grade: C}
        base/micro: {vendor: Base, product: micro, unit: hour, usd: 0.01, source: s, as_of: 2026, grade: C}
      services:
        api: {plan: aws/ec2-t3.small, instances: 2}
        web: {plan: aws/ec2-t3.small, instances: 1, autoscale: {min: 1, max: 3, concurrency: 10}}
      databases: {main: {plan: base/micro}}
      endpoints: {ask: {service: api, per_query: 1, response: 1MB, steps: [{cpu: 1ms}]}}
      bill:
        - {item: Traffic to clients, price: aws/egress, meter: egress_gb, quantity: 1, group: network}
        - {item: Files, price: aws/s3-standard, meter: fixed, quantity: 12.5, group: storage}
      tiers: {small: {users: 10, concurrent_users: 2, queries_per_day: 2400}}
      tests: {day: {load: mean, follows: day, spacing: even, duration: 24h}}
      experiment: {replications: 2}

      """
    let document = try ScenarioDocument.read(text: text, name: "aws")
    let today = CalendarDate("2026-11-28") ?? CalendarDate(dayNumber: 0)
    let study = try await Study.run(document, in: Laboratory(threads: 2), today: today)
    let basis = try #require(study.tiers.first?.basis)
    return try InfracostUsage(basis, study.scenario, command: "headroom cost aws.yaml").rendered()
  }

  /// 2,400 queries a day of a megabyte are 73,000 MB in a month of 365/12 days; of each day the last answer
  /// comes after midnight.
  @Test func `has a version, resources by address, and numbers`() async throws {
    let lines = try await file().split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.filter { !$0.hasPrefix("#") }
    #expect(
      body == [
        "version: 0.1", "resource_usage:", "  aws_instance.api[*]:", "    monthly_hrs: 730",
        "  aws_autoscaling_group.web:", "    instances: 1",
        "  aws_data_transfer.traffic_to_clients:", "    monthly_outbound_internet_gb: 72.97",
        "  aws_s3_bucket.files:", "    standard:", "      storage_gb: 12.5", "",
      ]
    )
  }

  @Test func `says in comments what is not in it`() async throws {
    let comments = try await file().split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(comments.first?.contains("headroom cost aws.yaml") == true)
    #expect(comments.contains("# - main (base/micro)"))
    #expect(!comments.contains { $0.contains("Traffic") })
  }
}
