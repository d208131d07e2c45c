"""The documentation as tests read it: headings, links, rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.unit.docs.sources import ROOT

HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def read(page: str) -> str:
    """The text of a page below the root."""
    return Path(ROOT, page).read_text()


def headings(text: str) -> list[str]:
    """The headings of a page, without those inside of code."""
    return HEADING.findall(FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """What a link may name behind `#`, as GitHub makes it of headings."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(text)}


def links(text: str) -> Iterator[tuple[str, str]]:
    """The links to other files and headings: (file, empty for the page itself; anchor, empty without)."""
    for target in LINK.findall(FENCE.sub("", text)):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            yield file, anchor


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level or a higher one."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    if found is None:
        return ""
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest
