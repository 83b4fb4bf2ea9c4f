/// The Python side of the chart engine: specifications in on stdin, drawings out on stdout.
enum ChartScript {
  /// Draws each specification on its own, so that one that fails costs no other; fetches nothing.
  static let text = """
    import json, sys
    try:
        import vl_convert
    except ImportError:
        json.dump({"missing": "the Python package vl-convert-python is not installed"}, sys.stdout)
        sys.exit(0)
    drawings = []
    for chart in json.load(sys.stdin):
        try:
            svg = vl_convert.vegalite_to_svg(chart["specification"], allowed_base_urls=[])
            drawings.append({"id": chart["id"], "svg": svg})
        except Exception as error:
            drawings.append({"id": chart["id"], "error": str(error).strip().split("\\n")[0]})
    json.dump({"drawings": drawings}, sys.stdout)
    """
}
