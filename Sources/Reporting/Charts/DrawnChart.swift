/// A drawing made fit for an HTML page: it scales, names itself, and shares no id with another one.
struct DrawnChart {
  /// The SVG element.
  let svg: String

  /// Takes what Vega drew.
  init(_ drawing: String, id: String, label: String) {
    guard let start = drawing.firstRange(of: "<svg"),
      let end = drawing[start.upperBound...].firstRange(of: ">")
    else {
      svg = ""
      return
    }
    let root = drawing[start.upperBound..<end.lowerBound]
    let width = DrawnChart.attribute("width", of: root) ?? "700"
    let viewBox = DrawnChart.attribute("viewBox", of: root) ?? "0 0 700 300"
    let head =
      "<svg class=\"chart\" viewBox=\"\(viewBox)\" role=\"img\" "
      + "aria-label=\"\(HTMLText.escaped(label))\" style=\"max-width:\(width)px\">"
    let body = drawing[end.upperBound...].replacing("xlink:href", with: "href")
    svg = head + DrawnChart.renamed(String(body), prefix: id)
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
    return String(tag[start.upperBound...].prefix { $0 != "\"" })
  }

  /// The ids inside, numbered from 1 in order of appearance and preceded by the id of the chart.
  private static func renamed(_ body: String, prefix: String) -> String {
    var result = body
    for (index, match) in body.matches(of: /\sid="([^"]+)"/).enumerated() {
      let old = match.output.1
      let new = "chart-\(prefix)-\(index + 1)"
      result = result.replacing(" id=\"\(old)\"", with: " id=\"\(new)\"")
        .replacing("url(#\(old))", with: "url(#\(new))")
        .replacing("href=\"#\(old)\"", with: "href=\"#\(new)\"")
    }
    return result
  }
}
