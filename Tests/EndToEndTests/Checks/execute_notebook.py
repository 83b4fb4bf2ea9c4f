"""Executes the notebook of a report in a Jupyter kernel, as a reader would.

execute_notebook.py FOLDER [path=value …]

With values it sets them in the parameter cell, so that the what-if runs too; the program is the one
that the environment variable HEADROOM names. Exit code 0: every cell ran and showed something.
"""

import pathlib
import sys

import nbclient
import nbformat


def main():
    folder = pathlib.Path(sys.argv[1])
    notebook = nbformat.read(folder / "report.ipynb", 4)
    nbformat.validate(notebook)
    settings = dict(word.split("=", 1) for word in sys.argv[2:])
    cells = {cell["id"]: cell for cell in notebook.cells}
    if settings:
        cells["parameters"]["source"] = f"settings = {settings!r}"
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3",
                                     resources={"metadata": {"path": str(folder)}})
    client.execute()
    silent = [cell["id"] for cell in notebook.cells
              if cell["cell_type"] == "code" and not cell["outputs"]
              and cell["id"] not in ("setup", "parameters")]
    if silent:
        sys.exit(f"these cells show nothing: {silent}")
    if settings:
        print(cells["what-if-run"]["outputs"][0]["data"]["text/plain"])
    print(f"{len(cells)} cells executed")


if __name__ == "__main__":
    main()
