"""Writers queue in the process, all or nothing; conflicts of PostgreSQL are run again."""

from __future__ import annotations

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from allma_site.common.clock import now
from allma_site.common.db import db_now, is_conflict, retry_on_conflict, write
from workspaces.models import Workspace


def slugs() -> list[str]:
    return list(Workspace.objects.order_by("slug").values_list("slug", flat=True))


def fail_after_writing() -> None:
    with write():
        Workspace.objects.create(slug="a", name="a")
        raise RuntimeError


def test_a_write_that_fails_leaves_nothing(db: None) -> None:
    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert slugs() == []


def test_an_inner_write_that_fails_leaves_the_outer_one_whole(db: None) -> None:
    with write():
        Workspace.objects.create(slug="outer", name="outer")
        with pytest.raises(RuntimeError):
            fail_after_writing()
    assert slugs() == ["outer"]


@pytest.mark.django_db(transaction=True)
def test_many_writers_all_get_their_turn() -> None:
    Workspace.objects.create(slug="counter", name="0")
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(25):
                with write():
                    held = Workspace.objects.select_for_update().get(slug="counter")
                    held.name = str(int(held.name) + 1)
                    held.save()
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Workspace.objects.get(slug="counter").name == "200"


@pytest.mark.django_db(transaction=True)
def test_a_thread_may_write_within_its_write() -> None:
    with write(), write():
        assert connection.in_atomic_block
        Workspace.objects.create(slug="a", name="a")
    assert slugs() == ["a"]


def conflict(kind: type[psycopg.Error]) -> OperationalError:
    error = OperationalError("undone")
    error.__cause__ = kind("undone")
    return error


DEADLOCK = psycopg.errors.DeadlockDetected
SERIALIZATION = psycopg.errors.SerializationFailure


class Work:
    """Fails with each error in turn, then returns how often it was called."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return self.calls


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [DEADLOCK, SERIALIZATION])
def test_a_conflict_is_run_again(kind: type[psycopg.Error]) -> None:
    assert retry_on_conflict(Work(conflict(kind), conflict(kind))) == 3


@pytest.mark.django_db(transaction=True)
def test_the_third_conflict_passes_through() -> None:
    work = Work(*[conflict(DEADLOCK) for _ in range(3)])
    with pytest.raises(OperationalError):
        retry_on_conflict(work)
    assert work.calls == 3


@pytest.mark.django_db(transaction=True)
def test_another_error_is_not_run_again() -> None:
    work = Work(OperationalError("gone"))
    with pytest.raises(OperationalError):
        retry_on_conflict(work)
    assert work.calls == 1


def test_nothing_is_run_again_inside_a_transaction(db: None) -> None:
    work = Work(conflict(DEADLOCK))
    with pytest.raises(OperationalError), transaction.atomic():
        retry_on_conflict(work)
    assert work.calls == 1


def test_a_conflict_is_known_by_its_state() -> None:
    assert is_conflict(conflict(DEADLOCK))
    assert not is_conflict(conflict(psycopg.errors.UniqueViolation))
    assert not is_conflict(OperationalError("gone"))


def test_the_databases_clock_is_aware_and_near_ours(db: None) -> None:
    moment = db_now()
    assert moment.utcoffset() == timedelta(0)
    assert abs(moment - now()) < timedelta(seconds=5)
