/// A table fitted into the width of a terminal.
///
/// Columns of words are wrapped first; what is still too wide is cut into several tables, each with
/// the first columns repeated: as many as it takes to tell the rows apart, three at most.
struct TerminalTable {
  /// A value and the verdict that colours it.
  struct Cell {
    var text: String
    var status: Status?
  }

  let headings: [String]
  let alignments: [Column.Alignment]
  let rows: [[Cell]]
  let width: Int

  private static let gap = 2

  /// The lines, none wider than `width`.
  func lines(usesColor: Bool) -> [String] {
    let groups = columnGroups()
    return Array(
      groups.map { block($0, widths: fitted($0), usesColor: usesColor) }.joined(separator: [""])
    )
  }

  /// Every column in groups that can be made to fit.
  private func columnGroups() -> [[Int]] {
    let stub = self.stub
    var groups: [[Int]] = []
    var current: [Int] = []
    for column in headings.indices {
      let candidate = current + [column]
      let least = candidate.map(leastWidth).reduce(0, +) + TerminalTable.gap * (candidate.count - 1)
      if least > width, current.count > stub.count, column >= stub.count {
        groups.append(current)
        current = stub + [column]
      } else {
        current = candidate
      }
    }
    return current.isEmpty ? groups : groups + [current]
  }

  /// The first columns that tell the rows apart, unless they would fill half of the width.
  private var stub: [Int] {
    for count in 1...3 where count < headings.count {
      let keys = rows.map { row in row.prefix(count).map(\.text) }
      let columns = Array(0..<count)
      guard columns.map(leastWidth).reduce(0, +) <= width / 2 else { break }
      if Set(keys).count == rows.count { return columns }
    }
    return headings.isEmpty ? [] : [0]
  }

  /// The widths of a group of columns: natural where they fit, else the widest words are wrapped.
  private func fitted(_ group: [Int]) -> [Int] {
    var widths = group.map(naturalWidth)
    let least = group.map(leastWidth)
    let room = width - TerminalTable.gap * (group.count - 1)
    while widths.reduce(0, +) > room {
      let shrinkable = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func naturalWidth(_ column: Int) -> Int {
    let texts = rows.map { $0[column].text }
    return max(texts.map(TerminalText.width).max() ?? 0, headingWidth(column), 1)
  }

  /// Words may wrap down to their longest word, at most 24; numbers not at all.
  private func leastWidth(_ column: Int) -> Int {
    let natural = naturalWidth(column)
    guard alignments[column] == .leading else { return min(natural, width / 2) }
    let texts = rows.map { $0[column].text } + [headings[column]]
    let longest = texts.flatMap { $0.split(separator: " ") }.map { TerminalText.width($0) }.max()
    return min(natural, max(min(longest ?? 1, 24), 8), width / 2)
  }

  /// A heading wraps at words, so it asks only for half of its length or its longest word.
  private func headingWidth(_ column: Int) -> Int {
    let words = headings[column].split(separator: " ").map { TerminalText.width($0) }
    return max(words.max() ?? 0, (TerminalText.width(headings[column]) + 1) / 2)
  }

  private func block(_ group: [Int], widths: [Int], usesColor: Bool) -> [String] {
    let heads = zip(group, widths).map { TerminalText.wrapped(headings[$0], width: $1) }
    var result = line(heads, group, widths, atBottom: true)
    result.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
    for row in rows {
      let cells = zip(group, widths).map { TerminalText.wrapped(row[$0].text, width: $1) }
      let colors = group.map { usesColor ? row[$0].status : nil }
      result += line(cells, group, widths, colors: colors)
    }
    return result
  }

  private func line(
    _ cells: [[String]],
    _ group: [Int],
    _ widths: [Int],
    colors: [Status?] = [],
    atBottom: Bool = false
  ) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { index in
      var text = ""
      for (position, lines) in cells.enumerated() {
        let place = atBottom ? index - (height - lines.count) : index
        let part = lines.indices.contains(place) ? lines[place] : ""
        let blank = String(
          repeating: " ",
          count: max(widths[position] - TerminalText.width(part), 0)
        )
        let painted = colors.isEmpty ? part : TerminalText.painted(part, colors[position])
        let isLeading = alignments[group[position]] == .leading
        text += (position > 0 ? "  " : "") + (isLeading ? painted + blank : blank + painted)
      }
      return text.trimmingSuffix { $0 == " " }
    }
  }
}
