"""Ids sort by when they were made; times print one way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from allma_site.common.clock import iso, now
from allma_site.common.ids import new_id


def test_ids_are_uuid_version_seven_in_order() -> None:
    ids = [new_id() for _ in range(1000)]
    assert {one.version for one in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678_999, UTC), "2026-01-02T03:04:05.678Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 0, UTC), "2026-01-02T03:04:05.000Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 0, timezone(timedelta(hours=2))), "2026-01-02T01:04:05.000Z"),
    ],
)
def test_a_time_is_utc_with_milliseconds(moment: datetime, text: str) -> None:
    assert iso(moment) == text


def test_now_knows_its_zone() -> None:
    assert now().tzinfo is UTC
