import Foundation
import Quantities
import Testing

/// Whether two numbers differ by at most a share of the second one.
func close(_ value: Double?, _ reference: Double, relative: Double = 1e-9) -> Bool {
  guard let value else { return false }
  return abs(value - reference) <= relative * abs(reference)
}

func perSecond(_ rate: Double) -> Rate { Rate(perSecond: rate) }
func seconds(_ span: Double) -> SimInterval { SimInterval(seconds: span) }

/// A published or independently computed answer.
struct ReferenceCase: Decodable {
  let id: String
  let parameters: [String: Parameter]
  let value: Parameter

  /// A number parameter.
  func number(_ name: String) throws -> Double {
    try #require(parameters[name]?.numbers.first, "\(id) has no number \(name)")
  }

  /// A list parameter.
  func numbers(_ name: String) throws -> [Double] {
    try #require(parameters[name]?.numbers, "\(id) has no list \(name)")
  }

  /// The answer, where it is one number.
  var answer: Double { value.numbers.first ?? .nan }
}

/// A number, a list, a list of lists, or a remark.
enum Parameter: Decodable {
  case number(Double)
  case list([Parameter])
  case remark(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([Parameter].self) {
      self = .list(list)
    } else {
      self = .remark(try container.decode(String.self))
    }
  }

  var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .list(let list): list.flatMap(\.numbers)
    case .remark: []
    }
  }

  var rows: [[Double]] {
    if case .list(let list) = self { list.map(\.numbers) } else { [] }
  }
}

/// The reference cases, computed with mpmath and SciPy or taken from print; see the file.
func referenceCase(_ id: String) throws -> ReferenceCase {
  struct File: Decodable { let cases: [ReferenceCase] }
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let data = try Data(contentsOf: folder.appending(path: "Fixtures/queueing-cases.json"))
  let file = try JSONDecoder().decode(File.self, from: data)
  return try #require(file.cases.first { $0.id == id }, "there is no case \(id)")
}

/// SplitMix64 (Steele, Lea and Flood, 2014): seeded, so that a failing test fails again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An exponential span.
  mutating func exponential(mean: Double) -> SimInterval {
    SimInterval(seconds: -log((Double(next() >> 11) + 0.5) / 9_007_199_254_740_992) * mean)
  }
}
