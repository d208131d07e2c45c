"""Debian's Chromium without a window, for browser tests, pictures and benchmarks, and how people sign in there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, StorageState, ViewportSize, sync_playwright

PROGRAM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--no-first-run",
    "--disable-features="
    # A page of the browser's own for each window, which takes as long to load as ours.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    # A process kept ready for a page that a test never opens.
    "SpareRendererForSitePerProcess,"
    # What Playwright turns off: of two lists the browser heeds the last.
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
)
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

Scheme = Literal["light", "dark"]


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """A running browser, started with these arguments beside the usual ones."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=PROGRAM, args=[*ARGUMENTS, *arguments])
        try:
            yield started
        finally:
            started.close()


def signed_in(browser: Browser, url: str, *, username: str, password: str) -> StorageState:
    """The cookies of a person who has signed in, for contexts to come."""
    context = browser.new_context(base_url=url)
    try:
        context.request.get("/login", headers={"Accept": "text/html"})
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
        answer = context.request.post(
            "/api/v1/auth/login/",
            data={"username": username, "password": password},
            headers={"X-CSRFToken": token},
        )
        assert answer.ok, answer.text()
        return context.storage_state()
    finally:
        context.close()
