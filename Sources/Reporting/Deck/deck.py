"""Draws the slides of a plan with python-pptx: native charts and native tables.

The plan comes in on stdin as JSON, the presentation goes out on stdout. Nothing is computed but
where things stand: every word and every number is printed as it came. The same plan gives the same
bytes. A reason, in words, goes out instead where there can be no presentation.
"""

import datetime
import io
import json
import re
import sys
import zipfile

try:
    from lxml import etree
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.oxml.ns import qn
    from pptx.util import Inches, Pt
except ImportError:
    sys.stdout.write("the Python package python-pptx is not installed")
    sys.exit(0)

FONT = "Arial"
MARKERS = [XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND,
           XL_MARKER_STYLE.TRIANGLE]  # forms, for those who do not see the colors
WIDTH, HEIGHT = 13.333, 7.5
LEFT, RIGHT, BOTTOM = 0.6, 12.733, 6.85
GAP = 0.25
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # a table without fills and grid


# ---- how much room words need: by a wide font, for nobody knows which one will be there ----

EMS = {"ijl|'.,:;!I": 0.36, "ftr()[]/-": 0.43, " ": 0.33, "mwMW@%—": 1.0}
BOLD = 1.13


def ems(letter):
    for letters, width in EMS.items():
        if letter in letters:
            return width
    return 0.64 if letter.isascii() and not letter.isupper() else 0.76


def inches(words, size):
    return sum(map(ems, words)) * size / 72


def lines(words, width, size):
    """How many lines the words take in that width."""
    count, used = 1, 0.0
    for word in words.split():
        long = inches(word, size)
        if used and used + inches(" ", size) + long > width:
            count, used = count + 1, 0.0
        while long > width:
            count, long = count + 1, long - width
        used += (inches(" ", size) if used else 0) + long
    return count


def fitting(words, width, height, sizes, scale=1.0):
    """The largest of the sizes in which the paragraphs fit, and the height that they take."""
    for size in sizes:
        need = sum(lines(part, width / scale, size) * 1.2 + 0.35 for part in words) * size / 72
        if need <= height:
            return size, need
    return sizes[-1], need


# ---- text ----

