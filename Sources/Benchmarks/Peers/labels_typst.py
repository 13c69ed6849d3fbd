"""The same labels as Handbill's, set by Typst: a peer to compare with.

Usage: labels_typst.py LABELS.tsv OUT.pdf

As `labels_fpdf2.py`; the labels go to Typst as JSON, each line at its place, and a line is never broken.
"""

import importlib.metadata
import json
import os
import tempfile

import typst

from labels_peer import COLUMNS, FONTS, HEIGHT, LEFT, MARGIN_X, MARGIN_Y, PITCH, ROWS, TOP, heading, run

TEMPLATE = """
#set page(width: 210mm, height: 297mm, margin: 0mm)
#set text(font: "Noto Sans", size: 10pt, top-edge: "baseline", bottom-edge: "baseline", hyphenate: false)
#for sheet in json(bytes(sys.inputs.labels)) {
  for (x, y, size, bold, string) in sheet {
    let weight = if bold { "bold" } else { "regular" }
    place(top + left, dx: x * 1mm, dy: y * 1mm, text(size: size * 1pt, weight: weight, string))
  }
  pagebreak(weak: true)
}
"""


def texts(labels, sheet, sheets):
    """What stands on a sheet: x, y, size, whether bold, the words."""
    per_sheet = COLUMNS * ROWS
    first = sheet * per_sheet
    page = labels[first : first + per_sheet]
    advance = 1.2 * 10 * 25.4 / 72
    yield LEFT, 8, 7, False, heading(sheet, sheets, first, len(page))
    for place, (reference, *lines) in enumerate(page):
        left, top = LEFT + place % COLUMNS * PITCH, TOP + place // COLUMNS * HEIGHT
        y = top + (HEIGHT - len(lines) * advance) / 2 + 10 * 25.4 / 72
        for number, line in enumerate(lines):
            yield left + MARGIN_X, y + number * advance, 10, False, line
        yield left + 33, top + HEIGHT - MARGIN_Y, 7, True, str(first + place + 1)
        yield left + 36.5, top + HEIGHT - MARGIN_Y, 6.5, False, f" · {reference}"


def set_labels(labels):
    sheets = (len(labels) + COLUMNS * ROWS - 1) // (COLUMNS * ROWS)
    data = json.dumps([list(texts(labels, sheet, sheets)) for sheet in range(sheets)], ensure_ascii=False)
    # It takes folders only, and would read all fonts in them.
    with tempfile.TemporaryDirectory() as folder:
        for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
            os.symlink(f"{FONTS}/{name}", f"{folder}/{name}")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(font_paths=fonts)
        return compiler.compile(TEMPLATE.encode(), format="pdf", sys_inputs={"labels": data})


run(f"typst {importlib.metadata.version('typst')}", set_labels)
