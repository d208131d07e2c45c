"""Commands and variables that the documentation and the compose file name do exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from allma_site.env import Env
from tests.unit.docs.pages import PAGES, read
from tests.unit.docs.sources import ROOT

FROM_OUTSIDE = {"ALLMA_URL", "ALLMA_PORT", "ALLMA_PORT_2", "ALLMA_WORKER_THREADS"}
"""Variables of the tutorials' shell and of the compose file."""
NAMING = [*PAGES, ROOT / "docker-compose.yml"]


def names(page: Path, pattern: str) -> set[str]:
    """What the first group of a pattern finds on a page."""
    return set(re.findall(pattern, page.read_text()))


@pytest.mark.parametrize("page", NAMING, ids=lambda page: page.name)
def test_every_variable_that_is_named_is_a_setting(page: Path) -> None:
    settings = {f"ALLMA_{name.upper()}" for name in Env.model_fields}
    assert names(page, r"\b(ALLMA_[A-Z0-9_]+)\b") - settings - FROM_OUTSIDE == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_management_command_that_is_named_exists(page: Path) -> None:
    assert names(page, r"manage\.py ([a-z_]+)") <= set(get_commands())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", read("Makefile"), re.MULTILINE))
    assert names(page, r"(?:`|^)make ([a-z0-9-]+)") <= targets


def test_make_help_shows_every_target_that_is_meant_for_people() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    shown = set(re.findall(r"^([a-z0-9-]+):.*## ", read("Makefile"), re.MULTILINE))
    assert phony is not None
    assert {"run", "test", "help", "cluster", "bench", "docs"} <= shown <= set(phony[1].split())


def test_the_process_commands_of_readme_and_operations_are_those_of_the_compose_file() -> None:
    celery = r"celery -A allma_site\.celery worker --pool threads --concurrency"
    for page in ("README.md", "docs/operations.md", "docker-compose.yml"):
        assert re.search(celery, read(page)), page
        assert "-Q engine,sandbox,code,slow" in read(page), page