class Deck:
    def __init__(self, plan):
        self.plan = plan
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        properties = self.file.core_properties
        properties.title, properties.author = plan["title"], "Headroom"
        for number, slide in enumerate(plan["slides"], 1):
            self.slide(slide, number)

    def color(self, name):
        return RGBColor.from_string(self.plan[name].lstrip("#").upper())

    def series_color(self, index):
        colors = self.plan["colors"]
        return RGBColor.from_string(colors[index % len(colors)].lstrip("#").upper())

    def write(self, frame, words, size, color, bold=False, right=False, space=0):
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for index, part in enumerate(words):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            if space and index:
                paragraph.space_before = Pt(space)
            run = paragraph.add_run()
            run.text = part
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            run.font.color.rgb = color

    def box(self, slide, name, words, place, size, color, **look):
        shape = slide.shapes.add_textbox(*[Inches(value) for value in place])
        shape.name = name
        self.write(shape.text_frame, words, size, color, **look)
        return shape

    # ---- a slide ----

    def slide(self, content, number):
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])  # a title and nothing else
        question = content["question"]
        width = RIGHT - LEFT
        size, _ = fitting([question], width, 0.3, [13, 12, 11, 10, 9, 8])
        self.box(slide, "question", [question], (LEFT, 0.4, width, 0.3), size, self.color("words"))
        title = slide.shapes.title
        title.left, title.top = Inches(LEFT), Inches(0.72)
        title.width, title.height = Inches(width), Inches(0.95)
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        size, height = fitting([content["title"]], width, 0.95, [26, 24, 22, 20, 18, 16, 14],
                               BOLD)
        self.write(title.text_frame, [content["title"]], size, self.color("ink"), bold=True)
        self.body(slide, content, 0.72 + min(height, 0.95) + GAP)
        self.box(slide, "footer", [self.plan["footer"]], (LEFT, 7.05, 10, 0.25), 9,
                 self.color("words"))
        self.box(slide, "page", [str(number)], (RIGHT - 1, 7.05, 1, 0.25), 9, self.color("words"),
                 right=True)

    def body(self, slide, content, top):
        width = RIGHT - LEFT
        if content["texts"]:
            room = (BOTTOM - top) * (0.5 if content["tables"] or content["charts"] else 1)
            size, need = fitting(content["texts"], width, room, [17, 16, 15, 14, 13, 12, 11, 10])
            self.box(slide, "text", content["texts"], (LEFT, top, width, need), size,
                     self.color("ink"), space=size * 0.4)
            top += need + GAP
        charts, tables = content["charts"], content["tables"]
        if charts and tables:
            natural = max(self.natural(table, 11) for table in tables)
            if natural <= 5.2 and not any(map(self.is_wordy, charts)):  # side by side
                self.charts(slide, charts, (LEFT, top, width - 5.5, BOTTOM - top))
                self.tables(slide, tables, (RIGHT - 5.2, top, 5.2, BOTTOM - top))
                return
            need = min(sum(self.layout(table, width, 11)[1] for table in tables) + 0.4,
                       (BOTTOM - top) * 0.5)
            middle = BOTTOM - need
            self.charts(slide, charts, (LEFT, top, width, middle - top - GAP / 2))
            self.tables(slide, tables, (LEFT, middle, width, BOTTOM - middle))
        elif charts:
            self.charts(slide, charts, (LEFT, top, width, BOTTOM - top))
        elif tables:
            self.tables(slide, tables, (LEFT, top, width, BOTTOM - top))

    def is_wordy(self, chart):
        """Whether the words below a chart would not stand side by side in half of the page."""
        names = chart["categories"]
        return not dates(names) and sum(inches(name, 10) + 0.1 for name in names) > 6

    # ---- tables ----

    def natural(self, table, size):
        columns = range(len(table["columns"]))
        return sum(max(inches(words, size) * scale for words, scale in self.words(table, column))
                   + 0.2 for column in columns)

    def words(self, table, column):
        """What stands in a column, and how much wider it is for being bold."""
        cells = [(row[column]["text"], BOLD if row[column]["status"] else 1) for row in table["rows"]]
        return [(table["columns"][column]["heading"], BOLD)] + cells

    def layout(self, table, width, size):
        """The widths of the columns and the height of the table, heading and notes included."""
        count = range(len(table["columns"]))
        natural, least = [], []
        for column in count:
            words = self.words(table, column)
            natural.append(max(inches(text, size) * scale for text, scale in words) + 0.2)
            # Numbers stay in one piece, words may be set in several lines.
            whole = words[1:] if table["columns"][column]["isRight"] else []
            parts = [(part, scale) for text, scale in words for part in text.split()]
            longest = max(inches(part, size) * scale for part, scale in whole + parts) + 0.2
            least.append(min(longest, natural[-1]))
        widths = list(natural)
        over = sum(natural) - width
        loose = [max(natural[c] - least[c], 0) for c in count]
        if over > 0 and sum(loose) > 0:
            share = min(over / sum(loose), 1)
            widths = [natural[c] - loose[c] * share for c in count]
        scale = width / sum(widths)
        if scale < 1 or sum(natural) > width * 0.6:
            widths = [value * scale for value in widths]
        heights = [
            max(lines(text, (widths[c] - 0.16) / scale, size) for c, (text, scale) in enumerate(row))
            * size * 1.2 / 72 + 0.09
            for row in zip(*[self.words(table, c) for c in count])
        ]
        notes = sum(lines(note, width, 9) * 9 * 1.2 / 72 for note in self.notes(table))
        return widths, sum(heights) + notes + 0.3, heights

    def notes(self, table):
        notes = [] if len(table["notes"]) > 3 else list(table["notes"])
        return notes + (["More rows in report.html."] if table["isCut"] else [])

    def tables(self, slide, tables, place):
        left, top, width, height = place
        tables = [dict(table) for table in tables]
        for size in (12, 11, 10, 9, 8):
            need = sum(self.layout(table, width, size)[1] + GAP for table in tables) - GAP
            if need <= height:
                break
        while need > height and any(len(table["rows"]) > 2 for table in tables):
            longest = max(tables, key=lambda table: len(table["rows"]))
            longest["rows"], longest["isCut"] = longest["rows"][:-1], True
            longest["notes"] = self.used(longest)
            need = sum(self.layout(table, width, size)[1] + GAP for table in tables) - GAP
        for table in tables:
            top = self.table(slide, table, left, top, width, size) + GAP

    def used(self, table):
        """The footnotes whose marks still stand in a row."""
        text = "".join(cell["text"] for row in table["rows"] for cell in row)
        return [note for note in table["notes"] if note.split(" ")[0] in text]

    def table(self, slide, table, left, top, width, size):
        widths, _, heights = self.layout(table, width, size)
        self.box(slide, "heading", [table["title"]], (left, top, width, 0.26), 11,
                 self.color("words"), bold=True)
        top += 0.3
        shape = slide.shapes.add_table(
            len(heights), len(widths), Inches(left), Inches(top), Inches(sum(widths)),
            Inches(sum(heights)))
        keys = ",".join(column["key"] for column in table["columns"])
        shape.name = f"table {table['id']} {keys}"
        shape._element.nvGraphicFramePr.cNvPr.set("descr", table["title"])
        grid = shape.table
        style = grid._tbl.tblPr
        style.find(qn("a:tableStyleId")).text = PLAIN_STYLE
        for index, value in enumerate(widths):
            grid.columns[index].width = Inches(value)
        for index, value in enumerate(heights):
            grid.rows[index].height = Inches(value)
        for column, head in enumerate(table["columns"]):
            cell = grid.cell(0, column)
            self.cell(cell, head["heading"], size, self.color("words"), head["isRight"], bold=True)
        for index, row in enumerate(table["rows"], 1):
            for column, value in enumerate(row):
                ink = self.color("ink")
                if value["status"]:
                    ink = RGBColor.from_string(
                        self.plan["statuses"][value["status"]].lstrip("#").upper())
                right = table["columns"][column]["isRight"]
                self.cell(grid.cell(index, column), value["text"], size, ink, right,
                          bold=bool(value["status"]))
        top += sum(heights)
        notes = self.notes(table)
        if notes:
            need = sum(lines(note, width, 9) * 9 * 1.2 / 72 for note in notes)
            self.box(slide, "note", notes, (left, top + 0.04, width, need), 9, self.color("words"))
            top += need
        return top

    def cell(self, cell, words, size, color, right, bold=False):
        self.write(cell.text_frame, [words], size, color, bold=bold, right=right)
        cell.margin_left = cell.margin_right = Inches(0.08)
        cell.margin_top = cell.margin_bottom = Inches(0.035)
        cell.vertical_anchor = MSO_ANCHOR.TOP
        border = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("a:lnB"), w="6350")
        fill = etree.SubElement(border, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=self.plan["lines"].lstrip("#").upper())

    # ---- charts ----

    def charts(self, slide, charts, place):
        left, top, width, height = place
        each = width / len(charts)
        for index, chart in enumerate(charts):
            self.chart(slide, chart, (left + index * each, top, each, height))

    def chart(self, slide, chart, place):
        kinds = {"lines": XL_CHART_TYPE.LINE_MARKERS, "dots": XL_CHART_TYPE.LINE_MARKERS,
                 "shares": XL_CHART_TYPE.BAR_STACKED_100}
        days = dates(chart["categories"])
        data = CategoryChartData(number_format="General")
        data.categories = days or chart["categories"]
        for series in chart["series"]:
            data.add_series(series["name"], series["values"])
        shape = slide.shapes.add_chart(
            kinds[chart["form"]], *[Inches(value) for value in place], data)
        shape.name = f"chart {chart['id']} of {chart['table']}"
        shape._element.nvGraphicFramePr.cNvPr.set("descr", chart["alt"])
        drawing = shape.chart
        drawing.font.size, drawing.font.name = Pt(10), FONT
        drawing.font.color.rgb = self.color("words")
        drawing.has_title = False
        drawing.has_legend = True
        drawing.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawing.legend.include_in_layout = False
        self.axes(drawing, chart)
        for index, series in enumerate(drawing.plots[0].series):
            self.look(series, chart, chart["series"][index]["role"], index)

    def axes(self, drawing, chart):
        values, names = drawing.value_axis, drawing.category_axis
        values.has_title = True
        text = values.axis_title.text_frame
        text.text = chart["unit"]
        font = text.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(10), False, FONT
        font.color.rgb = self.color("words")
        values.major_gridlines.format.line.color.rgb = self.color("lines")
        values.format.line.fill.background()
        names.format.line.color.rgb = self.color("lines")
        shown = [value for series in chart["series"] for value in series["values"]
                 if value is not None]
        if chart["form"] == "shares":
            names.reverse_order = True
            drawing.plots[0].gap_width = 45
            drawing.plots[0].overlap = 100
        elif chart["isLogarithmic"] and min(shown) > 0:
            scaling = values._element.find(qn("c:scaling"))
            base = etree.Element(qn("c:logBase"), val="10")
            scaling.insert(0, base)
            power = 0  # the axis starts at the power of ten below the least value
            while 10.0 ** power > min(shown):
                power -= 1
            while 10.0 ** (power + 1) <= min(shown):
                power += 1
            values.minimum_scale = 10.0 ** power
            # Where the lines cross: at the bottom, not at 1.
            crosses = names._element.find(qn("c:crosses"))
            crosses.set("val", "min")
        values.tick_labels.number_format = "#,##0.####" if chart["form"] != "shares" else "0%"
        values.tick_labels.number_format_is_linked = False
        days = dates(chart["categories"])
        if days:
            names.tick_labels.number_format = "yyyy-mm"
            names.tick_labels.number_format_is_linked = False
            months = (days[-1] - days[0]).days // 30
            step = next((s for s in (1, 2, 3, 6, 12, 24) if months <= 7 * s), 60)
            axis = names._element
            last = axis.find(qn("c:lblOffset"))
            for name, value in (("c:baseTimeUnit", "months"), ("c:majorUnit", str(step)),
                                ("c:majorTimeUnit", "months")):
                for old in axis.findall(qn(name)):
                    axis.remove(old)
                element = etree.Element(qn(name), val=value)
                last.addnext(element)
                last = element

    def look(self, series, chart, role, index):
        if chart["form"] == "shares":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = self.series_color(index)
            return
        series.smooth = False
        color = self.series_color(index) if role == "plain" else self.series_color(0)
        if role == "measured":
            color = self.color("ink")
        if role in ("measured", "plain"):
            series.format.line.fill.background()
            series.marker.style = MARKERS[index % len(MARKERS)] if role == "plain" else MARKERS[0]
            series.marker.size = 4 if role == "measured" else 9
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = color
            series.marker.format.line.fill.background()
            return
        series.marker.style = XL_MARKER_STYLE.NONE
        series.format.line.color.rgb = color
        series.format.line.width = Pt(2.25 if role == "main" else 1)
        if role == "edge":
            # The wider band comes first, so it is the fainter one.
            series.format.line.dash_style = MSO_LINE.DASH if index > 3 else MSO_LINE.ROUND_DOT

    def bytes(self):
        stream = io.BytesIO()
        self.file.save(stream)
        return still(stream.getvalue())


def dates(words):
    """The words as days, where all of them are; nothing where one is not."""
    if not words or not all(re.fullmatch(r"\d{4}-\d\d-\d\d", word) for word in words):
        return []
    return [datetime.date.fromisoformat(word) for word in words]


def still(archive):
    """The same archive without the time at which it was made, within it too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, \
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as sink:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".xlsx"):
                data = still(data)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", data)
            sink.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data,
                          zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(Deck(json.load(sys.stdin)).bytes())
