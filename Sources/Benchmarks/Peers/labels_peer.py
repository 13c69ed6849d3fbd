"""What the label peers share: the sheet, the labels' file, and the reading that Handbill's bench expects."""

import json
import sys
import time

FONTS = "/usr/share/fonts/truetype/noto"
COLUMNS, ROWS, WIDTH, HEIGHT, LEFT, TOP, PITCH = 3, 8, 63.5, 33.9, 7.21, 12.9, 66.04
MARGIN_X, MARGIN_Y = 3.8, 2.0
POINT = 25.4 / 72


def heading(sheet, sheets, first, count):
    """The heading of a sheet, from 0, whose first label has this index."""
    return f"Batch 2026-11-02-1 · sheet {sheet + 1} of {sheets} · {first + 1}–{first + count} · L7159"


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit("/proc/self/status doesn't say VmHWM")


def run(name, set_labels):
    """Measures `set_labels(labels)`, which returns a PDF's bytes: from loading the font to the finished bytes."""
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        labels = [line.rstrip("\n").split("\t") for line in file]
    began = time.perf_counter()
    paper = set_labels(labels)
    seconds = time.perf_counter() - began
    with open(target, "wb") as file:
        file.write(paper)
    reading = {"name": name, "count": len(labels), "seconds": seconds, "peakMegabytes": peak_megabytes()}
    print(json.dumps([reading]))
