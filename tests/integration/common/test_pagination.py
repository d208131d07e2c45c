"""Pages by cursor: each row once, in order, back and forth, while others write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from allma_site.common.clock import now
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import ApiKey, Role, Workspace

KEYS = "/api/v1/api-keys/"


@pytest.fixture
def many(api: APIClient, workspace: Workspace) -> list[str]:
    """25 keys, the newest first; each five of them were made at the same moment. The client's own is last."""
    start = now() + timedelta(days=1)
    for number in range(25):
        key, _ = services.create_api_key(workspace=workspace, name=f"{number:02}", role=Role.VIEWER, actor=SYSTEM)
        ApiKey.objects.filter(pk=key.pk).update(created_at=start + timedelta(seconds=number // 5))
    return list(ApiKey.objects.order_by("-created_at", "-id").values_list("name", flat=True))


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["results"]]


def walk(api: APIClient, url: str | None, direction: str) -> list[list[str]]:
    pages = []
    while url:
        page = api.get(url).json()
        pages.append(names(page))
        url = page[direction]
    return pages


@pytest.mark.parametrize("limit", [1, 3, 5, 7, 13, 25, 26, 200])
def test_pages_together_are_the_list(api: APIClient, many: list[str], limit: int) -> None:
    pages = walk(api, f"{KEYS}?limit={limit}", "next")
    assert [name for page in pages for name in page] == many
    assert {len(page) for page in pages[:-1]} <= {limit}


@pytest.mark.parametrize("limit", [1, 4, 13])
def test_the_way_back_is_the_same_way(api: APIClient, many: list[str], limit: int) -> None:
    last = api.get(f"{KEYS}?limit={limit}").json()
    while last["next"]:
        last = api.get(last["next"]).json()
    back = [names(last), *walk(api, last["previous"], "previous")]
    assert [name for page in reversed(back) for name in page] == many


def test_links_are_whole_urls_that_keep_the_query(api: APIClient, many: list[str]) -> None:
    page = api.get(f"{KEYS}?limit=5").json()
    assert page["previous"] is None
    assert page["next"].startswith("http://testserver/api/v1/api-keys/?")
    assert "limit=5" in page["next"]


def test_a_page_is_fifty_rows_unless_said_otherwise(api: APIClient, workspace: Workspace) -> None:
    rows = [
        ApiKey(workspace=workspace, name=str(number), role=Role.VIEWER, prefix="", key_hash=str(number))
        for number in range(250)
    ]
    ApiKey.objects.bulk_create(rows)
    assert len(api.get(KEYS).json()["results"]) == 50
    assert len(api.get(f"{KEYS}?limit=500").json()["results"]) == 200


def test_rows_that_come_in_front_neither_skip_nor_double(api: APIClient, many: list[str], workspace: Workspace) -> None:
    page = api.get(f"{KEYS}?limit=10").json()
    key, _ = services.create_api_key(workspace=workspace, name="new", role=Role.VIEWER, actor=SYSTEM)
    ApiKey.objects.filter(pk=key.pk).update(created_at=now() + timedelta(days=2))
    rest = walk(api, page["next"], "next")
    assert names(page) + [name for one in rest for name in one] == many


def test_the_row_of_the_cursor_may_go(api: APIClient, many: list[str]) -> None:
    page = api.get(f"{KEYS}?limit=10").json()
    ApiKey.objects.filter(name=many[9]).delete()
    assert names(api.get(page["next"]).json()) == many[10:20]


@pytest.mark.parametrize(
    "cursor", ["x", "!!!", "WzBd", "WzAsIngiLCJ5Il0", "WzAsMSwyXQ", "bnVsbA", "W10", "e30", "%F0%9F%98%80", "x" * 5000]
)
def test_a_cursor_we_did_not_give_is_refused(api: APIClient, cursor: str) -> None:
    answer = api.get(f"{KEYS}?cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "9" * 20, "%D9%A1"])
def test_a_limit_that_is_no_number_is_refused(api: APIClient, limit: str) -> None:
    answer = api.get(f"{KEYS}?limit={limit}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "limit"
