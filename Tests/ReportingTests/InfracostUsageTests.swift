import Costing
import Foundation
import Planning
import Quantities
import Scenarios
import Testing

@testable import Reporting

/// The shape of a usage file, format version 0.1.
@Suite struct `A usage file for Infracost` {
  private static let text = """
    headroom: 1
    prices:
      aws/ec2-t3.small: {vendor: AWS, product: t3.small, unit: hour, usd: 0.0208, source: s, as_of: 2026, grade: C}
      aws/egress: {vendor: AWS, product: egress, unit: GB, usd: 0.09, source: s, as_of: 2026, grade: C}
      aws/ec2-t3.small-reserved-convertible-3y: {vendor: AWS, product: t3.small, unit: hour, usd: 0.01, source: s, as_of: 2026, grade: C}
      aws/ec2-t3.small-spot: {vendor: AWS, product: t3.small, unit: hour, usd: 0.009, source: s, as_of: 2026, grade: C}
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

  private func file() async throws -> String {
    let document = try ScenarioDocument.read(text: Self.text, name: "aws")
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
        "  aws_data_transfer.traffic_to_clients:", "    region: us-east-1",
        "    monthly_outbound_internet_gb: 72.97",
        "  aws_s3_bucket.files:", "    standard:", "      storage_gb: 12.5", "",
      ]
    )
  }

  /// The lines of a file about a month whose instances are stated.
  private func lines(_ changes: [Change], _ mean: Double) throws -> [String] {
    let document = try ScenarioDocument.read(text: Self.text, name: "aws", changes: changes)
    let scenario = document.scenario
    var usage = MonthlyUsage()
    for service in scenario.platform.services {
      usage.services[service.name] = MonthlyUsage.Instances(mean: mean, peak: 9)
    }
    let basis = BillingBasis(scenario, try #require(scenario.tiers.first), usage)
    let file = try InfracostUsage(basis, scenario, command: "headroom cost").rendered()
    return file.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Infracost reads the number of a group as a whole one: 2.4 would be 2.
  @Test func `rounds the instances of a group up, and says from what`() throws {
    let lines = try lines([], 2.4)
    let group = try #require(lines.firstIndex(of: "aws_autoscaling_group.web:"))
    #expect(lines[group + 1] == "instances: 3")
    #expect(
      lines.contains(
        "# aws_autoscaling_group.web: 2.4 instances on average, rounded up to a whole number"
      )
    )
  }

  /// Of five instances three are reserved; of the other two half is on spot, which Terraform says.
  @Test func `names the terms of reserved instances, and the others beside them`() throws {
    let reserved = "{plan: aws/ec2-t3.small-reserved-convertible-3y, instances: 3}"
    let lines = try lines(
      [
        Change(path: "services.api.reserved", value: reserved),
        Change(path: "services.api.spot", value: "{plan: aws/ec2-t3.small-spot, share: 50%}"),
        Change(path: "platform.regions", value: "{aws: eu-west-1}"),
        Change(path: "prices.aws/egress.region", value: "eu-west-1"),
      ],
      5
    )
    let first = try #require(lines.firstIndex(of: "aws_instance.api_reserved[*]:"))
    #expect(
      lines[first + 1...first + 4] == [
        "monthly_hrs: 730", "reserved_instance_type: convertible",
        "reserved_instance_term: 3_year", "reserved_instance_payment_option: no_upfront",
      ]
    )
    let rest = try #require(lines.firstIndex(of: "aws_autoscaling_group.api:"))
    #expect(lines[rest + 1] == "instances: 2")
    #expect(lines.contains { $0.hasPrefix("# api: 50 % of what is not reserved is on") })
    #expect(lines.contains("region: eu-west-1"))
  }

  @Test func `says in comments what is not in it`() async throws {
    let comments = try await file().split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(comments.first?.contains("headroom cost aws.yaml") == true)
    #expect(comments.contains("# - main (base/micro)"))
    #expect(!comments.contains { $0.contains("Traffic") })
  }
}
