"""What every page has: signing in, finding rows, answering questions."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.chromium import Scheme


def sign_in(page: Page, username: str, password: str) -> None:
    """Fills in the form of the sign-in page and sends it."""
    page.get_by_label("Username").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


HEARD = """
window.WebSocket = class extends WebSocket {
  constructor(...of) {
    super(...of);
    this.addEventListener("message", () => document.documentElement.dataset.heard = "yes");
  }
};
"""


def go_live(page: Page, address: str) -> None:
    """Goes to a page and waits until its socket has spoken: what happens from now on comes by itself."""
    page.add_init_script(HEARD)
    page.goto(address)
    expect(page.locator("html[data-heard]")).to_be_attached()


# Colours that fade are there.
FADED = """
Promise.allSettled(
  document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished)
).then(() => null)
"""


def in_scheme(page: Page, scheme: Scheme) -> None:
    """The computer turns to light or dark, and the page with it."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    page.evaluate(FADED)


def settled(page: Page) -> None:
    """The page is there with what it shows, and nothing of it is still on its way."""
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def heading(page: Page, name: str) -> Locator:
    """The page's own heading."""
    return page.get_by_role("heading", level=1, name=name, exact=True)


def row(page: Page, text: str) -> Locator:
    """The row of a table that has this text."""
    return page.get_by_role("row").filter(has_text=text)


def dialog(page: Page, name: str) -> Locator:
    """The open dialog with this title."""
    return page.get_by_role("dialog", name=name)


def choose(page: Page, menu: str, item: str) -> None:
    """Opens a menu by its button's name and takes an item."""
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def confirm(page: Page, question: str, answer: str) -> None:
    """Answers a question with one of its buttons."""
    dialog(page, question).get_by_role("button", name=answer, exact=True).click()


def told(page: Page, text: str) -> None:
    """A toast says this."""
    expect(page.get_by_role("alert").filter(has_text=text)).to_be_visible()


def write_json(box: Locator, text: str) -> None:
    """Writes in place of everything that stands in a code editor."""
    box.click()
    box.press("ControlOrMeta+a")
    box.page.keyboard.insert_text(text)
