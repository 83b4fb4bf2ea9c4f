/// A name in a stored form, whatever it is.
struct StoredName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}

/// A property and the name under which it is stored.
///
/// Names are written out and not derived from those of properties: renaming a property in the code
/// must not change files.
struct StoredField<Whole> {
  let encode: (Whole, inout KeyedEncodingContainer<StoredName>) throws -> Void
  let decode: (inout Whole, KeyedDecodingContainer<StoredName>) throws -> Void

  init<Value: Codable>(_ name: String, _ path: WritableKeyPath<Whole, Value>) {
    let key = StoredName(stringValue: name)
    encode = { try $1.encode($0[keyPath: path], forKey: key) }
    decode = { $0[keyPath: path] = try $1.decode(Value.self, forKey: key) }
  }

  /// A counter that came later: stored only where it is not zero, so that older files stay readable
  /// and the form of runs without it stays as it was.
  init(added name: String, _ path: WritableKeyPath<Whole, Int64>) {
    let key = StoredName(stringValue: name)
    encode = { whole, container in
      let count = whole[keyPath: path]
      if count != 0 { try container.encode(count, forKey: key) }
    }
    decode = { $0[keyPath: path] = try $1.decodeIfPresent(Int64.self, forKey: key) ?? 0 }
  }

  /// A list that is stored only when there is something in it, so that runs without it are stored as
  /// they were before it was added.
  init<Element: Codable>(added name: String, _ path: WritableKeyPath<Whole, [Element]>) {
    let key = StoredName(stringValue: name)
    encode = { if !$0[keyPath: path].isEmpty { try $1.encode($0[keyPath: path], forKey: key) } }
    decode = { $0[keyPath: path] = try $1.decodeIfPresent([Element].self, forKey: key) ?? [] }
  }

  /// A number of 128 bits, stored as its decimal digits: JSON readers keep 64 bits at most.
  init(wide name: String, _ path: WritableKeyPath<Whole, Int128>) {
    let key = StoredName(stringValue: name)
    encode = { try $1.encode($0[keyPath: path].description, forKey: key) }
    decode = { whole, container in
      let text = try container.decode(String.self, forKey: key)
      guard let number = Int128(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: key,
          in: container,
          debugDescription: "\(text) is no whole number"
        )
      }
      whole[keyPath: path] = number
    }
  }
}

/// A value that is stored field by field.
protocol StoredByField: Codable {
  /// Nothing measured yet.
  init()
  /// All that it stores.
  static var fields: [StoredField<Self>] { get }
  /// Whether lists are as long as they must be.
  var isWellFormed: Bool { get }
}

extension StoredByField {
  var isWellFormed: Bool { true }

  /// Writes every field under its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: StoredName.self)
    for field in Self.fields { try field.encode(self, &container) }
  }

  /// Reads what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: StoredName.self)
    self.init()
    for field in Self.fields { try field.decode(&self, container) }
    guard isWellFormed else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: container.codingPath,
          debugDescription: "a list or a number is out of bounds"
        )
      )
    }
  }
}
