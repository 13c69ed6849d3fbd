"""The same labels as Handbill's, set by reportlab: a peer to compare with.

Usage: labels_reportlab.py LABELS.tsv OUT.pdf

As `labels_fpdf2.py`; the pages are compressed.
"""

import io

import reportlab
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from labels_peer import COLUMNS, FONTS, HEIGHT, LEFT, MARGIN_X, MARGIN_Y, PITCH, POINT, ROWS, TOP, heading, run


def set_labels(labels):
    pdfmetrics.registerFont(TTFont("Noto", f"{FONTS}/NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Noto-Bold", f"{FONTS}/NotoSans-Bold.ttf"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(210 * mm, 297 * mm), pageCompression=1)
    per_sheet = COLUMNS * ROWS
    sheets = (len(labels) + per_sheet - 1) // per_sheet
    advance = 1.2 * 10 * POINT
    for sheet in range(sheets):
        first = sheet * per_sheet
        page = labels[first : first + per_sheet]
        canvas.setFont("Noto", 7)
        canvas.drawString(LEFT * mm, (297 - 8) * mm, heading(sheet, sheets, first, len(page)))
        canvas.setFont("Noto", 10)
        for place, (_, *lines) in enumerate(page):
            x = LEFT + place % COLUMNS * PITCH + MARGIN_X
            y = TOP + place // COLUMNS * HEIGHT + (HEIGHT - len(lines) * advance) / 2
            for number, line in enumerate(lines):
                canvas.drawString(x * mm, (297 - y - number * advance - 10 * POINT) * mm, line)
        for font, size, texts in (
            ("Noto-Bold", 7, [(str(first + place + 1), 33.0) for place in range(len(page))]),
            ("Noto", 6.5, [(f" · {label[0]}", 36.5) for label in page]),
        ):
            canvas.setFont(font, size)
            for place, (text, offset) in enumerate(texts):
                x = LEFT + place % COLUMNS * PITCH + offset
                y = TOP + place // COLUMNS * HEIGHT + HEIGHT - MARGIN_Y
                canvas.drawString(x * mm, (297 - y) * mm, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


run(f"reportlab {reportlab.__version__}", set_labels)
