/// The Python of the notebook.
enum NotebookPython {
  /// The imports, and the two functions the other cells use.
  static let setup = """
    from pathlib import Path

    import altair as alt
    import pandas as pd

    try:  # a picture that needs no network, where the converter is installed
        import vl_convert  # noqa: F401
        alt.renderers.enable("svg")
    except ImportError:
        pass


    def table(name):
        \"\"\"The table of that name, from the CSV file beside this notebook.\"\"\"
        path = Path("tables") / f"{name}.csv"
        return pd.read_csv(path, keep_default_na=False, na_values=[""])


    def draw(specification, *names):
        \"\"\"A Vega-Lite chart over the tables of those names.\"\"\"
        frames = {name: table(name).astype(object) for name in names}
        data = {name: f.where(f.notna(), None).to_dict("records") for name, f in frames.items()}
        return alt.Chart.from_dict({**specification, "datasets": data})
    """

  /// The values of a what-if; a tool such as papermill puts its own behind them.
  static let parameters = """
    settings = {}  # for example {"services.api.instances": 4, "experiment.seed": 7}
    """

  /// A cell that runs the scenario again where values are set, and shows both answers.
  ///
  /// - Parameter command: The command of the report, as a Python string.
  /// - Returns: The text of the cell.
  static func whatIf(command: String) -> String {
    """
    import json
    import os
    import shlex
    import subprocess
    import tempfile

    command = \(command)


    def tiers(report):
        \"\"\"The cards of a report: a row a tier.\"\"\"
        rows = {}
        for card in report["cards"]:
            row = {"Verdict": card["verdict"]["text"]}
            for key, label in card["labels"].items():
                cell = card["values"][key]
                row[label["title"]] = cell.get("value", "?") if isinstance(cell, dict) else cell
            rows[card["title"]] = row
        return pd.DataFrame.from_dict(rows, orient="index")


    def what_if(settings):
        \"\"\"The tiers as they are, and with these values instead.\"\"\"
        program = os.environ.get("HEADROOM", "headroom")
        words = shlex.split(command)[1:]
        here = [Path.cwd(), *Path.cwd().parents]
        root = next(folder for folder in here if (folder / words[1]).exists())
        changes = [word for path, value in settings.items() for word in ("--set", f"{path}={value}")]
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "what-if"
            call = [program, *words, *changes, "--out", str(out), "--quiet"]
            subprocess.run(call, cwd=root, check=True, stdout=subprocess.DEVNULL)
            after = json.loads((out / "report.json").read_text(encoding="utf-8"))
        before = json.loads(Path("report.json").read_text(encoding="utf-8"))
        return pd.concat({"as it is": tiers(before), "what if": tiers(after)}, axis=1)


    what_if(settings) if settings else "No value is set."
    """
  }

  /// A cell that shows a table.
  static func show(_ table: String) -> String { "table(\"\(table)\")" }

  /// A cell that draws a chart from its tables.
  static func draw(_ specification: JSONValue, tables: [String]) -> String {
    let names = tables.map { "\"\($0)\"" }.joined(separator: ", ")
    return "specification = \(literal(specification, indent: 0))\n\ndraw(specification, \(names))"
  }

  /// A JSON value as Python writes it.
  private static func literal(_ value: JSONValue, indent: Int) -> String {
    let inner = String(repeating: " ", count: indent + 4)
    let outer = String(repeating: " ", count: indent)
    switch value {
    case .null: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .number, .string: return value.compact
    case .array(let values):
      let parts = values.map { literal($0, indent: indent + 4) }
      let line = "[\(parts.joined(separator: ", "))]"
      if line.count + indent <= 80, !line.contains("\n") { return line }
      return "[\n" + parts.map { "\(inner)\($0),\n" }.joined() + "\(outer)]"
    case .object(let members):
      let parts = members.map {
        JSONValue.string($0.key).compact + ": " + literal($0.value, indent: indent + 4)
      }
      let line = "{\(parts.joined(separator: ", "))}"
      if line.count + indent <= 80, !line.contains("\n") { return line }
      return "{\n" + parts.map { "\(inner)\($0),\n" }.joined() + "\(outer)}"
    }
  }
}
