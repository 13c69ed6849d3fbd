"""Orders as supporters do, in Debian's chromium, and looks at every page with axe-core.

    web_order.py BASE-URL OUTPUT-FOLDER

Orders three times: with a mouse on a wide screen, without JavaScript on a screen of 360 px, and with the keyboard
alone; corrects the address of the second and cancels the third. Writes form.png, errors.png, check.png,
confirmation.png and form-narrow.png into the folder, prints one JSON object with the references and what was found,
and ends with 1 if anything serious was found or doesn't work.
"""

import json
import pathlib
import re
import sys
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

BASE, OUT = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])
WIDE, NARROW = {"width": 1100, "height": 1400}, {"width": 360, "height": 740}
PEOPLE = [
    {"name": "Aisha Khan", "address-line1": "1 Example Street", "address-line2": "Higher Blackley",
     "town": "Manchester", "postcode": "m90sq", "email": "aisha.khan@example.org"},
    {"name": "Siôn Parry", "address-line1": "14 Stryd Enghraifft", "address-line2": "",
     "town": "Caerdydd", "postcode": "cf10 1aa", "email": "sion.parry@example.org"},
    {"name": "Niamh O’Brien", "address-line1": "7 Sample Road", "address-line2": "",
     "town": "Leeds", "postcode": "LS1 4AP", "email": "niamh.obrien@example.org"},
]
findings, pages_looked_at, console = [], [], []


def require(holds, words):
    if not holds:
        findings.append(words)


def look(page, name):
    """axe's serious and critical findings, and what may not be on any page of ours."""
    pages_looked_at.append(name)
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            targets = [node["target"] for node in violation["nodes"]]
            findings.append(f"{name}: {violation['id']}: {violation['help']}: {targets}")
    require(page.locator("script, [style], iframe").count() == 0, f"{name}: a script, a style or a frame")
    require(page.locator("h1").count() == 1, f"{name}: not one h1")
    fits(page, name)


def fits(page, name):
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    require(width <= 0, f"{name}: wider than the screen by {width} px")


def fill(page, person, packs="4"):
    page.locator("input[id^=packs-]").first.fill(packs)
    for field, text in person.items():
        page.locator(f"#{field}").fill(text)
    if page.locator("#consent").count():
        page.locator("#consent").check()


def submit(page):
    page.locator("main form p.buttons button").first.click()


def reference(page):
    return page.locator(".reference").first.inner_text().strip()


def wide(browser):
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    page = context.new_page()
    page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: require(request.url.startswith(BASE), f"a request elsewhere: {request.url}"))
    page.goto(BASE + "/")
    look(page, "form")
    page.screenshot(path=OUT / "form.png")
    page.locator("#postcode").fill("RH6 OHP")
    page.locator("#needed-day").fill("31")
    submit(page)
    require(page.title().startswith("Error: "), "the title of the form with errors doesn't begin with Error")
    look(page, "errors")
    page.screenshot(path=OUT / "errors.png")
    summary = page.locator(".summary")
    expect(summary).to_contain_text("RH6 0HP")
    for link in summary.locator("a").all():
        target = link.get_attribute("href")[1:]
        error = page.locator(f"[id='{target}-error']").inner_text().removeprefix("Error:").strip()
        require(error == link.inner_text(), f"other words beside the field {target} than in the summary")
    summary.locator("a").first.click()
    require(page.evaluate("document.activeElement.id").startswith("packs-"), "a link of the summary leads nowhere")
    page.locator("#needed-day").fill("")
    fill(page, PEOPLE[0])
    submit(page)
    look(page, "check")
    page.screenshot(path=OUT / "check.png")
    expect(page.locator(".printed")).to_contain_text("MANCHESTER")
    page.get_by_role("button", name="Change – Items").click()
    require(page.locator("#name").input_value() == PEOPLE[0]["name"], "what was typed is lost on the way back")
    require(urlsplit(page.url).fragment.startswith("packs-"), "Change doesn't lead to its field")
    page.wait_for_timeout(1_100)
    submit(page)
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    submit(page)
    look(page, "confirmation")
    page.screenshot(path=OUT / "confirmation.png")
    placed, status = reference(page), page.url.replace("&sent=1", "")
    page.reload()
    require(reference(page) == placed, "a reload shows another order")
    again = context.request.post(BASE + "/order", form=sent)
    require(placed in again.url, "the same form sent again makes another order")
    page.goto(status)
    look(page, "status")
    page.goto(status + "&cancel=1")
    look(page, "cancel")
    page.goto(status + "&address=1")
    look(page, "address")
    page.goto(BASE + "/privacy")
    look(page, "privacy")
    page.goto(BASE + "/order/HB-00000000?key=1")
    look(page, "nothing there")
    console[:] = [text for text in console if "404" not in text and "422" not in text]
    require(context.cookies() == [], "a cookie")
    context.close()
    return placed, status


