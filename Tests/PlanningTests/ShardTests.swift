import Costing
import Foundation
import Quantities
import Scenarios
import Simulating
import Statistics
import Testing

@testable import Planning

@Suite struct `Shards of a run` {
  private static let all = 0..<1_000_000

  @Test(arguments: [([3], [1, 0]), ([1, 5], [2, 0, 1]), ([2, 4, 6], [3, 1, 0, 2])])
  func `cut anywhere and merged in any order give the study of the whole`(
    cuts: [Int],
    order: [Int]
  ) async throws {
    let fixture = try ShardFixture()
    let whole = try await fixture.study(threads: 1)
    let bounds = [0] + cuts + [Self.all.upperBound]
    var shards: [(file: String, shard: Shard)] = []
    for place in order {
      shards.append(try await fixture.shard(bounds[place]..<bounds[place + 1]))
    }
    let archive = try ShardArchive(shards)
    try await archive.check(fixture.document, in: Laboratory(threads: 2))
    let study = try await fixture.study(archive)
    #expect(study.fingerprint == whole.fingerprint)
    #expect(study.scores.map(\.value) == whole.scores.map(\.value))
    #expect(study.tiers.map(\.bill.total) == whole.tiers.map(\.bill.total))
    #expect(study.phases.contains { !$0.steps.isEmpty })
  }

  @Test func `hold as many replications as each test needs, each test once`() async throws {
    let fixture = try ShardFixture()
    let needed = try await fixture.study().tiers.flatMap(\.tests).map(\.replications)
    let shard = try await fixture.shard(Self.all).shard
    #expect(
      shard.parts.map(\.experiment.name) == [
        "peak at now", "steady at now", "own at now", "peak at later", "steady at later",
      ]
    )
    #expect(shard.parts.map(\.measurements.count) == Array(needed.prefix(5)))
    #expect(Set(needed).count > 1)
    #expect(try await fixture.shard(500..<600).shard.count == 0)
  }

  @Test func `are believed: a study of them simulates none of the tests`() async throws {
    let fixture = try ShardFixture()
    var (file, shard) = try await fixture.shard(Self.all)
    let events = try await fixture.study().events
    for part in shard.parts.indices { shard.parts[part].measurements[0].events += 1000 }
    let study = try await fixture.study(ShardArchive([(file, shard)]))
    #expect(study.events == events + Int64(1000 * (shard.parts.count + 1)))
  }

  @Test func `say nothing about a changed platform`() async throws {
    let fixture = try ShardFixture()
    let archive = try ShardArchive([try await fixture.shard(Self.all)])
    let change = Change(path: "services.api.instances", value: "2")
    let changed = try fixture.document.applying([change])
    let test = try #require(changed.tests.first)
    let with = Laboratory(threads: 1, archive: archive)
    let result = await with.run(test, at: changed.tiers[0], of: changed)
    let simulated = await Laboratory(threads: 1).run(test, at: changed.tiers[0], of: changed)
    #expect(Fingerprint(of: result) == Fingerprint(of: simulated))
    let kept = await with.run(test, at: changed.tiers[0], of: fixture.document.scenario)
    #expect(Fingerprint(of: result) != Fingerprint(of: kept))
  }

  @Test func `are the same bytes for any number of threads`() async throws {
    let fixture = try ShardFixture()
    var files: Set<Data> = []
    for threads in [1, 2, 8] {
      let shard = await Laboratory(threads: threads)
        .shard(0..<3, of: fixture.document, from: fixture.source, today: nil, version: "1.0.0")
      files.insert(try shard.encoded())
    }
    #expect(files.count == 1)
  }
}

@Suite struct `Shards that are not one run` {
  private func reason(_ shards: [(file: String, shard: Shard)]) -> String {
    do {
      _ = try ShardArchive(shards)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func `an overlap is named`() async throws {
    let fixture = try ShardFixture()
    let (a, b) = (try await fixture.shard(0..<3), try await fixture.shard(2..<9))
    #expect(reason([b, a]) == "\(b.file): \(a.file) holds replications 2..<3 too")
    #expect(reason([a, b]) == reason([b, a]))
    #expect(reason([a, a, b]).contains("holds replications 0..<3 too"))
  }

  @Test func `a gap is named with its tests and tiers`() async throws {
    let fixture = try ShardFixture()
    let shards = [try await fixture.shard(0..<1), try await fixture.shard(3..<4)]
    let words = reason(shards)
    #expect(words.hasPrefix("\(shards[0].file): these are not all of the run; missing: "))
    let needed = shards[0].shard.parts.map(\.experiment)
    #expect(needed.contains { $0.needed == 2 } && needed.contains { $0.needed == 7 })
    let two = needed.filter { $0.needed == 2 }.map(\.name).joined(separator: ", ")
    #expect(words.contains("replications 1..<2 of \(two)"))
    #expect(words.contains("replications 1..<3 of ") && words.contains("replications 4..<7 of "))
    #expect(reason([shards[1]]).contains("it is not all of the run; missing: replications 0..<3"))
  }

  @Test func `shards of another run are refused`() async throws {
    let fixture = try ShardFixture()
    let first = try await fixture.shard(0..<3)
    let seeded = try await ShardFixture(seed: 6).shard(3..<9)
    #expect(
      reason([first, seeded]).contains("of another run than \(first.file): the seed is another")
    )
    let edited = ShardFixture.text.replacing("mean: 100ms", with: "mean: 101ms")
    var foreign = try await ShardFixture(edited).shard(3..<9)
    #expect(reason([first, foreign]).contains("of another run"))
    // Even where somebody says that the files are the same.
    foreign.shard.source = first.shard.source
    #expect(reason([first, foreign]).contains("its programs differ"))
  }

  @Test func `a scenario that has changed since is refused`() async throws {
    let fixture = try ShardFixture()
    var (file, shard) = try await fixture.shard(0..<1_000_000)
    let archive = try ShardArchive([(file, shard)])
    let edited = try ShardFixture(ShardFixture.text.replacing("mean: 100ms", with: "mean: 101ms"))
    let laboratory = Laboratory(threads: 1)
    let error = await #expect(throws: ShardError.self) {
      try await archive.check(edited.document, in: laboratory)
    }
    #expect(error?.description.hasPrefix("\(file): ") == true)
    #expect(error?.description.hasSuffix("shop.yaml has changed since it was made") == true)
    shard.source = edited.source.reading(edited.document)
    let forged = try ShardArchive([(file, shard)])
    let other = await #expect(throws: ShardError.self) {
      try await forged.check(edited.document, in: laboratory)
    }
    #expect(other?.reason == "peak at now compiles to another program here")
  }
}

