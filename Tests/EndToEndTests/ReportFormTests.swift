import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `The forms of a report` {
  let shop: Shop.Run

  init() throws {
    shop = try Shop.shared.get()
  }

  @Test func `are written by a run`() throws {
    #expect(shop.outcome.status == 0, "\(shop.outcome.errors)")
    for name in ["report.html", "report.md", "report.ipynb", "report.json", "tables/costs.csv"] {
      #expect(shop.folder.holds("report/\(name)"), "\(name)")
    }
    let saysWhy = shop.outcome.errors.contains("headroom: warning: There is no report.pptx: ")
    #expect(shop.folder.holds("report/report.pptx") != saysWhy)
  }

  @Test func `show the numbers of the JSON, every one of them`() throws {
    let walk = try PythonChecks.script("walk_numbers.py", shop.report)
    #expect(walk.status == 0, "\(walk.words)")
    #expect(walk.words.contains("CSV: ") && walk.words.contains("HTML: "))
  }

  @Test func `are found out when one digit of one of them is changed`() throws {
    let proof = try PythonChecks.script("walk_numbers.py", shop.report, "--prove")
    #expect(proof.status == 0, "\(proof.words)")
    #expect(proof.words.contains("CSV: ") && !proof.words.contains("NOT FOUND"))
  }

  @Test func `are legible pages: contrast, headings, names, nothing cut off, nothing fetched`()
    throws
  {
    let check = try PythonChecks.script("check_pages.py", "\(shop.report)/report.html")
    if check.status == PythonChecks.skipped { return print(check.words) }
    #expect(check.status == 0, "\(check.words)")
  }

  @Test(.enabled(if: PythonChecks.has("nbclient", "ipykernel", "pandas", "altair")))
  func `are a notebook that runs, and that runs the scenario again with other values`() throws {
    let check = try PythonChecks.script(
      "execute_notebook.py",
      shop.report,
      "experiment.seed=8",
      environment: ["HEADROOM": Program.url.path]
    )
    #expect(check.status == 0, "\(check.words)")
    #expect(check.words.contains("what if"))
  }

  @Test func `end the summary within 100 columns`() {
    let lines = shop.outcome.output.split(separator: "\n")
    #expect(lines.count > 40 && lines.allSatisfy { $0.count <= 100 })
    #expect(!shop.outcome.output.contains("\u{1B}"))
    #expect(shop.outcome.output.contains("Next steps:"))
  }
}

@Suite(.serialized) struct `The verb report` {
  let shop: Shop.Run

  init() throws {
    shop = try Shop.shared.get()
  }

  @Test func `builds the same bytes again from the JSON alone`() throws {
    let name = "again-\(UUID().uuidString)"
    let outcome = try shop.folder.headroom("report report/report.json --out \(name)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == shop.outcome.output)
    for form in ["report.html", "report.md", "report.ipynb", "report.json", "tables/latency.csv"] {
      #expect(try shop.folder.read("\(name)/\(form)") == shop.folder.read("report/\(form)"))
    }
  }

  @Test func `shows chosen sections and leaves the data whole`() throws {
    let outcome = try shop.folder.headroom(
      "report report --sections costs,roadmap --theme dark --out part --format markdown"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("## 6. Cost projections"))
    #expect(!outcome.output.contains("## 1. Scores"))
    let page = String(decoding: try shop.folder.read("part/report.html"), as: UTF8.self)
    #expect(page.contains("id=\"roadmap\"") && !page.contains("id=\"scores\""))
    #expect(page.contains("content=\"dark\""))
    #expect(try shop.folder.read("part/report.json") == shop.folder.read("report/report.json"))
    #expect(shop.folder.holds("part/tables/scores.csv"))
    let whole = try shop.folder.headroom("report part --quiet")
    #expect(whole.status == 0)
    #expect(whole.errors.isEmpty)
    #expect(try shop.folder.read("part/report.md") == shop.folder.read("report/report.md"))
  }

  @Test func `prints Markdown short enough for a comment on a pull request`() throws {
    let outcome = try shop.folder.headroom("report report --out comment --format markdown --quiet")
    #expect(outcome.status == 0)
    #expect(outcome.output.count < 20_000)
    #expect(outcome.output.contains("## What breaks first, and when?"))
    let full = try shop.folder.headroom("report report --out comment --format markdown --full")
    let written = try shop.folder.read("report/report.md")
    #expect(Data(full.output.utf8) == written)
  }

  @Test func `opens the page with the program that the system has for that`() throws {
    let folder = try TemporaryFolder()
    let opener = folder.url.appending(path: "xdg-open")
    try folder.write("#!/bin/sh\necho \"$1\" > \(folder.url.path)/opened\n", to: "xdg-open")
    try FileManager.default.copyItem(at: opener, to: folder.url.appending(path: "open"))
    for name in ["xdg-open", "open"] {
      let path = folder.url.appending(path: name).path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let outcome = try shop.folder.headroom(
      "report report --out open --open --quiet",
      environment: ["PATH": "\(folder.url.path):\(path)"]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let opened = String(decoding: try folder.read("opened"), as: UTF8.self)
    #expect(opened == "open/report.html\n")
  }

  @Test func `says what it cannot read, where`() throws {
    let folder = shop.folder
    #expect(try folder.headroom("report nowhere").status == 66)
    let none = try folder.headroom("report models")
    #expect(none.status == 66)
    #expect(none.errors == "headroom: models: there is no report.json in it\n")
    let unknown = try folder.headroom("report report --sections cost")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("no section cost; its sections: scores, current_capacity"))
    let text = String(decoding: try folder.read("report/report.json"), as: UTF8.self)
    try folder.write(text.replacing("headroom-report/2", with: "headroom-report/7"), to: "new.json")
    let version = try folder.headroom("report new.json --out other")
    #expect(version.status == 65)
    #expect(version.errors.hasPrefix("new.json:2:13: error[H023]: the schema is headroom-report/7"))
    #expect(try folder.headroom("report new.json").status == 64)
    #expect(!folder.holds("other"))
  }

  @Test func `has its file described by a schema`() throws {
    let outcome = try shop.folder.headroom("schema report")
    #expect(outcome.status == 0)
    let schema = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect((schema as? [String: Any])?["title"] as? String == "A report of Headroom")
    #expect(try shop.folder.headroom("schema report --reference").status == 64)
  }
}
