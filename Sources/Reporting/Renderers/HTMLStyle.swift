/// The look of the HTML report.
enum HTMLStyle {
  /// The whole style sheet.
  static func sheet(_ theme: PageTheme) -> String {
    [base, parts, tables, screen, dark(theme), print].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  /// Colours and type.
  private static let base = """
    :root {
      --paper: #ffffff; --panel: #f5f7f9; --ink: #1c2228; --soft: #56616c; --line: #dfe3e8;
      --link: #1d5c99; --pass: #1a6b35; --fail: #b42318; --warn: #8a5a00; --unknown: #56616c;
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      font-variant-numeric: tabular-nums;
    }
    a { color: var(--link); text-underline-offset: .15em; }
    h1, h2 { line-height: 1.25; text-wrap: balance; font-weight: 650; }
    h1 { font-size: 2rem; letter-spacing: -.01em; margin: 0; }
    h2 { font-size: 1.375rem; margin: 0 0 .5rem; }
    p { margin: 0 0 .75rem; max-width: 70ch; }
    code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
      overflow-wrap: anywhere; }
    dl, dd { margin: 0; }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    """

  /// The page, the cards and the figures.
  private static let parts = """
    .page { max-width: 82rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
    main, header { min-width: 0; max-width: 60rem; }
    .subtitle { color: var(--soft); margin: .4rem 0 0; }
    .summary { margin: 1.75rem 0; font-size: 1.125rem; line-height: 1.55; }
    .summary p { margin: 0 0 .5rem; }
    .over { margin: 0 0 .5rem; color: var(--soft); font-size: .8125rem; font-weight: 600; }
    .cards { display: grid; gap: .875rem;
      grid-template-columns: repeat(auto-fit, minmax(min(12.5rem, 100%), 1fr)); }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
      padding: 1rem 1.125rem; }
    .tier { font-weight: 650; margin: 0 0 .25rem; }
    .card dl { margin-top: .75rem; font-size: .875rem; }
    .card dl > div { padding: .375rem 0; border-top: 1px solid var(--line); }
    .card dt { color: var(--soft); line-height: 1.35; }
    .card dd { font-weight: 600; line-height: 1.35; }
    .card small { display: block; font-weight: 400; color: var(--soft); }
    .outlook { display: grid; gap: .875rem; margin-top: .875rem;
      grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
    .outlook > div { background: var(--panel); border: 1px solid var(--line);
      border-radius: .5rem; padding: 1rem 1.125rem; font-size: .875rem; min-width: 0; }
    .outlook dl > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 1rem;
      padding: .25rem 0; line-height: 1.35; }
    .outlook dt { color: var(--soft); }
    .outlook dd { font-weight: 600; overflow-wrap: anywhere; }
    .outlook small { display: block; font-weight: 400; color: var(--soft); }
    .outlook ol { margin: 0; padding-left: 1.1rem; line-height: 1.45; }
    .outlook li + li { margin-top: .375rem; }
    section { margin-top: 3.25rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }
    h2 .number, .contents .number { color: var(--soft); font-weight: 400; margin-right: .25em; }
    figure { margin: 1.5rem 0 2rem; }
    figcaption { font-weight: 600; max-width: 70ch; margin-bottom: .75rem; text-wrap: pretty; }
    figure .chart { display: block; width: 100%; min-width: 32rem; height: auto;
      overflow: visible; }
    .chart text { font-family: inherit; }
    .key, .under, .footnotes, .notes { color: var(--soft); font-size: .8125rem; line-height: 1.5; }
    .key { margin: .5rem 0 0; }
    .badge { display: inline-block; font-weight: 600; font-size: .875em; }
    .badge.pass { color: var(--pass); }
    .badge.fail { color: var(--fail); }
    .badge.warn { color: var(--warn); }
    .badge.unknown { color: var(--unknown); }
    footer { margin-top: 3.25rem; padding-top: 1.75rem; border-top: 1px solid var(--line);
      color: var(--soft); font-size: .875rem; }
    .provenance { display: grid; gap: .125rem 1.5rem; margin-bottom: 1rem; }
    .provenance > div { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: 1rem; }
    .provenance dd { color: var(--ink); overflow-wrap: anywhere; }
    """

  /// Tables and what stands under them.
  private static let tables = """
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.45;
      margin: 0; }
    table.wide { font-size: .8125rem; }
    section > .scroll { margin-top: 1.5rem; }
    caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
    th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0;
      border-bottom: 1px solid var(--line); }
    th:last-child, td:last-child { padding-right: .125rem; }
    thead th { vertical-align: bottom; color: var(--soft); font-weight: 600; line-height: 1.3;
      border-bottom: 1px solid var(--soft); }
    tbody th { font-weight: 500; min-width: 7rem; }
    td { min-width: 4rem; }
    .figure { text-align: right; white-space: nowrap; }
    thead .figure { white-space: normal; }
    .unit { font-weight: 400; white-space: nowrap; }
    .interval { color: var(--soft); font-size: .9em; white-space: nowrap; }
    .figure + td:not(.figure), .figure + th:not(.figure) { padding-left: .75rem; }
    td .badge { white-space: nowrap; font-size: 1em; }
    tbody th.short { white-space: nowrap; }
    tr.again th { color: var(--soft); font-weight: 400; }
    .tall { max-height: 34rem; overflow-y: auto; }
    .tall thead th { position: sticky; top: 0; background: var(--paper); }
    details.data { margin-top: 1rem; border-top: 1px solid var(--line); padding-top: .75rem; }
    details.data + details.data { margin-top: .75rem; }
    summary { cursor: pointer; font-size: .875rem; font-weight: 600; }
    summary span { color: var(--soft); font-weight: 400; margin-left: .5rem;
      overflow-wrap: anywhere; }
    .data caption { position: absolute; width: 1px; height: 1px; overflow: hidden;
      clip-path: inset(50%); white-space: nowrap; }
    .data > .scroll { margin-top: .75rem; }
    sup { font-size: .75em; line-height: 0; padding-left: .1em; }
    .under { margin: .5rem 0 0; }
    .footnotes { list-style: none; margin: .375rem 0 0; padding: 0; max-width: 70ch; }
    .notes { margin: 1rem 0 0; padding-left: 1.1rem; max-width: 70ch; }
    """

  /// The table of contents: above the report, beside it on wide screens.
  private static let screen = """
    .contents { margin-top: 2.5rem; font-size: .875rem; line-height: 1.4; }
    .contents ol { list-style: none; margin: 0; padding: 0; columns: 16rem 2; column-gap: 2rem; }
    .contents li { break-inside: avoid; }
    .contents a { display: flex; gap: .35rem; padding: .25rem 0; color: inherit;
      text-decoration: none; }
    .contents a:hover { color: var(--link); text-decoration: underline; }
    .contents .number { min-width: 1.25rem; text-align: right; }
    @media screen and (min-width: 72rem) {
      .page { display: grid; grid-template-columns: 14rem minmax(0, 1fr); column-gap: 3.5rem; }
      header, main { grid-column: 2; }
      .contents { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 2.5rem;
        align-self: start; margin: 0;
        max-height: calc(100vh - 5rem); overflow-y: auto; }
      .contents ol { columns: auto; }
    }
    @media screen and (max-width: 40rem) {
      .page { padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.625rem; }
      .summary { font-size: 1.0625rem; }
      .contents ol { columns: auto; }
      .provenance > div { grid-template-columns: 1fr; gap: 0; }
    }
    """

  /// The same page on a dark ground; chart colours are swapped by their light values.
  private static func dark(_ theme: PageTheme) -> String {
    guard theme != .light else { return "" }
    let wish = theme == .dark ? "" : " and (prefers-color-scheme: dark)"
    let swaps = ChartPalette.all.flatMap { pair in
      ["fill", "stroke"].map { "    .chart [\($0)=\"\(pair.light)\"] { \($0): \(pair.dark); }" }
    }
    return """
      @media screen\(wish) {
        :root {
          --paper: #14181c; --panel: #1b2026; --ink: #e7eaed; --soft: #a3adb7; --line: #2f363d;
          --link: #7db8ee; --pass: #6ccb87; --fail: #ff8a7a; --warn: #e5b454; --unknown: #a3adb7;
        }
      \(swaps.joined(separator: "\n"))
      }
      """
  }

  /// A4 and Letter.
  private static let print = """
    @page { margin: 16mm 15mm; }
    @media print {
      html { font-size: 9.5pt; }
      body { line-height: 1.45; }
      .contents, .skip { display: none; }
      .page { padding: 0; max-width: none; }
      main, header, p, figcaption { max-width: none; }
      h2 { break-after: avoid; }
      .summary { margin: 5mm 0; }
      .cards { grid-template-columns: repeat(auto-fit, minmax(38mm, 1fr)); gap: 3mm; }
      .card { padding: 3mm; }
      section, footer { margin-top: 8mm; padding-top: 5mm; }
      .lead, caption, figcaption { break-after: avoid; }
      figure, .card, .lead, tr, .whole { break-inside: avoid; }
      .under, .footnotes { break-before: avoid; }
      figure .chart { min-width: 0; max-width: 140mm !important; }
      .scroll { overflow: visible; max-height: none; }
      .tall thead th { position: static; }
      thead { display: table-header-group; }
      table { font-size: 8pt; }
      table.wide { font-size: 7.5pt; }
      th, td { padding: 1mm 2.5mm 1mm 0; min-width: 0; }
      table.wide th, table.wide td { padding-right: 1.5mm; }
      table.widest { font-size: 6.5pt; }
      table.widest th, table.widest td { padding-right: 1mm; }
      td.long, th.long { min-width: 14mm; overflow-wrap: anywhere; }
      tbody th.short, td .badge, .unit { white-space: normal; }
      .data { break-inside: avoid; margin-top: 3mm; padding-top: 2mm; }
      summary { list-style: none; font-size: 8pt; }
      .outlook { grid-template-columns: 1fr 1fr; gap: 3mm; margin-top: 3mm; }
      .outlook > div { padding: 3mm; break-inside: avoid; }
      table.wide .interval { display: block; }
      tbody tr:nth-child(-n+3) { break-before: avoid; }
      footer { break-inside: avoid; }
      a { color: inherit; text-decoration: none; }
    }
    """
}
