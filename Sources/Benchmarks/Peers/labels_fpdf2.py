"""The same labels as Handbill's, set by fpdf2: a peer to compare with.

Usage: labels_fpdf2.py LABELS.tsv OUT.pdf

A line of the input is a label: reference and printed lines, separated by tabs. The sheet is L7159, the font Noto Sans,
embedded as a subset. Measured is everything from loading the font to the finished bytes.
"""

import json
import sys
import time

import fpdf

FONTS = "/usr/share/fonts/truetype/noto"
COLUMNS, ROWS, WIDTH, HEIGHT, LEFT, TOP, PITCH = 3, 8, 63.5, 33.9, 7.21, 12.9, 66.04
MARGIN_X, MARGIN_Y = 3.8, 2.0
POINT = 25.4 / 72


def set_labels(labels):
    pdf = fpdf.FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_font("Noto Sans", "", f"{FONTS}/NotoSans-Regular.ttf")
    pdf.add_font("Noto Sans", "B", f"{FONTS}/NotoSans-Bold.ttf")
    per_sheet = COLUMNS * ROWS
    sheets = (len(labels) + per_sheet - 1) // per_sheet
    for sheet in range(sheets):
        first = sheet * per_sheet
        page = labels[first : first + per_sheet]
        pdf.add_page()
        pdf.set_font("Noto Sans", "", 7)
        heading = f"sheet {sheet + 1} of {sheets} · {first + 1}–{first + len(page)}"
        pdf.text(LEFT, 8, f"Batch 2026-11-02-1 · {heading} · L7159")
        pdf.set_font("Noto Sans", "", 10)
        advance = 1.2 * 10 * POINT
        for place, (_, *lines) in enumerate(page):
            x = LEFT + place % COLUMNS * PITCH + MARGIN_X
            y = TOP + place // COLUMNS * HEIGHT + (HEIGHT - len(lines) * advance) / 2
            for number, line in enumerate(lines):
                pdf.text(x, y + number * advance + 10 * POINT, line)
        for style, size, texts in (
            ("B", 7, [(str(first + place + 1), 33.0) for place in range(len(page))]),
            ("", 6.5, [(f" · {label[0]}", 36.5) for label in page]),
        ):
            pdf.set_font("Noto Sans", style, size)
            for place, (text, offset) in enumerate(texts):
                x = LEFT + place % COLUMNS * PITCH + offset
                pdf.text(x, TOP + place // COLUMNS * HEIGHT + HEIGHT - MARGIN_Y, text)
    return pdf.output()


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit("/proc/self/status doesn't say VmHWM")


def main(source, target):
    with open(source, encoding="utf-8") as file:
        labels = [line.rstrip("\n").split("\t") for line in file]
    began = time.perf_counter()
    paper = set_labels(labels)
    seconds = time.perf_counter() - began
    with open(target, "wb") as file:
        file.write(paper)
    reading = {
        "name": f"fpdf2 {fpdf.__version__}",
        "count": len(labels),
        "seconds": seconds,
        "peakMegabytes": peak_megabytes(),
    }
    print(json.dumps([reading]))


main(*sys.argv[1:])
