public import Foundation
import Quantities
import Simulating

/// The file of a shard: `{"checksum":"…","shard":{…}}`, the shard's bytes with sorted keys.
///
/// The checksum is the fingerprint of the shard's bytes as they stand in the file, so a file that
/// was changed or cut short in any place is refused before anything in it is believed.
extension Shard {
  /// What the files of shards are called in them; the number changes with their form.
  public static let schema = "headroom-shard/1"

  private static let start = #"{"checksum":""#
  private static let middle = #"","shard":"#
  private static let end = "}\n"

  /// The bytes of its file; the same for the same shard.
  ///
  /// - Throws: What the encoder throws for a number that JSON has no form for.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = try encoder.encode(StoredShard(self))
    var data = Data((Shard.start + body.fingerprint.description + Shard.middle).utf8)
    data.append(body)
    data.append(Data(Shard.end.utf8))
    return data
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - data: The bytes.
  ///   - file: The name of the file, for messages.
  ///   - version: The version of this program, which must have made it.
  /// - Throws: `ShardError` when they are no shard, not as they were written, or of another version.
  public init(decoding data: Data, file: String, version: String) throws(ShardError) {
    let head = Shard.start.utf8.count + 16 + Shard.middle.utf8.count
    guard data.starts(with: Data(Shard.start.utf8)) else {
      throw ShardError(
        file,
        "it is no shard; `headroom run SCENARIO --replications 'A..<B'` makes one"
      )
    }
    let body = data.dropFirst(head).dropLast(Shard.end.utf8.count)
    let checksum = data.dropFirst(Shard.start.utf8.count).prefix(16)
    let isWhole =
      data.dropFirst(Shard.start.utf8.count + 16).starts(with: Data(Shard.middle.utf8))
      && data.suffix(Shard.end.utf8.count) == Data(Shard.end.utf8)
    guard isWhole, body.fingerprint.description.utf8.elementsEqual(checksum) else {
      throw ShardError(file, "it is damaged: it is not as it was written")
    }
    let made = try Shard.decode(StoredMark.self, from: body, in: file)
    guard made.schema == Shard.schema else {
      throw ShardError(file, "its schema is \(made.schema); this program reads \(Shard.schema)")
    }
    // The same scenario may be simulated differently by another version.
    guard made.version == version else {
      throw ShardError(file, "headroom \(made.version) made it; this is headroom \(version)")
    }
    let stored = try Shard.decode(StoredShard.self, from: body, in: file)
    self = try stored.shard(in: file)
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type,
    from body: Data,
    in file: String
  ) throws(ShardError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch {
      throw ShardError(file, "it is damaged: \(Shard.words(error))")
    }
  }

  private static func words(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return error.localizedDescription }
    let context =
      switch error {
      case .dataCorrupted(let context), .keyNotFound(_, let context),
        .typeMismatch(_, let context), .valueNotFound(_, let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
      }
    let path = context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
    return (path.isEmpty ? "" : path.joined(separator: ".") + ": ") + context.debugDescription
  }
}

extension Data {
  /// The fingerprint of the bytes.
  fileprivate var fingerprint: Fingerprint { withUnsafeBytes { Fingerprint(bytes: $0) } }
}

/// What is read of a shard before the rest is believed to have a known form.
private struct StoredMark: Codable {
  var schema: String
  var version: String
}

/// A shard as it stands in its file.
private struct StoredShard: Codable {
  struct WarmUp: Codable {
    var program: Fingerprint
    var pilots: Int
    var warmUp: Int64
    var note: String

    enum CodingKeys: String, CodingKey {
      case program, pilots, note
      case warmUp = "warm_up_ns"
    }
  }

  struct Part: Codable {
    var experiment: Shard.Experiment
    var measurements: [Measured]
  }

  /// A measurement with its digest, which names the damaged one.
  struct Measured: Codable {
    var digest: String
    var measurement: Simulating.Measurement
  }

  var schema = Shard.schema
  var version: String
  var source: Shard.Source
  var today: String?
  var first: Int
  var end: Int
  var warmUps: [WarmUp]
  var parts: [Part]

  enum CodingKeys: String, CodingKey {
    case schema, version, source, today, parts
    case first = "first_replication"
    case end = "end_replication"
    case warmUps = "warm_ups"
  }

  init(_ shard: Shard) {
    version = shard.version
    source = shard.source
    today = shard.today
    first = shard.replications.lowerBound
    end = shard.replications.upperBound
    warmUps = shard.warmUps.map {
      WarmUp(
        program: $0.program,
        pilots: $0.pilots,
        warmUp: $0.warmUp.nanoseconds,
        note: $0.note
      )
    }
    parts = shard.parts.map { part in
      Part(
        experiment: part.experiment,
        measurements: part.measurements.map {
          Measured(digest: String($0.digest, radix: 16), measurement: $0)
        }
      )
    }
  }

  /// The shard, when its parts fit each other.
  func shard(in file: String) throws(ShardError) -> Shard {
    guard first >= 0, first < end else {
      throw ShardError(file, "it is damaged: \(first)..<\(end) are no replications")
    }
    for part in parts {
      let numbers = (first..<end).clamped(to: 0..<max(part.experiment.needed, 0))
      guard part.measurements.count == numbers.count else {
        throw ShardError(
          file,
          "it is damaged: \(part.experiment.name) has \(part.measurements.count) measurements, "
            + "not \(numbers.count)"
        )
      }
      for (number, measured) in zip(numbers, part.measurements)
      where String(measured.measurement.digest, radix: 16) != measured.digest {
        throw ShardError(
          file,
          "it is damaged: replication \(number) of \(part.experiment.name) has another digest"
        )
      }
    }
    return Shard(
      version: version,
      source: source,
      today: today,
      replications: first..<end,
      warmUps: warmUps.map {
        WarmUpFinding(
          program: $0.program,
          pilots: $0.pilots,
          warmUp: SimInterval(nanoseconds: $0.warmUp),
          note: $0.note
        )
      },
      parts: parts.map {
        Shard.Part(experiment: $0.experiment, measurements: $0.measurements.map(\.measurement))
      }
    )
  }
}
