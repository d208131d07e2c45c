"""Links of the documentation lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.docs.pages import PAGES, anchors, links
from tests.unit.docs.sources import ROOT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for file, anchor in links(page.read_text()):
        target = (page.parent / file).resolve() if file else page
        if not target.is_file() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(f"{file}#{anchor}")
    assert broken == []


def test_readme_leads_to_every_page_below_docs() -> None:
    readme, decisions = ROOT / "README.md", ROOT / "docs" / "decisions" / "README.md"
    named = {(page.parent / file).resolve() for page in (readme, decisions) for file, _ in links(page.read_text())}
    assert [page for page in PAGES if "docs" in page.parts and page not in named] == []


def test_anchors_are_made_as_github_makes_them() -> None:
    assert anchors("# A B\n## `x_y`: z!\n```\n# no heading\n```\n") == {"a-b", "x_y-z"}


def test_links_inside_of_code_are_none() -> None:
    assert list(links("[a](b.md#c) [d](https://e.org) [f](#g)\n```\n[h](i.md)\n```\n")) == [("b.md", "c"), ("", "g")]
