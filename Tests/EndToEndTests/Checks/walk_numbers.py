"""Walks every number that a report shows and compares it with report.json.

walk_numbers.py FOLDER           compares Markdown, HTML, CSV, notebook and presentation with the JSON
walk_numbers.py FOLDER --prove   changes one digit of each form in a copy, and asks that it is found

The standard library is enough. Exit code 0: all equal (or, with --prove, every change found).
"""

import csv
import datetime
import html.parser
import json
import pathlib
import re
import shutil
import sys
import tempfile
import unicodedata
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def numbers(text):
    """The numbers that a reader sees: 12,345.60 and -$38.50 are one each."""
    plain = text.replace("-$", "-").replace("$", "")
    found = re.findall(r"-?(?:\d{1,3}(?:,\d{3})+(?!\d)|[0-9]+)(?:\.[0-9]+)?", plain)
    return [Decimal(item.replace(",", "")) for item in found]


def value_numbers(cell):
    """The numbers of a value of the JSON; an estimate has three."""
    if isinstance(cell, dict):
        return [cell[key] for key in ("value", "low", "high") if isinstance(cell.get(key), Decimal)]
    return [cell] if isinstance(cell, Decimal) else []


def words(cell):
    """The words of a value of the JSON, for comparing the numbers inside them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dict):
        return cell.get("text", cell["value"] if isinstance(cell.get("value"), str) else "")
    return ""


class Report:
    """The JSON, and what may be said of it."""

    def __init__(self, folder):
        text = (folder / "report.json").read_text(encoding="utf-8")
        self.json = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        self.sections = self.json["sections"]
        self.tables = {}
        for section in self.sections.values():
            for key, rows in section["tables"].items():
                self.tables[key] = (section["columns"][key], rows, section["about"][key]["title"])
        self.known = set()
        self.collect(self.json)
        self.strings = [text for text in self.prose() if text]

    def collect(self, value):
        if isinstance(value, dict):
            for key, inner in value.items():
                self.known.update(numbers(key))
                self.collect(inner)
                if key == "level" and isinstance(inner, Decimal):
                    self.known.add((inner * 100).normalize())
        elif isinstance(value, list):
            self.known.add(Decimal(len(value)))  # footnotes and steps are counted from 1
            self.known.update(map(Decimal, range(1, len(value) + 1)))
            for inner in value:
                self.collect(inner)
        elif isinstance(value, str):
            self.known.update(numbers(value))
        elif isinstance(value, Decimal):
            self.known.add(value)

    def prose(self):
        """The sentences that every form for people has to show as they are."""
        yield from (self.json["title"], self.json["subtitle"], *self.json["summary"],
                    *self.json["next_steps"])
        for section in self.sections.values():
            yield from (section["title"], section["lead"], *section["notes"])
            yield from (chart["title"] for chart in section["charts"])
            for about in section["about"].values():
                yield from (about["title"], about["note"])


class Walk:
    def __init__(self, report):
        self.report = report
        self.faults = []
        self.counts = {}

    def fault(self, form, words):
        self.faults.append(f"{form}: {words}")

    def count(self, form, more):
        self.counts[form] = self.counts.get(form, 0) + more

    def cell(self, form, place, shown, cell):
        """Compares what stands in a cell with the value of the JSON."""
        expected = value_numbers(cell) or numbers(words(cell))
        found = numbers(shown)
        self.count(form, len(expected))
        if found != expected:
            self.fault(form, f"{place}: {shown.strip()!r} stands for {[str(n) for n in expected]}")

    def table(self, form, key, rows, columns=None):
        """Compares rows of cells with a table of the JSON, or with its first rows."""
        all_columns, expected, _ = self.report.tables[key]
        columns = columns or all_columns
        for index, (row, values) in enumerate(zip(rows, expected)):
            if len(row) != len(columns):
                self.fault(form, f"{key} row {index + 1} has {len(row)} cells")
                continue
            for column, shown in zip(columns, row):
                place = f"{key} row {index + 1} {column['key']}"
                self.cell(form, place, shown, values[column["key"]])

    def text(self, form, text, sentences=None):
        """Every sentence is there, and no number that the JSON does not know."""
        plain = squeezed(text)
        for sentence in sentences if sentences is not None else self.report.strings:
            self.count(form, len(numbers(sentence)))
            if squeezed(sentence) not in plain:
                self.fault(form, f"not found: {sentence[:90]!r}")
        for number in numbers(text):
            if number not in self.report.known and number.normalize() not in self.report.known:
                self.fault(form, f"the JSON has no {number}")


def squeezed(text):
    return " ".join(text.split())


# ---- one walk a form ----

def walk_csv(walk, folder):
    for key, (columns, rows, _) in walk.report.tables.items():
        path = folder / "tables" / f"{key}.csv"
        with path.open(newline="", encoding="utf-8") as file:
            records = list(csv.DictReader(file))
        if len(records) != len(rows):
            walk.fault("CSV", f"{key} has {len(records)} rows, not {len(rows)}")
        for index, (record, row) in enumerate(zip(records, rows), 1):
            for column in columns:
                name, cell = column["key"], row[column["key"]]
                ends = [name, name + "_low", name + "_high"]
                fields = [record.get(end) or "" for end in ends]
                shown = [field for field in fields if field]
                expected = value_numbers(cell)
                walk.count("CSV", len(expected))
                if expected and [Decimal(field) for field in shown] != expected:
                    walk.fault("CSV", f"{key} row {index} {name}: {shown} stands for {expected}")
                if isinstance(cell, str) and fields[0].removeprefix("'") != cell.removeprefix("'"):
                    walk.fault("CSV", f"{key} row {index} {name}: {fields[0]!r} is not {cell!r}")
                if cell is None and fields[0]:
                    walk.fault("CSV", f"{key} row {index} {name}: {fields[0]!r} stands for nothing")


def walk_markdown(walk, folder):
    text = (folder / "report.md").read_text(encoding="utf-8")
    plain = re.sub(r"\\([|*`\\])", r"\1", text).replace("&lt;", "<")
    walk.text("Markdown", plain)
    lines = text.split("\n")
    at = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines))
    for key, (_, rows, title) in walk.report.tables.items():
        heading = "### " + title
        while at < len(lines) and unescaped(lines[at]) != heading:
            at += 1
        while at < len(lines) and not lines[at].startswith("|"):
            at += 1
        body = []
        for line in lines[at + 2:at + 2 + len(rows)]:
            body.append(re.split(r"(?<!\\)\|", line.strip())[1:-1])
        if len(body) != len(rows):
            walk.fault("Markdown", f"{key} has {len(body)} rows")
        walk.table("Markdown", key, [[unescaped(cell) for cell in row] for row in body])


def unescaped(text):
    return re.sub(r"\\([|*`\\])", r"\1", text).replace("&lt;", "<")


class Page(html.parser.HTMLParser):
    """The tables of a page by their captions, and its words outside of drawings and tables."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.words, self.hidden, self.cell = [], [], 0, None
        self.caption = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("svg", "style", "sup", "nav"):
            self.hidden += 1
        if tag == "table":
            self.tables.append(["", []])
        if tag == "caption":
            self.caption = ""
        if tag == "tr" and self.tables:
            self.tables[-1][1].append([])
        if tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("svg", "style", "sup", "nav"):
            self.hidden -= 1
        if tag == "caption":
            self.tables[-1][0], self.caption = self.caption, None
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][1][-1].append(self.cell)
            self.cell = None
        if tag in ("p", "li", "h1", "h2", "dt", "dd", "figcaption", "span", "td", "th", "div"):
            self.words.append("\n")

    def handle_data(self, data):
        if self.hidden:
            return
        if self.cell is not None:
            self.cell += data
        elif self.caption is not None:
            self.caption += data
        self.words.append(data)


