import Foundation
import Quantities
import Testing

/// The shipped books, read as lines of text: that no fact stands without its source does not wait
/// for a reader of the format.
@Suite struct `The shipped books` {
  /// An entry of a book: its key and its fields as written.
  struct Entry {
    var file: String
    var key: String
    var fields: [String: String] = [:]
  }

  /// All entries of the YAML files in a folder of `models`.
  private func entries(in folder: String) throws -> [Entry] {
    let models = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "models")
    let files = try FileManager.default.contentsOfDirectory(
      at: models.appending(path: folder),
      includingPropertiesForKeys: nil
    )
    var entries: [Entry] = []
    for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "yaml" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let indent = line.prefix { $0 == " " }.count
        let text = line.dropFirst(indent)
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("#") else { continue }
        let name = String(text[..<colon])
        if indent == 2 {
          entries.append(Entry(file: file.lastPathComponent, key: name))
        } else if indent == 4, !entries.isEmpty {
          let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\"" }
          entries[entries.count - 1].fields[name] = String(value.prefix { $0 != "\"" })
        }
      }
    }
    return entries
  }

  @Test(arguments: ["prices", "limits"])
  func `give every entry a source, a date and a grade`(folder: String) throws {
    let entries = try entries(in: folder)
    #expect(entries.count > 40)
    for entry in entries {
      let place = Comment(rawValue: "\(entry.file): \(entry.key)")
      #expect(entry.fields["source"]?.isEmpty == false, place)
      #expect(["A", "B", "C"].contains(entry.fields["grade"]), place)
      let asOf = try #require(entry.fields["as_of"], place)
      #expect(asOf == "undated" || CalendarDate(asOf) != nil, place)
    }
  }

  @Test(arguments: ["prices", "limits"])
  func `name every entry once`(folder: String) throws {
    let keys = try entries(in: folder).map(\.key)
    let repeated = Dictionary(grouping: keys, by: { $0 }).filter { $0.value.count > 1 }.keys
    #expect(repeated.isEmpty)
  }

  @Test func `say vendor, product and unit of every price`() throws {
    for entry in try entries(in: "prices") {
      let place = Comment(rawValue: "\(entry.file): \(entry.key)")
      for field in ["vendor", "product", "unit"] {
        #expect(entry.fields[field]?.isEmpty == false, place)
      }
      let usd = entry.fields["usd"].map { Double($0) }
      #expect(usd == nil || usd.flatMap { $0 } != nil, place)
    }
  }
}
