import Costing
public import Planning
import Quantities
public import Scenarios

/// The usage of a month as an Infracost usage file, format version 0.1.
///
/// Infracost prices what a Terraform plan declares and asks for the usage that no plan says: bytes, hours,
/// requests. Those are what a run measures. The addresses are made from the names of the scenario, such as
/// `aws_instance.api`: write your own there. Parts of vendors whose prices Infracost does not know are
/// listed in comments, so that nothing is left out in silence.
///
/// Every key is one of infracost-usage-example.yml and of the usage schemas in internal/resources/aws of
/// infracost/infracost (commits 21126056 and 03ed8916).
public struct InfracostUsage: Sendable {
  /// A resource and what it uses.
  struct Resource {
    var address: String
    var usage: [YAMLValue.Member]
  }

  private let tier: String
  private let command: String
  private(set) var resources: [Resource] = []
  private(set) var leftOut: [String] = []
  private(set) var remarks: [String] = []

  /// The usage of a tier's month.
  ///
  /// - Parameters:
  ///   - basis: What the tier's bill is made from.
  ///   - scenario: The scenario.
  ///   - command: The command that made it.
  public init(_ basis: BillingBasis, _ scenario: Scenario, command: String) {
    tier = basis.tier.name
    self.command = command
    let hours = 24 * scenario.daysPerMonth
    for service in basis.platform.services { add(service, basis, hours: hours) }
    let plans =
      basis.platform.databases.map { ($0.name, $0.plan) }
      + basis.platform.caches.map { ($0.name, $0.plan) }
    for case (let name, let plan?) in plans { leaveOut("\(name) (\(plan))") }
    for item in basis.platform.bill { add(item, basis) }
    for model in basis.platform.models where model.price != nil {
      leaveOut("tokens of \(model.name)")
    }
  }

  private mutating func add(_ service: Service, _ basis: BillingBasis, hours: Double) {
    guard let plan = service.plan else { return }
    guard plan.hasPrefix("aws/ec2-") else { return leaveOut("\(service.name) (\(plan))") }
    let instances = basis.usage.services[service.name]
    var mean = instances?.mean ?? Double(service.instances)
    if let reserved = service.reserved {
      if let terms = InfracostUsage.terms(of: reserved.plan) {
        add(
          "aws_instance",
          "\(service.name)_reserved",
          [("monthly_hrs", .number(InfracostUsage.digits(hours)))] + terms,
          count: reserved.instances
        )
      } else {
        leaveOut("\(service.name), reserved (\(reserved.plan))")
      }
      let bought = Double(reserved.instances)
      mean = instances?.mean(beyond: reserved.instances) ?? max(mean - bought, 0)
    }
    if let spot = service.spot {
      let percent = InfracostUsage.digits(100 * spot.share.value)
      remarks.append(
        "\(service.name): \(percent) % of what is not reserved is on \(spot.plan); Terraform says "
          + "what is spot, this file cannot"
      )
    }
    guard mean > 0 else { return }
    guard service.autoscale != nil || service.reserved != nil else {
      let values = [("monthly_hrs", YAMLValue.number(InfracostUsage.digits(hours)))]
      return add("aws_instance", service.name, values, count: service.instances)
    }
    // Infracost takes whole instances and drops what is behind the point.
    let whole = mean.rounded(.up)
    let group = "aws_autoscaling_group.\(InfracostUsage.label(service.name))"
    if whole != mean {
      remarks.append(
        "\(group): \(InfracostUsage.digits(mean)) instances on average, rounded up to a whole number"
      )
    }
    add(
      "aws_autoscaling_group",
      service.name,
      [("instances", .number(InfracostUsage.digits(whole)))]
    )
  }

  /// How Infracost writes the terms of reserved instances; nil for a plan that does not say them.
  private static func terms(of plan: String) -> [(key: String, value: YAMLValue)]? {
    let term = [("-1y", "1_year"), ("-3y", "3_year")].first { plan.hasSuffix($0.0) }?.1
    guard let term, plan.contains("-reserved") else { return nil }
    return [
      ("reserved_instance_type", .text(plan.contains("convertible") ? "convertible" : "standard")),
      ("reserved_instance_term", .text(term)),
      ("reserved_instance_payment_option", .text("no_upfront")),
    ]
  }