def walk_html(walk, folder):
    page = Page((folder / "report.html").read_text(encoding="utf-8"))
    walk.text("HTML", "".join(page.words))
    captioned = {title: rows[1:] for title, rows in page.tables if title}
    for key, (_, rows, title) in walk.report.tables.items():
        if len(captioned.get(title, [])) != len(rows):
            walk.fault("HTML", f"{key} has {len(captioned.get(title, []))} rows, not {len(rows)}")
        walk.table("HTML", key, captioned.get(title, []))


def walk_notebook(walk, folder):
    cells = json.loads((folder / "report.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    walk.text("notebook", prose, [text for text in walk.report.strings
                                  if text not in walk.report.json["next_steps"]])
    shown = set()
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            shown.update(re.findall(r'^table\("(\w+)"\)$', source, re.M))
            if '"values":' in source and '"values": [{}]' not in squeezed(source):
                walk.fault("notebook", f"{cell['id']} holds data of its own")
    if shown != set(walk.report.tables):
        walk.fault("notebook", f"shows other tables: {shown ^ set(walk.report.tables)}")


def walk_deck(walk, folder):
    path = folder / "report.pptx"
    with zipfile.ZipFile(path) as deck:
        names = [name for name in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        if not 2 <= len(names) <= 10:
            walk.fault("deck", f"it has {len(names)} slides")
        for name in names:
            walk_slide(walk, deck, name)


def walk_slide(walk, deck, name):
    root = ElementTree.fromstring(deck.read(name))
    links = ElementTree.fromstring(deck.read(name.replace("slides/", "slides/_rels/") + ".rels"))
    targets = {link.get("Id"): link.get("Target").replace("../", "ppt/") for link in links}
    for shape in root.iter(SLIDE + "sp"):
        text = "\n".join("".join(run.text or "" for run in paragraph.iter(DRAWING + "t"))
                         for paragraph in shape.iter(DRAWING + "p"))
        walk.count("deck", len(numbers(text)))
        walk.text("deck", text, [])
    for frame in root.iter(SLIDE + "graphicFrame"):
        words = frame.find(f".//{SLIDE}cNvPr").get("name").split(" ")
        if words[0] == "table":
            walk_slide_table(walk, frame, words[1], words[2].split(","))
        else:
            chart = frame.find(f".//{CHART}chart").get(LINK + "id")
            walk_slide_chart(walk, deck, targets[chart], words[3])


def walk_slide_table(walk, frame, key, keys):
    rows = [["".join(text.text or "" for text in cell.iter(DRAWING + "t"))
             for cell in row.iter(DRAWING + "tc")] for row in frame.iter(DRAWING + "tr")]
    if key not in walk.report.tables:  # cards, what comes next and provenance are no tables
        for row in rows[1:]:
            walk.count("deck", sum(len(numbers(cell)) for cell in row))
            walk.text("deck", "\n".join(row), [])
        return
    by_key = {column["key"]: column for column in walk.report.tables[key][0]}
    columns = [by_key[name] for name in keys]
    if [heading(column) for column in columns] != rows[0]:
        return walk.fault("deck", f"{key} has other columns: {rows[0]}")
    walk.table("deck", key, rows[1:], columns)


def heading(column):
    return f"{column['title']} ({column['unit']})" if column["unit"] else column["title"]


def walk_slide_chart(walk, deck, target, key):
    root = ElementTree.fromstring(deck.read(target))
    columns, rows, _ = walk.report.tables[key]
    by_title = {column["title"]: column["key"] for column in columns}
    for series in root.iter(CHART + "ser"):
        name = series.find(f"{CHART}tx//{CHART}v").text
        names = {int(p.get("idx")): p.find(CHART + "v").text
                 for p in series.iterfind(f"{CHART}cat//{CHART}pt")}
        if series.find(f"{CHART}cat/{CHART}numRef") is not None:  # days, as spreadsheets count them
            start = datetime.date(1899, 12, 30)
            if any(Decimal(day) % 1 for day in names.values()):
                walk.fault("deck", f"the chart of {key} has parts of days")
            names = {index: str(start + datetime.timedelta(int(Decimal(day))))
                     for index, day in names.items()}
        points = {int(p.get("idx")): Decimal(p.find(CHART + "v").text)
                  for p in series.iterfind(f"{CHART}val//{CHART}pt")}
        for index, value in points.items():
            walk.count("deck", 1)
            matching = [row for row in rows if names[index] in row.values()]
            if name in by_title:  # a column of its own
                found = [value_numbers(row[by_title[name]])[:1] for row in matching]
            else:  # rows of that name
                found = [value_numbers(cell)[:1] for row in matching if name in row.values()
                         for cell in row.values()]
            if not any(n and abs(n[0] - value) <= abs(value) * Decimal("1e-14") for n in found):
                walk.fault("deck", f"the chart of {key} has {value} for {name}, {names[index]}")


WALKS = {"CSV": walk_csv, "Markdown": walk_markdown, "HTML": walk_html,
         "notebook": walk_notebook, "deck": walk_deck}


def walk_all(folder):
    walk = Walk(Report(folder))
    for form, step in WALKS.items():
        if form == "deck" and not (folder / "report.pptx").exists():
            print("there is no report.pptx: python-pptx is not installed")
            continue
        step(walk, folder)
    return walk


# ---- the proof that the walk finds something ----

def other_digit(match):
    text = match.group(0)
    last = max(i for i, letter in enumerate(text) if letter.isdecimal())
    return text[:last] + ("1" if text[last] != "1" else "2") + text[last + 1:]


def change(path, pattern, skip=0):
    text = path.read_text(encoding="utf-8")
    found = list(re.finditer(pattern, text))[skip]
    path.write_text(text[:found.start()] + other_digit(found) + text[found.end():],
                    encoding="utf-8")


def change_deck(folder, part, pattern):
    source = folder / "report.pptx"
    changed = False
    copy = folder / "copy.pptx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if not changed and re.fullmatch(part, name):
                text = data.decode("utf-8")
                found = re.search(pattern, text)
                if found:
                    data = (text[:found.start()] + other_digit(found)
                            + text[found.end():]).encode("utf-8")
                    changed = True
            new.writestr(name, data)
    copy.replace(source)
    return changed


CHANGES = {
    "CSV": lambda f: change(f / "tables/latency.csv", r",\d+\.\d+,"),
    "Markdown table": lambda f: change(f / "report.md", r"\| -?[\d,]+\.\d+ \|", 3),
    "Markdown sentence": lambda f: change(f / "report.md", r"(?m)^Scalability scores \d+\.\d+"),
    "HTML table": lambda f: change(f / "report.html", r'<td class="figure">-?[\d,]+\.\d+', 3),
    "HTML sentence": lambda f: change(f / "report.html", r'class="lead">Scalability scores [\d.]+\d'),
    "notebook sentence": lambda f: change(f / "report.ipynb", r'"Scalability scores \d+\.\d+'),
    "deck table": lambda f: change_deck(f, r"ppt/slides/slide\d+\.xml",
                                        r"<a:tc>.{1,400}?<a:t>[\d,]+\.\d+"),
    "deck chart": lambda f: change_deck(f, r"ppt/charts/chart\d*\.xml",
                                        r"<c:val>.{1,400}?<c:v>[\d.]*\d"),
}


def prove(folder):
    missed = []
    for name, step in CHANGES.items():
        form = name.split(" ")[0]
        if form == "deck" and not (folder / "report.pptx").exists():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            copy = pathlib.Path(scratch) / "report"
            shutil.copytree(folder, copy)
            if step(copy) is False:
                print(f"{name}: there is nothing to change")
                continue
            faults = [fault for fault in walk_all(copy).faults if fault.startswith(form)]
            print(f"{name}: {faults[0] if faults else 'NOT FOUND'}")
            if not faults:
                missed.append(name)
    return missed


def main():
    folder = pathlib.Path(sys.argv[1])
    if "--prove" in sys.argv[2:]:
        sys.exit(1 if prove(folder) else 0)
    walk = walk_all(folder)
    print(", ".join(f"{form}: {count} numbers" for form, count in walk.counts.items()))
    for fault in walk.faults[:40]:
        print(unicodedata.normalize("NFC", fault))
    sys.exit(1 if walk.faults else 0)


if __name__ == "__main__":
    main()
