"""Searches that people keep: filters and columns of the list of runs under a name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Q, QuerySet

from allma_site.common.clock import now
from allma_site.common.db import write
from allma_site.common.ids import new_id
from allma_site.common.problems import Conflict, NotFound
from executions import store
from executions.codec import dumps
from executions.models import SavedSearch
from workspaces import audit
from workspaces.actors import Actor

MAX_OF_OWNER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFields:
    """What a search is: its name, the query string of the list by parameter, the columns shown, and for whom."""

    name: str
    query: Mapping[str, str]
    columns: Sequence[str]
    shared: bool


def owner_of(actor: Actor) -> str:
    """How a search names its owner."""
    return f"{actor.kind}:{actor.id}"


def searches(workspace_id: uuid.UUID, actor: Actor) -> QuerySet[SavedSearch]:
    """The actor's own searches and those that others share."""
    return SavedSearch.objects.in_workspace(workspace_id).filter(Q(owner=owner_of(actor)) | Q(shared=True))


def require(workspace_id: uuid.UUID, actor: Actor, search_id: uuid.UUID) -> SavedSearch:
    """A search that the actor may see. NotFound."""
    found = searches(workspace_id, actor).filter(pk=search_id).first()
    if found is None:
        raise NotFound(f"There is no saved search {search_id}.")
    return found


def create(*, workspace_id: uuid.UUID, actor: Actor, fields: SearchFields) -> SavedSearch:
    """Keep a search. Raises Conflict when the owner has one of this name, or 200."""
    row = SavedSearch(
        id=new_id(), workspace_id=workspace_id, owner=owner_of(actor), created_by=actor.label, created_at=now()
    )
    with write():
        if SavedSearch.objects.in_workspace(workspace_id).filter(owner=row.owner).count() >= MAX_OF_OWNER:
            raise Conflict(f"You keep {MAX_OF_OWNER} searches already. Delete one first.", code="too_many_searches")
        _save(row, fields, actor, insert=True)
    return row


def replace(*, workspace_id: uuid.UUID, actor: Actor, search_id: uuid.UUID, fields: SearchFields) -> SavedSearch:
    """Change one's own search. Raises NotFound, Conflict (somebody else's, the name is taken)."""
    with write():
        row = _own(workspace_id, actor, search_id)
        _save(row, fields, actor, insert=False)
    return row


def delete(*, workspace_id: uuid.UUID, actor: Actor, search_id: uuid.UUID) -> None:
    """Forget one's own search. Raises NotFound, Conflict (somebody else's)."""
    with write():
        row = _own(workspace_id, actor, search_id)
        if row.shared:
            _audit(row, actor, "delete")
        row.delete()


def _own(workspace_id: uuid.UUID, actor: Actor, search_id: uuid.UUID) -> SavedSearch:
    row = require(workspace_id, actor, search_id)
    if row.owner != owner_of(actor):
        raise Conflict(f"This search is {row.created_by}'s. Save one of your own instead.", code="not_your_search")
    return row


def _save(row: SavedSearch, fields: SearchFields, actor: Actor, *, insert: bool) -> None:
    was_shared = row.shared
    row.name, row.shared = fields.name, fields.shared
    row.query, row.columns = dumps(dict(fields.query)), dumps(list(fields.columns))
    if not store.in_savepoint(partial(row.save, force_insert=insert)):
        raise Conflict(f"You keep a search {fields.name!r} already. Give this one another name.", code="name_taken")
    if fields.shared or was_shared:
        _audit(row, actor, "share" if fields.shared else "unshare")


def _audit(row: SavedSearch, actor: Actor, verb: str) -> None:
    details = {"name": row.name}
    action = f"saved_search.{verb}"
    audit.record(workspace=row.workspace_id, actor=actor, action=action, target=str(row.pk), details=details)