  private mutating func add(_ item: BillItem, _ basis: BillingBasis) {
    let usage = basis.usage
    guard let measured = usage.measure(item.meter) else { return leaveOut(item.item) }
    let quantity = YAMLValue.number(InfracostUsage.digits(measured * item.quantity))
    switch item.price {
    case "aws/egress", "aws/egress-first-10tb":
      // No resource of Terraform says where it is, so that the usage has to.
      let region = basis.platform.region(of: item.price, for: item.region) ?? "us-east-1"
      add(
        "aws_data_transfer",
        item.item,
        [("region", .text(region)), ("monthly_outbound_internet_gb", quantity)]
      )
    case "aws/nat-gateway":
      let processed = InfracostUsage.digits(usage.originEgress.gigabytes)
      add("aws_nat_gateway", item.item, [("monthly_data_processed_gb", .number(processed))])
    case "aws/cloudwatch-logs-ingest":
      add("aws_cloudwatch_log_group", item.item, [("monthly_data_ingested_gb", quantity)])
    case "aws/s3-standard":
      add("aws_s3_bucket", item.item, [("standard.storage_gb", quantity)])
    case "aws/cloudfront-egress", "aws/cloudfront-egress-first-10tb":
      add(
        "aws_cloudfront_distribution",
        item.item,
        [("monthly_data_transfer_to_internet_gb.us", quantity)]
      )
    default:
      leaveOut("\(item.item) (\(item.price))")
    }
  }

  private mutating func leaveOut(_ words: String) { leftOut.append(words) }

  /// Adds a resource; a key with a dot stands for a value inside another.
  ///
  /// Of several equal ones, which Terraform counts from 0, the address stands for all.
  private mutating func add(
    _ type: String,
    _ name: String,
    _ values: [(key: String, value: YAMLValue)],
    count: Int = 1
  ) {
    let members = values.map { key, value -> YAMLValue.Member in
      let parts = key.split(separator: ".").map(String.init)
      guard parts.count == 2 else { return YAMLValue.Member(key, value) }
      return YAMLValue.Member(parts[0], .mapping([YAMLValue.Member(parts[1], value)]))
    }
    let address = "\(type).\(InfracostUsage.label(name))\(count > 1 ? "[*]" : "")"
    resources.append(Resource(address: address, usage: members))
  }

  /// At most three decimals, and none where there are none.
  private static func digits(_ value: Double) -> String {
    let text = Numerals.plain(value, digits: 3)
    guard text.contains(".") else { return text }
    let bare = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(bare.reversed())
  }

  /// A name that Terraform takes: letters, digits and underscores.
  private static func label(_ name: String) -> String {
    let letters = name.lowercased().map { letter -> Character in
      letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "_"
    }
    return letters.first?.isNumber == true ? "_" + String(letters) : String(letters)
  }

  /// The file.
  ///
  /// - Throws: What the YAML library throws.
  public func rendered() throws -> String {
    let usage = resources.map { YAMLValue.Member($0.address, .mapping($0.usage)) }
    let file = YAMLValue.mapping([
      YAMLValue.Member("version", .number("0.1")),
      YAMLValue.Member("resource_usage", .mapping(usage)),
    ])
    var lines = [
      "# Usage of a month at \(tier), as simulated: \(command)",
      "# infracost breakdown --path . --usage-file THIS; the addresses are names of the scenario.",
    ]
    lines += remarks.map { "# \($0)" }
    if !leftOut.isEmpty {
      lines.append("# Not in here, because no usage key of Infracost fits:")
      lines += leftOut.map { "# - \($0)" }
    }
    let head = lines.map { $0.map { $0.isNewline ? " " : String($0) }.joined() }
    return head.joined(separator: "\n") + "\n" + (try file.rendered())
  }
}
