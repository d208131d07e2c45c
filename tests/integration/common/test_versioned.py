"""Draft and Published: what may change, who wins, and what stays."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from allma_site.common import json_guard, versioned_services
from allma_site.common.problems import Conflict, NotFound, PreconditionFailed
from allma_site.common.versioned import VersionStatus
from prompts.models import PromptTemplate, PromptVersion
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Workspace


@pytest.fixture
def prompt(workspace: Workspace) -> PromptTemplate:
    entity = PromptTemplate(workspace=workspace, name="Greeting")
    versioned_services.create(entity=entity, versions=PromptVersion, content={"b": 1, "a": 2}, author="ada")
    return entity


def save(prompt: PromptTemplate, *, number: int = 1, revision: int = 1, author: str = "ada") -> PromptVersion:
    return versioned_services.save_draft(
        entity=prompt, versions=PromptVersion, number=number, content={"x": revision}, revision=revision, author=author
    )


def publish(prompt: PromptTemplate, number: int = 1) -> PromptVersion:
    return versioned_services.publish(entity=prompt, versions=PromptVersion, number=number, author="pat")


def draft(prompt: PromptTemplate, source: int | None = None) -> PromptVersion:
    return versioned_services.new_draft(entity=prompt, versions=PromptVersion, author="ada", source=source)


def statuses(prompt: PromptTemplate) -> dict[int, str]:
    return dict(PromptVersion.objects.filter(entity=prompt).values_list("number", "status"))


def test_a_new_thing_has_draft_version_one(prompt: PromptTemplate) -> None:
    version = PromptVersion.objects.get(entity=prompt)
    assert (version.number, version.status, version.revision) == (1, "draft", 1)
    assert (version.created_by, prompt.owner) == ("ada", "ada")
    assert (prompt.latest_version, prompt.published_version) == (1, None)


def test_the_order_of_keys_is_kept_and_the_hash_does_not_depend_on_it(prompt: PromptTemplate) -> None:
    version = PromptVersion.objects.get(entity=prompt)
    assert version.content == '{"b":1,"a":2}'
    assert version.content_hash == json_guard.digest({"a": 2, "b": 1})


def test_a_save_raises_the_revision(prompt: PromptTemplate) -> None:
    saved = save(prompt)
    saved.refresh_from_db()
    assert (saved.revision, saved.content, saved.updated_by) == (2, '{"x":1}', "ada")


def test_who_saves_second_learns_who_was_first_and_when(prompt: PromptTemplate) -> None:
    save(prompt, author="grace")
    with pytest.raises(PreconditionFailed) as caught:
        save(prompt, revision=1)
    members = caught.value.members
    assert (members["author"], members["revision"]) == ("grace", 2)
    assert members["savedAt"].endswith("Z")
    assert PromptVersion.objects.get(entity=prompt).revision == 2


def test_a_published_version_does_not_change(prompt: PromptTemplate) -> None:
    publish(prompt)
    with pytest.raises(Conflict) as caught:
        save(prompt)
    assert caught.value.code == "not_draft"


def test_publishing_supersedes_the_one_before(prompt: PromptTemplate) -> None:
    publish(prompt)
    draft(prompt)
    version = publish(prompt, 2)
    assert statuses(prompt) == {1: "superseded", 2: "published"}
    assert (prompt.published_version, prompt.latest_version) == (2, 2)
    assert version.published_by == "pat"
    assert version.published_at is not None


def test_a_superseded_version_can_come_back(prompt: PromptTemplate) -> None:
    publish(prompt)
    draft(prompt)
    publish(prompt, 2)
    publish(prompt, 1)
    assert statuses(prompt) == {1: "published", 2: "superseded"}


def test_publishing_twice_is_a_conflict(prompt: PromptTemplate) -> None:
    publish(prompt)
    with pytest.raises(Conflict) as caught:
        publish(prompt)
    assert caught.value.code == "already_published"


def test_a_refusal_before_publishing_undoes_everything(prompt: PromptTemplate) -> None:
    def refuse(version: PromptVersion) -> None:
        raise Conflict("no", code="refused")

    with pytest.raises(Conflict):
        versioned_services.publish(
            entity=prompt, versions=PromptVersion, number=1, author="pat", note="x", before=refuse
        )
    assert statuses(prompt) == {1: "draft"}


def test_unpublishing_leaves_nothing_live(prompt: PromptTemplate) -> None:
    publish(prompt)
    versioned_services.unpublish(entity=prompt, versions=PromptVersion, number=1)
    assert statuses(prompt) == {1: "superseded"}
    assert prompt.published_version is None
    with pytest.raises(Conflict) as caught:
        versioned_services.unpublish(entity=prompt, versions=PromptVersion, number=1)
    assert caught.value.code == "not_published"


def test_a_draft_starts_from_the_version_named_or_from_the_latest(prompt: PromptTemplate) -> None:
    first = draft(prompt)
    save(prompt, number=2)
    assert draft(prompt).content == '{"x":1}'
    assert draft(prompt, source=1).content == first.content == '{"b":1,"a":2}'
    assert statuses(prompt) == {1: "draft", 2: "draft", 3: "draft", 4: "draft"}


def test_the_number_of_a_deleted_draft_is_not_given_again(prompt: PromptTemplate) -> None:
    draft(prompt)
    versioned_services.delete_draft(entity=prompt, versions=PromptVersion, number=2)
    assert prompt.latest_version == 1
    assert draft(prompt).number == 3


@pytest.mark.parametrize(("number", "code"), [(1, "not_draft"), (9, "not_found")])
def test_what_is_no_draft_is_not_deleted(prompt: PromptTemplate, number: int, code: str) -> None:
    publish(prompt)
    with pytest.raises((Conflict, NotFound)) as caught:
        versioned_services.delete_draft(entity=prompt, versions=PromptVersion, number=number)
    assert caught.value.code == code


def test_the_only_version_stays(prompt: PromptTemplate) -> None:
    with pytest.raises(Conflict) as caught:
        versioned_services.delete_draft(entity=prompt, versions=PromptVersion, number=1)
    assert caught.value.code == "last_version"


@pytest.mark.parametrize("action", [save, publish, draft])
def test_what_is_archived_rests_until_it_is_restored(
    prompt: PromptTemplate, action: Callable[[PromptTemplate], object]
) -> None:
    versioned_services.archive(prompt)
    with pytest.raises(Conflict) as caught:
        action(prompt)
    assert caught.value.code == "archived"
    versioned_services.restore(prompt)
    action(prompt)


def test_what_is_gone_cannot_be_changed(prompt: PromptTemplate) -> None:
    PromptTemplate.objects.filter(pk=prompt.pk).delete()
    with pytest.raises(NotFound):
        publish(prompt)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 1},
        {"number": 2, "status": VersionStatus.PUBLISHED},
        {"number": 2, "revision": 0},
    ],
    ids=["a number twice", "two published", "no revision"],
)
def test_the_database_itself_refuses(prompt: PromptTemplate, change: dict[str, object]) -> None:
    publish(prompt)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromptVersion.objects.create(entity=prompt, content="{}", content_hash="", **change)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_the_same_revision_one_wins() -> None:
    workspace = services.create_workspace(slug="busy", name="Busy", actor=SYSTEM)
    entity = PromptTemplate(workspace=workspace, name="Contested")
    versioned_services.create(entity=entity, versions=PromptVersion, content={}, author="ada")
    results: list[str] = []

    def work(name: str) -> None:
        try:
            save(PromptTemplate.objects.get(pk=entity.pk), author=name)
            results.append("saved")
        except PreconditionFailed:
            results.append("lost")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["lost"] * 7 + ["saved"]
    assert PromptVersion.objects.get(entity=entity).revision == 2
