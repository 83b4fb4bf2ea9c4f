import Foundation
import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

@Suite struct `A stored measurement` {
  private func bytes(_ measurement: Simulating.Measurement) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(measurement)
  }

  private func read(_ data: Data) throws -> Simulating.Measurement {
    try JSONDecoder().decode(Simulating.Measurement.self, from: data)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `comes back equal in every field, whatever the platform`(seed: UInt64) throws {
    var platform = RandomPlatform(seed: seed)
    let program = platform.program()
    let measurement = drain(program, replication: 0)
    let data = try bytes(measurement)
    let back = try read(data)
    #expect(back.digest == measurement.digest)
    // The fingerprint folds every stored property, also those that the digest leaves out.
    #expect(Fingerprint(of: back) == Fingerprint(of: measurement))
    #expect(try bytes(back) == data)
    #expect(back.fits(program))
  }

  @Test func `has names and digits that do not change`() throws {
    let text = """
      {"caches":[{"hits":2,"lookups":5}],"endpoints":[],"events":0,\
      "groups":[{"busy_ns":"9223372036854775807000","peak_in_use":0,"peak_waiting":0,\
      "queue_ns":"-1","refused":0,"reneged":0,"requests":9223372036854775807,"waited":0,\
      "waiting_ns":0}],"measured_ns":0,"models":[],"peak_in_flight":0,\
      "providers":[{"calls":0,"peak_calls_per_min":0.30000000000000004,\
      "peak_input_per_min":0,"peak_output_per_min":0,"peak_tokens_per_min":0,"throttled":0}],\
      "samples":{"completed":[0],"failed":[0],"in_flight":[0],"in_use":[[3,4]],"offered":[0],\
      "response_ns":[0],"time_ns":[0],"waiting":[[0,2147483647]]},"was_truncated":false}
      """
    let measurement = try read(Data(text.utf8))
    #expect(String(decoding: try bytes(measurement), as: UTF8.self) == text)
    let group = try #require(measurement.groups.first)
    #expect(group.busyTime == Int128(Int64.max) * 1000)
    #expect(group.queueTime == -1)
    #expect(group.requests == .max)
    #expect(measurement.providers.first?.peakCallsPerMinute == 0.1 + 0.2)
    #expect(measurement.caches.first?.hits == 2)
    #expect(measurement.samples.first?.inUse == [3, 4])
    #expect(measurement.samples.first?.waiting == [0, .max])
  }

  @Test(arguments: [
    // A list that is too short, digits that are none, a count that is no whole number.
    (#""failed":[0,"#, #""failed":["#), (#""time_ns":[0,"#, #""time_ns":["#),
    (#""busy_ns":""#, #""busy_ns":"x"#), (#""events":"#, #""events":0.5,"x":"#),
    (#""groups":"#, #""group":"#), (#""peak_calls_per_min":"#, #""peak_calls_per_min":-1,"x":"#),
  ])
  func `is refused when it is not well formed`(part: String, replacement: String) throws {
    var platform = RandomPlatform(seed: 3)
    var measurement = drain(platform.program(), replication: 0)
    measurement.samples[0].time = 0
    measurement.endpoints[0].failed[0] = 0
    let text = String(decoding: try bytes(measurement), as: UTF8.self)
    let range = try #require(text.firstRange(of: part))
    let broken = text.replacingCharacters(in: range, with: replacement)
    #expect(throws: DecodingError.self) { try read(Data(broken.utf8)) }
  }

  @Test func `fits no program with other resources`() throws {
    let program = PlainModel.chain([1]).open(rate: 0.5, seconds: 100)
    let other = PlainModel.chain([1, 1]).open(rate: 0.5, seconds: 100)
    #expect(drain(program, replication: 0).fits(program))
    #expect(!drain(program, replication: 0).fits(other))
  }
}

@Suite struct `A program's fingerprint` {
  @Test func `is that of another compilation of the same`() {
    for seed in 0..<5 as Range<UInt64> {
      var one = RandomPlatform(seed: seed)
      var two = RandomPlatform(seed: seed)
      #expect(one.program().fingerprint == two.program().fingerprint)
    }
  }

  @Test func `differs for every change of what is simulated`() {
    let model = PlainModel.chain([1, 2])
    var seeded = model
    seeded.seed = 2
    var sampled = model.open(rate: 0.3, seconds: 100)
    sampled.sampleCount = 7
    let fingerprints = [
      model.open(rate: 0.3, seconds: 100), sampled, seeded.open(rate: 0.3, seconds: 100),
      model.open(rate: 0.3.nextUp, seconds: 100), model.open(rate: 0.3, seconds: 101),
      model.open(rate: 0.3, seconds: 100, warmUp: 1),
      PlainModel.chain([1, 2.0.nextUp]).open(rate: 0.3, seconds: 100),
      PlainModel.chain([1, 2], servers: 2).open(rate: 0.3, seconds: 100),
      PlainModel.chain([1, 2], queue: .atMost(5)).open(rate: 0.3, seconds: 100),
      model.closed(users: 1, think: .constant(1), seconds: 100),
    ].map(\.fingerprint)
    #expect(Set(fingerprints).count == fingerprints.count)
  }

  @Test func `does not confuse where one text ends and the next begins`() {
    #expect(Fingerprint(of: ["ab", "c"]) != Fingerprint(of: ["a", "bc"]))
    #expect(Fingerprint(of: [[1], [2, 3]]) != Fingerprint(of: [[1, 2], [3]]))
    #expect(Fingerprint(of: Optional<Int>.none as Any) != Fingerprint(of: Optional(0) as Any))
    #expect(Fingerprint(of: 0.0) != Fingerprint(of: -0.0))
    #expect(Fingerprint(of: Int128(1)) != Fingerprint(of: Int128(1) << 64))
  }
}
