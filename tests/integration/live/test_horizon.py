"""The workspace feed on PostgreSQL, where event numbers become visible out of order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from executions.live.feeds import WorkspaceFeed
from executions.live.horizon import Horizon
from executions.models import Execution, ExecutionEvent
from tests.integration.executions_api.runs import ECHO, Runs
from tests.integration.flows.client import Api
from workspaces.models import Workspace

SQL = (
    "INSERT INTO executions_executionevent (execution_id, seq, epoch, type, at, data)"
    " VALUES (%s, %s, 0, 'progress', now(), '{}') RETURNING id"
)


class Writer:
    """A commit under way on a connection of its own: it takes its transaction id first, as every commit does."""

    def __init__(self, execution: str) -> None:
        import psycopg

        name = connection.settings_dict["NAME"]
        url = settings.ENV.database_url.rsplit("/", 1)[0]
        self._connection = psycopg.connect(f"{url}/{name}")
        self._execution = execution
        self._connection.execute("UPDATE executions_execution SET seq = seq WHERE id = %s", [execution])

    def insert(self, seq: int) -> int:
        row: Any = self._connection.execute(SQL, [self._execution, seq]).fetchone()
        return int(row[0])

    def end(self, *, commit: bool = True) -> None:
        if commit:
            self._connection.commit()
        else:
            self._connection.rollback()  # closing alone returns before the server has undone it
        self._connection.close()


@pytest.fixture
def two(transactional_db: None, workspace: Workspace) -> list[str]:
    """Two runs nobody works on."""
    runs = Runs(Api(workspace))
    return [runs.start(ECHO), runs.start(ECHO)]


def seqs(feed: WorkspaceFeed, after: int) -> list[int]:
    return [frame["seq"] for frame in feed.read(after).frames]


@pytest.mark.postgres
@pytest.mark.parametrize("commit", [True, False])
def test_a_frame_is_held_back_until_none_below_it_can_appear(
    workspace: Workspace, two: list[str], commit: bool
) -> None:
    feed = WorkspaceFeed(workspace.pk)
    start = feed.start()
    slow, quick = Writer(two[0]), Writer(two[1])
    low = slow.insert(10)
    high = quick.insert(10)
    quick.end()
    first = feed.read(start)
    assert (first.frames, first.again) == ([], True)
    slow.end(commit=commit)
    assert seqs(feed, start) == ([low, high] if commit else [high])
    assert feed.read(high).again is False


@pytest.mark.postgres
def test_a_transaction_that_began_later_is_waited_for_when_its_numbers_are_lower(
    workspace: Workspace, two: list[str]
) -> None:
    feed = WorkspaceFeed(workspace.pk)
    start = feed.start()
    early, late = Writer(two[0]), Writer(two[1])
    low = late.insert(10)
    high = early.insert(10)
    early.end()
    assert seqs(feed, start) == []
    late.end()
    assert seqs(feed, start) == [low, high]


@pytest.mark.postgres
def test_a_horizon_that_is_new_trusts_nothing_that_is_under_way(two: list[str]) -> None:
    slow = Writer(two[0])
    low = slow.insert(10)
    quick = Writer(two[1])
    high = quick.insert(10)
    quick.end()
    horizon = Horizon()
    assert horizon.look() == (0, True)
    slow.end()
    assert low < high
    assert horizon.look() == (high, False)


def test_the_feed_comes_in_pages_and_says_when_there_is_more(workspace: Workspace, two: list[str]) -> None:
    feed = WorkspaceFeed(workspace.pk)
    execution = Execution.objects.get(pk=two[0])
    at = execution.created_at
    rows = [
        ExecutionEvent(execution=execution, seq=seq, epoch=0, type="progress", at=at, data=json.dumps({}))
        for seq in range(2, 702)
    ]
    ExecutionEvent.objects.bulk_create(rows)
    first = feed.read(0)
    second = feed.read(first.frames[-1]["seq"])
    assert ([len(first.frames), len(second.frames)], [first.again, second.again]) == ([500, 202], [True, False])