def narrow(browser):
    context = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="cy-GB")
    page = context.new_page()
    page.goto(BASE + "/")
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.screenshot(path=OUT / "form-narrow.png", full_page=True)
    fill(page, PEOPLE[1], packs="2")
    submit(page)
    page.wait_for_timeout(1_100)
    submit(page)
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    placed, status = reference(page), page.url.replace("&sent=1", "")
    page.locator("a[href*='address=1']").click()
    page.locator("#address-line1").fill("")
    submit(page)
    expect(page.locator(".summary")).to_be_visible()
    page.locator("#address-line1").fill("16 Stryd Enghraifft")
    submit(page)
    expect(page.locator(".printed")).to_contain_text("16 Stryd Enghraifft")
    context.close()

    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    for name, path in [("form, narrow", "/"), ("form, narrow and Welsh", "/?lang=cy"), ("privacy, narrow", "/privacy")]:
        page.goto(BASE + path)
        look(page, name)
        small = page.evaluate(
            """[...document.querySelectorAll('button, select, input:not([type=hidden]):not([tabindex="-1"])')]
                .filter(it => (it.closest('.choice') ?? it).getBoundingClientRect().height < 44).map(it => it.id)""")
        require(small == [], f"{name}: targets below 44 px: {small}")
    page.goto(status)
    look(page, "status, narrow")
    context.close()
    return placed


def keyboard(browser):
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto(BASE + "/")
    person = dict(PEOPLE[2])
    typed = set()

    def focused():
        return page.evaluate("document.activeElement.id || document.activeElement.tagName + document.activeElement.type")

    page.keyboard.press("Tab")
    require("skip" in page.evaluate("document.activeElement.className"), "the first Tab doesn't lead to the skip link")
    for _ in range(120):
        page.keyboard.press("Tab")
        here = focused()
        require(here != "topic", "the keyboard reaches the field that people don't see")
        if here.startswith("packs-") and not typed:
            page.keyboard.type("1")
            typed.add("packs")
        elif here in person:
            page.keyboard.type(person.pop(here))
        elif here == "consent":
            page.keyboard.press("Space")
        elif here == "BUTTONsubmit":
            break
    require(not [field for field, text in person.items() if text], f"the keyboard misses {sorted(person)}")
    page.wait_for_timeout(1_100)
    page.keyboard.press("Enter")
    page.wait_for_url("**/order/check")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('p.buttons button:not(.plain)')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sent=1"))
    placed = reference(page)
    page.locator("a[href*='cancel=1']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cancel=1"))
    page.locator("button.grave").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "cancel" not in url)
    expect(page.locator(".tag-cancelled")).to_be_visible()
    context.close()
    return placed


OUT.mkdir(parents=True, exist_ok=True)
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    first, url = wide(chromium)
    second = narrow(chromium)
    third = keyboard(chromium)
    chromium.close()
for text in console:
    findings.append(f"the browser complains: {text}")
print(json.dumps({
    "reference": first, "statusURL": url, "corrected": second, "cancelled": third, "pages": pages_looked_at,
    "findings": findings,
}, indent=2, ensure_ascii=False))
sys.exit(1 if findings else 0)