@Suite struct `A damaged shard` {
  private func shard(_ version: String = "1.0.0") async throws -> Shard {
    let fixture = try ShardFixture()
    return await Laboratory(threads: 2)
      .shard(0..<1, of: fixture.document, from: fixture.source, today: nil, version: version)
  }

  private func error(_ data: Data) -> String {
    do {
      _ = try Shard(decoding: data, file: "a.shard.json", version: "1.0.0")
      return "none"
    } catch {
      return error.description
    }
  }

  /// The bytes with a true checksum around a changed body.
  private func forged(_ data: Data, _ change: (String) -> String) -> Data {
    let head = #"{"checksum":"0123456789abcdef","shard":"#.utf8.count
    let body = change(String(decoding: data.dropFirst(head).dropLast(2), as: UTF8.self))
    let checksum = Data(body.utf8).withUnsafeBytes { Fingerprint(bytes: $0) }
    return Data("{\"checksum\":\"\(checksum)\",\"shard\":\(body)}\n".utf8)
  }

  @Test func `is refused wherever a byte is changed or cut off`() async throws {
    let data = try await shard().encoded()
    #expect(error(data) == "none")
    for place in stride(from: 0, to: data.count, by: data.count / 60) {
      var broken = data
      broken[place] ^= 1
      #expect(error(broken).hasPrefix("a.shard.json: it is "), "byte \(place)")
      #expect(error(data.prefix(place)).hasPrefix("a.shard.json: it is "), "\(place) bytes")
    }
    #expect(error(data + Data("\n".utf8)).contains("it is damaged"))
    #expect(error(Data("{}".utf8)).contains("it is no shard"))
  }

  @Test func `is refused although its checksum is right`() async throws {
    let data = try await shard().encoded()
    #expect(error(forged(data) { $0 }) == "none")
    let mistakes = [
      (#""offered":"#, #""offered":1"#, "has another digest"),
      (#""first_replication":0"#, #""first_replication":1"#, "1..<1 are no replications"),
      (#""end_replication":1"#, #""end_replication":2"#, "has 1 measurements, not 2"),
      (#""needed":"#, #""needed":-"#, "has 1 measurements, not 0"),
      (#""measurement":{"#, #""measurement":{"x":["#, "it is damaged"),
      (#""parts":"#, #""part":"#, "it is damaged"),
      ("headroom-shard/1", "headroom-shard/2", "its schema is headroom-shard/2"),
    ]
    for (part, replacement, words) in mistakes {
      let broken = forged(data) { text in
        text.firstRange(of: part).map { text.replacingCharacters(in: $0, with: replacement) } ?? ""
      }
      #expect(error(broken).contains(words), "\(replacement): \(error(broken))")
    }
  }

  @Test func `never stops the program, whatever number stands in it`() async throws {
    let data = try await shard().encoded()
    let numbers = Array(String(decoding: data, as: UTF8.self).matches(of: /[:\[,]-?[0-9]+/))
    for number in stride(from: 0, to: numbers.count, by: numbers.count / 40).map({ numbers[$0] }) {
      for value in ["-1", "9223372036854775807", "1e300", "null"] {
        let broken = forged(data) { text in
          text.replacing(number.output, with: number.output.prefix(1) + value, maxReplacements: 1)
        }
        let words = error(broken)
        #expect(words == "none" || words.hasPrefix("a.shard.json: it is damaged"), "\(words)")
      }
    }
  }

  @Test func `of another version is refused by name`() async throws {
    let data = try await shard("1.0.1").encoded()
    #expect(error(data) == "a.shard.json: headroom 1.0.1 made it; this is headroom 1.0.0")
  }
}
