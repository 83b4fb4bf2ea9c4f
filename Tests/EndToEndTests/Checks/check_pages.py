"""Opens the page of a report in Chromium and checks what a reader would stumble over.

check_pages.py REPORT.html

Light and dark, 1200 and 400 pixels wide, and as it is printed on A4 and Letter: contrast of every
word (WCAG 2: 4.5, 3 for large type), headings in order, a name for every chart and table, no text
cut off or printed over other text, nothing wider than the page, nothing fetched, under 3 MB. Exit
code 0: all well; 1: it is not; 77: there is no Chromium to ask.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
LARGEST = 3_000_000
# A4 and Letter less the margins of the style sheet, in CSS pixels.
PAPER = {"A4": round((210 - 30) / 25.4 * 96), "Letter": round((215.9 - 30) / 25.4 * 96)}

PROBE = """
<script>
addEventListener("load", () => {
  const faults = [], seen = {};
  const fault = words => { seen[words] = (seen[words] || 0) + 1;
                           if (seen[words] === 1 && faults.length < 40) faults.push(words); };
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const v = c.slice(0, 3).map(x => { x /= 255;
    return x <= .03928 ? x / 12.92 : Math.pow((x + .055) / 1.055, 2.4); });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const ground = node => { for (; node; node = node.parentElement) {
    const c = rgb(getComputedStyle(node).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const shown = element => { const r = element.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && getComputedStyle(element).visibility !== "hidden"; };
  const excerpt = element => (element.textContent || "").trim().replace(/\\s+/g, " ").slice(0, 50);

  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, style, .skip")) continue;
    if (!shown(element)) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? rgb(style.fill) : rgb(style.color);
    const [a, b] = [light(ink), light(ground(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), isBold = parseInt(style.fontWeight) >= 700;
    const least = size >= 24 || size >= 18.66 && isBold ? 3 : 4.5;
    const ratio = (a + .05) / (b + .05);
    if (ratio < least) fault(`contrast ${ratio.toFixed(2)}: "${excerpt(element)}"`);
  }

  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(h => +h.tagName[1]);
  if (levels.filter(l => l === 1).length !== 1 || levels[0] !== 1) fault("not one h1, first");
  levels.forEach((l, i) => { if (i && l > levels[i - 1] + 1) fault(`h${l} after h${levels[i - 1]}`); });
  if (!document.documentElement.lang) fault("no language");
  if (!document.title) fault("no title");

  const charts = [...document.querySelectorAll("svg")];
  for (const svg of charts) {
    const name = svg.getAttribute("aria-label") || "";
    if (svg.getAttribute("role") !== "img" || name.length < 10) fault("a chart without a name");
    const caption = svg.closest("figure")?.querySelector("figcaption")?.textContent || "";
    if (!/\\.$/.test(caption.trim())) fault(`a chart without a finding: "${caption}"`);
    const frame = svg.getBoundingClientRect();
    // What an axis leaves out to keep its labels apart stays in the drawing, transparent.
    const boxes = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim() && shown(t))
      .filter(t => getComputedStyle(t).opacity > 0)
      .map(t => ({ words: t.textContent, box: t.getBoundingClientRect() }));
    for (const { words, box } of boxes)
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2
          || box.bottom > frame.bottom + 2) fault(`cut off in a chart: "${words}"`);
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 4) fault(`printed over each other: "${a.words}", "${b.words}"`); }));
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption?.textContent && !table.closest("figure")) fault("a table without a name");
    if (!table.querySelector("th[scope=col]")) fault("a table without headings");
  }
  for (const section of document.querySelectorAll("section"))
    if (!section.querySelector("table, figure, li") && !section.querySelector(".lead")?.textContent)
      fault(`an empty section: ${section.id}`);

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth + 1) {
    const scrolls = e => { for (; e; e = e.parentElement)
      if (getComputedStyle(e).overflowX === "auto") return true; return false; };
    const worst = [...document.querySelectorAll("body *")].filter(e => !scrolls(e))
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && shown(e)).slice(-4);
    fault(`the page is ${wide} wide, the window ${innerWidth}: `
      + worst.map(e => `${e.tagName} "${excerpt(e)}"`).join("; "));
  }
  for (const e of document.querySelectorAll("td, th, dd, dt, li, p, summary, figcaption, h1, h2"))
    if (shown(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
        && !e.closest(".skip, .contents")) fault(`wider than its box: "${excerpt(e)}"`);
  for (const entry of performance.getEntriesByType("resource")) fault(`fetched: ${entry.name}`);
  const verdict = document.createElement("pre");
  verdict.id = "verdict";
  verdict.textContent = JSON.stringify({ faults, texts, charts: charts.length, width: innerWidth });
  document.body.append(verdict);
});
</script>
"""


def browser():
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def variants(page):
    """The page in every dress: name, text, width."""
    # The policy of the page would hide what it tries to fetch, and would stop the probe.
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    page = page.replace("</body>", PROBE + "</body>")
    opened = page.replace("<details", "<details open")
    wish = " and (prefers-color-scheme: dark)"
    dark, bright = opened.replace(wish, ""), opened.replace(wish, " and (max-width: 0)")
    for width in (1200, 400):
        yield f"light, {width} px", bright, width
        yield f"dark, {width} px", dark, width
    printed = page.replace(wish, " and (max-width: 0)")
    printed = printed.replace("@media screen", "@media speech").replace("@media print", "@media all")
    for paper, width in PAPER.items():
        yield f"print, {paper}", printed, width


def ask(program, page, width, folder):
    """What the probe found in a frame of that width: a window has a least width of its own."""
    inner = folder / "inner.html"
    inner.write_text(page, encoding="utf-8")
    outer = folder / "outer.html"
    outer.write_text(
        f'<!doctype html><body style="margin:0"><iframe src="inner.html" id="f" '
        f'style="border:0;width:{width}px;height:2000px"></iframe><script>'
        'f.onload = () => setTimeout(() => { const v = f.contentDocument.getElementById("verdict");'
        'document.body.textContent = "VERDICT" + v.textContent + "END"; }, 50)</script>',
        encoding="utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
               "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND",
               "--virtual-time-budget=60000", "--window-size=1400,2200",
               f"--user-data-dir={folder}/profile", outer.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    found = re.search("VERDICT(.*)END", done.stdout, re.S)
    if not found:
        return {"faults": [f"no answer from the browser: {done.stderr[-300:]}"], "texts": 0}
    text = found.group(1)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return json.loads(text)


def main():
    path = pathlib.Path(sys.argv[1])
    program = browser()
    if program is None:
        print("skipped: there is no Chromium on this machine")
        sys.exit(77)
    page = path.read_text(encoding="utf-8")
    failed = False
    if path.stat().st_size >= LARGEST:
        print(f"the page has {path.stat().st_size} bytes")
        failed = True
    for pattern in (r"""(src|href|action|data|poster)\s*=\s*["']?\s*(https?:)?//""", r"@import",
                    r"<script", r"<link", r"""url\(\s*["']?(?!#)"""):
        if re.search(pattern, page):
            print(f"the page asks something of the network: {pattern}")
            failed = True
    with tempfile.TemporaryDirectory() as scratch:
        for name, text, width in variants(page):
            found = ask(program, text, width, pathlib.Path(scratch))
            print(f"{name}: {found['texts']} texts, {found.get('charts', 0)} charts, "
                  f"{len(found['faults'])} faults")
            for fault in found["faults"]:
                print("  " + fault)
            failed = failed or bool(found["faults"]) or found["texts"] == 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
