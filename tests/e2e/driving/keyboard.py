"""A person who has no mouse."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 90


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Everything by keys; nothing here touches the mouse or puts the focus anywhere by itself."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def has_focus(self, target: Locator) -> bool:
        """Whether the focus is there."""
        return bool(target.count()) and bool(target.first.evaluate("element => element === document.activeElement"))

    def tab_to(self, target: Locator, *, back: bool = False) -> None:
        """Presses Tab until the focus is on it."""
        for _ in range(MOST_TABS):
            if target.first.evaluate("element => element === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not come by {target}.")

    def push(self, target: Locator, *, back: bool = False) -> None:
        """Goes to a button and presses it."""
        self.tab_to(target, back=back)
        self.press("Enter")

    def write(self, target: Locator, text: str, *, back: bool = False) -> None:
        """Goes to a field and writes in the place of what is there."""
        self.tab_to(target, back=back)
        self.press("Control+a")
        self.type(text)

    def pick(self, target: Locator, text: str, *, back: bool = False) -> None:
        """Goes to a select, searches in it when it can be searched, and takes what fits."""
        self.tab_to(target, back=back)
        if target.first.evaluate("element => element.readOnly"):
            self.press("Enter")
            self._walk(self._options(target), text)
        else:
            self.press("Control+a")
            self.type(text)
            self._options(target).filter(has_text=text).first.wait_for()
            self.press("ArrowDown")
        self.press("Enter")
        expect(target.first).to_have_attribute("aria-expanded", "false")

    def _options(self, target: Locator) -> Locator:
        """The options of an open list."""
        expect(target.first).to_have_attribute("aria-expanded", "true")
        return self.page.locator(f"[id='{target.first.get_attribute('aria-controls')}']").get_by_role("option")

    def _walk(self, options: Locator, text: str) -> None:
        """Goes down a list that cannot be searched."""
        wanted = options.filter(has_text=text).first
        for _ in range(options.count()):
            if wanted.get_attribute("data-combobox-selected") == "true":
                return
            self.press("ArrowDown")
