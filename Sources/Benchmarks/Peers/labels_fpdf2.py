"""The same labels as Handbill's, set by fpdf2: a peer to compare with.

Usage: labels_fpdf2.py LABELS.tsv OUT.pdf

A line of the input is a label: reference and printed lines, separated by tabs. The sheet is L7159, the font Noto Sans,
embedded as a subset.
"""

import fpdf

from labels_peer import COLUMNS, FONTS, HEIGHT, LEFT, MARGIN_X, MARGIN_Y, PITCH, POINT, ROWS, TOP, heading, run


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
        pdf.text(LEFT, 8, heading(sheet, sheets, first, len(page)))
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


run(f"fpdf2 {fpdf.__version__}", set_labels)
