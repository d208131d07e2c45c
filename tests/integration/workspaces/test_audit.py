"""The audit is a chain: it grows at the end, and a record that was changed, removed or put in is found."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from rest_framework.test import APIClient

from allma_site.common.db import write
from tests.conftest import ClientFor
from workspaces import audit, services
from workspaces.actors import SYSTEM, Actor, ActorKind
from workspaces.models import AuditHead, AuditRecord, Role, Workspace

ADA = Actor(ActorKind.USER, "1", "ada")


@pytest.fixture
def chain(workspace: Workspace) -> list[AuditRecord]:
    for number in range(3):
        audit.record(
            workspace=workspace, actor=ADA, action="flow.publish", target=f"flow-{number}", details={"n": number}
        )
    return list(AuditRecord.objects.in_workspace(workspace).order_by("seq"))


def test_records_are_numbered_and_hold_the_hash_before(chain: list[AuditRecord]) -> None:
    assert [entry.seq for entry in chain] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in chain] == ["", *[entry.hash for entry in chain[:-1]]]


def test_each_workspace_has_its_own_chain(chain: list[AuditRecord], other_workspace: Workspace) -> None:
    assert [entry.seq for entry in AuditRecord.objects.in_workspace(other_workspace)] == [1]


def test_a_whole_chain_verifies(chain: list[AuditRecord], workspace: Workspace) -> None:
    assert audit.verify(workspace) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("actor", "eve"), ("action", "flow.delete"), ("target", "x"), ("details", "{}"), ("hash", "0" * 64)],
)
def test_a_changed_record_is_found(chain: list[AuditRecord], workspace: Workspace, field: str, value: str) -> None:
    AuditRecord.objects.filter(pk=chain[1].pk).update(**{field: value})
    assert audit.verify(workspace) == audit.Break(2, "it was changed")


def test_a_record_that_was_changed_and_hashed_again_breaks_the_next(
    chain: list[AuditRecord], workspace: Workspace
) -> None:
    chain[1].actor = "eve"
    chain[1].hash = audit.hash_of(chain[1])
    chain[1].save()
    assert audit.verify(workspace) == audit.Break(3, "it does not follow the record before it")


def test_a_removed_record_is_found(chain: list[AuditRecord], workspace: Workspace) -> None:
    chain[1].delete()
    assert audit.verify(workspace) == audit.Break(2, "the record is missing")


def test_a_removed_end_is_found(chain: list[AuditRecord], workspace: Workspace) -> None:
    chain[3].delete()
    assert audit.verify(workspace) == audit.Break(4, "the end of the chain is missing")


def test_a_removed_head_is_found(chain: list[AuditRecord], workspace: Workspace) -> None:
    AuditHead.objects.all().delete()
    assert audit.verify(workspace) == audit.Break(1, "it was put in after the end of the chain")


def test_a_record_put_in_after_the_end_is_found(chain: list[AuditRecord], workspace: Workspace) -> None:
    forged = AuditRecord(
        workspace=workspace, seq=5, at=chain[3].at, actor="eve", action="x", previous_hash=chain[3].hash
    )
    forged.hash = audit.hash_of(forged)
    forged.save()
    assert audit.verify(workspace) == audit.Break(5, "it was put in after the end of the chain")


def test_the_command_says_which_workspace_is_broken(
    chain: list[AuditRecord], workspace: Workspace, other_workspace: Workspace
) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "ours: whole.\ntheirs: whole.\n"
    chain[0].delete()
    with pytest.raises(CommandError, match=r"^ours: broken at record 1: the record is missing\.$"):
        call_command("verify_audit", stdout=StringIO())


def test_a_record_is_undone_with_what_it_records(workspace: Workspace) -> None:
    def fail_afterwards() -> None:
        with write():
            audit.record(workspace=workspace, actor=ADA, action="flow.publish")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_afterwards()
    assert AuditRecord.objects.in_workspace(workspace).count() == 1
    assert audit.verify(workspace) is None


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain() -> None:
    workspace = services.create_workspace(slug="busy", name="Busy", actor=SYSTEM)

    def work() -> None:
        for _ in range(10):
            audit.record(workspace=workspace, actor=ADA, action="flow.publish")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditRecord.objects.in_workspace(workspace).count() == 61
    assert audit.verify(workspace) is None


def test_admins_read_the_newest_first_and_filter(api: APIClient, chain: list[AuditRecord]) -> None:
    rows = api.get("/api/v1/audit/?action=flow.publish").json()["results"]
    assert [row["target"] for row in rows] == ["flow-2", "flow-1", "flow-0"]
    assert (rows[0]["actor"], rows[0]["details"]) == ("ada", {"n": 2})
    assert api.get("/api/v1/audit/?actor=eve").json()["results"] == []


def test_others_do_not(client_for: ClientFor) -> None:
    assert client_for(Role.PUBLISHER).get("/api/v1/audit/").status_code == 403


def test_an_unknown_filter_is_refused(api: APIClient) -> None:
    answer = api.get("/api/v1/audit/?who=ada")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"path": "/who", "message": "Extra inputs are not permitted"}]


@pytest.mark.parametrize("name", ["action", "target", "actor"])
def test_a_filter_that_no_database_takes_is_refused(api: APIClient, name: str) -> None:
    answer = api.get(f"/api/v1/audit/?{name}=%00")
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{name}")


def test_a_key_with_the_longest_name_signs_with_what_there_is_room_for(workspace: Workspace) -> None:
    key = Actor(ActorKind.KEY, "1", "k" * 200)
    assert audit.record(workspace=workspace, actor=key, action="flow.publish").actor == "key " + "k" * 196
    assert audit.verify(workspace) is None


def test_a_key_signs_with_its_name(api: APIClient) -> None:
    api.post("/api/v1/api-keys/", {"name": "ci", "role": "viewer"})
    assert api.get("/api/v1/audit/").json()["results"][0]["actor"] == "key a admin"
