"""A real server on SQLite, a real peer on loopback and Debian's Chromium. Nothing of the back end is imitated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    StorageState,
    ViewportSize,
    expect,
)

from tests.acceptance.peer import peer as peer_server
from tests.chromium import WIDE, Scheme, chromium, signed_in
from tests.e2e.driving.rest import Rest
from tests.processes import ROOT, Allma, embedded

PASSWORD = "a-password-for-tests"
PATIENCE_MS = 30_000
"""How long a page may take on a machine that is busy with other tests. Nothing is waited for longer than it takes."""
expect.set_options(timeout=PATIENCE_MS)

PERMISSIONS = ["clipboard-read", "clipboard-write"]

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def allma() -> Iterator[Allma]:
    """One installation for all tests of the session; `admin` has the password PASSWORD."""
    if not (ROOT / "frontend/dist/index.html").is_file():
        pytest.fail("The pages are not built: run `make build`.")
    with embedded(ALLMA_ADMIN_PASSWORD=PASSWORD) as installation:
        yield installation


@pytest.fixture(scope="session")
def rest(allma: Allma) -> Rest:
    """The API, with an admin's key: for what a test needs to be there before its person comes."""
    return Rest(allma.url, allma.create_key())


@pytest.fixture(scope="session")
def peer() -> Iterator[str]:
    """The outside world of the sample flows; its base URL."""
    with peer_server() as running:
        yield running.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of the session."""
    with chromium("--disable-gpu") as started:
        yield started


class Watched:
    """What the pages of a test said that they should not have: console output, errors, CSP violations."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.expected: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from its beginning."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
        )

    def expect(self, part: str) -> None:
        """A message with this part is right here, such as the browser's own note of a 401 that was asked for."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        """What is left."""
        return [text for text in self.said if not any(part in text for part in self.expected)]

    def _heard(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text}")


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fails the test when a page said anything in its console, or broke its content security policy."""
    watching = Watched()
    yield watching
    assert watching.unexpected() == []


@pytest.fixture(scope="session")
def sessions(browser: Browser, allma: Allma) -> Callable[[str, str], StorageState]:
    """The signed-in state of a person, made once for each."""
    known: dict[str, StorageState] = {}

    def state(username: str, password: str) -> StorageState:
        if username not in known:
            known[username] = signed_in(browser, allma.url, username=username, password=password)
        return known[username]

    return state


@dataclass
class People:
    """Browser contexts of people who are signed in. Each is used again by a later test: only its HTTP cache stays.

    A context has a process of its own, and what it loads first it has to compile: together more than half of what
    opening a page costs.
    """

    browser: Browser
    url: str
    state: Callable[[str, str], StorageState]
    _free: dict[tuple[Any, ...], list[BrowserContext]] = field(default_factory=lambda: defaultdict(list))

    def new(self, **options: Any) -> BrowserContext:
        """A context that nobody was in before."""
        context = self.browser.new_context(
            base_url=self.url, permissions=PERMISSIONS, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        return context

    @contextmanager
    def lent(self, user: str, password: str, scheme: Scheme, viewport: ViewportSize) -> Iterator[BrowserContext]:
        """A context of this person, as new; two that are lent at the same time are two computers."""
        free = self._free[user, scheme, *viewport.values()]
        state = self.state(user, password)
        context = free.pop() if free else self.new(color_scheme=scheme, viewport=viewport, storage_state=state)
        try:
            yield context
        finally:
            with suppress(Error):  # a test may have closed it
                self._clean(context, state)
                free.append(context)

    def _clean(self, context: BrowserContext, state: StorageState) -> None:
        context.set_offline(False)
        for page in context.pages:
            page.close()
        context.set_storage_state(state)
        context.clear_permissions()
        context.grant_permissions(PERMISSIONS)


@pytest.fixture(scope="session")
def people(browser: Browser, allma: Allma, sessions: Callable[[str, str], StorageState]) -> People:
    """The contexts of all tests of the session. The browser closes them."""
    return People(browser, allma.url, sessions)


@pytest.fixture
def new_page(people: People, watched: Watched) -> Iterator[NewPage]:
    """Opens pages, each in a browser context of its own, as another person's computer would be.

    `new_page(user="admin", password=PASSWORD, scheme="light", viewport=WIDE)`; user None: nobody is signed in. Other
    options are those of Playwright's `new_context`.
    """
    with ExitStack() as opened:

        def open_page(
            user: str | None = "admin",
            password: str = PASSWORD,
            scheme: Scheme = "light",
            viewport: ViewportSize = WIDE,
            **more: Any,
        ) -> Page:
            if user is not None and not more:
                context = opened.enter_context(people.lent(user, password, scheme, viewport))
            else:
                state = people.state(user, password) if user else None
                context = people.new(color_scheme=scheme, viewport=viewport, storage_state=state, **more)
                opened.callback(context.close)
            page = context.new_page()
            watched.watch(page)
            return page

        yield open_page


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """The admin's page, light, 1280 × 800."""
    return new_page()


@pytest.fixture(params=["light", "dark"])
def themed_page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """The admin's page in each colour scheme."""
    return new_page(scheme=request.param)


AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
SERIOUS = frozenset({"serious", "critical"})


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Serious violations of a page, one line each: rule, what it is about, and the first element."""
    source = Path(AXE).read_text(encoding="utf-8")

    def run(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{rule['id']}: {rule['help']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            if rule["impact"] in SERIOUS
            for node in rule["nodes"][:3]
        ]

    return run
