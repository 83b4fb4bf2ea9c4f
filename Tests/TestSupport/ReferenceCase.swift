public import Foundation

/// A published or independently computed answer of queueing theory.
public struct ReferenceCase: Decodable, Sendable {
  /// Its number: `Q01`.
  public let id: String
  /// The system's parameters.
  public let parameters: [String: Parameter]
  /// The answer.
  public let value: Parameter

  /// A number, a list, a list of lists, or a remark.
  public enum Parameter: Decodable, Sendable {
    /// A number.
    case number(Double)
    /// A list.
    case list([Parameter])
    /// A remark.
    case remark(String)

    /// Reads whichever it is.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let list = try? container.decode([Parameter].self) {
        self = .list(list)
      } else {
        self = .remark(try container.decode(String.self))
      }
    }

    /// All numbers in it, in order.
    public var numbers: [Double] {
      switch self {
      case .number(let number): [number]
      case .list(let list): list.flatMap(\.numbers)
      case .remark: []
      }
    }

    /// The rows of a list of lists.
    public var rows: [[Double]] {
      if case .list(let list) = self { list.map(\.numbers) } else { [] }
    }
  }

  /// What a case lacks.
  public struct Missing: Error, CustomStringConvertible {
    /// What it is, in words.
    public let description: String
  }

  /// A number parameter.
  public func number(_ name: String) throws -> Double {
    guard let number = parameters[name]?.numbers.first else {
      throw Missing(description: "\(id) has no number \(name)")
    }
    return number
  }

  /// A list parameter.
  public func numbers(_ name: String) throws -> [Double] {
    guard let numbers = parameters[name]?.numbers else {
      throw Missing(description: "\(id) has no list \(name)")
    }
    return numbers
  }

  /// The answer, where it is one number.
  public var answer: Double { value.numbers.first ?? .nan }
}

private struct ReferenceCases: Decodable {
  let cases: [ReferenceCase]

  static func read() throws -> [ReferenceCase] {
    let path = "Tests/QueueingTests/Fixtures/queueing-cases.json"
    let data = try Data(contentsOf: repositoryRoot.appending(path: path))
    return try JSONDecoder().decode(ReferenceCases.self, from: data).cases
  }
}

/// A reference case, computed with mpmath and SciPy or taken from print; the file says which.
public func referenceCase(_ id: String) throws -> ReferenceCase {
  guard let found = try ReferenceCases.read().first(where: { $0.id == id }) else {
    throw ReferenceCase.Missing(description: "there is no case \(id)")
  }
  return found
}

/// The numbers of all reference cases, sorted.
public func referenceCaseIDs() throws -> [String] {
  try ReferenceCases.read().map(\.id).sorted()
}

/// The folder that holds the package.
public let repositoryRoot: URL = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
