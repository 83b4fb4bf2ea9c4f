import Testing

@testable import Scenarios

/// Regions that the price books do not know.
@Suite struct `Bad regions` {
  private func file(_ rest: String) -> String {
    """
    headroom: 1
    prices:
      aws/nat: {vendor: AWS, product: NAT, unit: hour, usd: 0.045, region: us-east-1,
        regions: {eu-west-1: {usd: 0.048}, ap-northeast-1: {factor: 1.2}}, source: s, as_of: 2026, grade: C}
      own/seat: {vendor: Own, product: Seat, unit: month, usd: 5, source: s, as_of: 2026, grade: C}
    stations: {s: {}}
    services: {api: {plan: own/seat, region: wherever}}
    endpoints: {ask: {steps: [{serve: {at: s, time: 1s}}]}}
    tests: {one: {arrivals: {ask: 0.1/s}, duration: 1min}}
    \(rest)
    """
  }

  private func error(_ rest: String) -> ScenarioError? {
    do throws(ScenarioError) {
      _ = try ScenarioDocument.read(text: file(rest), name: "t.yaml")
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "platform: {regions: {aws: eu-west-1}}",
    "bill: [{item: NAT, price: aws/nat, region: ap-northeast-1}]",
    "bill: [{item: NAT, price: aws/nat, region: us-east-1}]",
    // A vendor whose prices are alike everywhere has no region that could be wrong.
    "bill: [{item: Seats, price: own/seat, region: mars}]",
  ])
  func `are not those that the books know`(rest: String) {
    #expect(error(rest) == nil)
  }

  @Test(arguments: [
    ("platform: {regions: {aws: eu-west-2}}", "10:27", "did you mean \"eu-west-1\"?"),
    ("platform: {regions: {azure: north}}", "10:29", "no price is of a vendor \"azure\""),
    ("bill: [{item: NAT, price: aws/nat, region: mars}]", "10:44", "a region \"mars\""),
    (
      "caches: {c: {plan: aws/nat, region: us-east-l}}", "10:37", "did you mean \"us-east-1\"?"
    ),
    ("databases: {d: {plan: aws/nat, region: x}}", "10:40", "a region \"x\""),
  ])
  func `are named at their place, with those that are known`(
    rest: String,
    place: String,
    words: String
  ) throws {
    let problems = try #require(error(rest)).problems
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.code == "H020")
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect(try places(file(rest)) == ["\(place) H020"])
    let known = words.contains("vendor") ? "aws, own" : "ap-northeast-1"
    #expect(problem.help?.contains(known) == true)
  }
}
