"""What a person does in a box of General, and waiting until the store has it."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.visit import Visit

DATA = Path(__file__).resolve().parent.parent / "data"
PASTE = """(text, [html, plain]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  data.setData("text/plain", plain)
  text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


def box(visit: Visit, title: str) -> Locator:
    """The text that one writes in, by the title of its box."""
    return visit.page.get_by_role("textbox", name=title, exact=True)


def saved(visit: Visit, title: str) -> None:
    """Wait until the box itself says that its text is saved."""
    holder = visit.page.locator(".mn-editor", has=box(visit, title))
    expect(holder.locator(".mn-state")).to_have_attribute("data-state", "saved", timeout=15_000)


def write(visit: Visit, title: str, words: str) -> None:
    """Click at the end of the box and type, as a person would."""
    box(visit, title).click()
    visit.page.keyboard.press("Control+End")
    visit.page.keyboard.type(words, delay=10)
    saved(visit, title)


def paste(visit: Visit, title: str, html: str, plain: str = "") -> None:
    """Ctrl+V with this on the clipboard."""
    box(visit, title).click()
    box(visit, title).evaluate(PASTE, [html, plain])
    saved(visit, title)
