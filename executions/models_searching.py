"""What runs are found by: their labels and search attributes; and the searches that people keep."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from allma_site.common.ids import new_id
from allma_site.common.tenancy import WorkspaceManager
from executions.rows import Row

FOLDED_BYTES = 64


def fold(text: str) -> bytes:
    """What a text is looked up by: without upper and lower case, its first bytes.

    Bytes are ordered the same by every database, whatever its language, so that a prefix is a range of an index.
    """
    return text.casefold().encode()[:FOLDED_BYTES]


class TermKind(models.TextChoices):
    """Given with the start, or taken from the context by the definition's `searchAttributes`."""

    LABEL = "L"
    ATTRIBUTE = "A"


class SearchTerm(Row):
    """A label or a search attribute of a run, once more as a row that an index finds.

    `created_at` is the run's, so that the newest runs of a term are read in their order.
    """

    id = models.BigAutoField(primary_key=True)
    execution = models.ForeignKey(
        "executions.Execution", on_delete=models.CASCADE, related_name="search_terms", db_index=False
    )
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=1, choices=TermKind.choices)
    name = models.CharField(max_length=64)
    value = models.CharField(max_length=255)
    folded = models.BinaryField(max_length=FOLDED_BYTES)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="search_term_once", fields=["execution", "kind", "name"])]
        indexes: ClassVar = [
            models.Index(name="search_term_folded", fields=["workspace", "folded", "name", "-created_at"])
        ]


class SavedSearch(Row):
    """Filters and columns of the list of runs, under a name of its owner's. Others see it when it is shared.

    `owner` is who saved it, as `kind:id` of the actor; `created_by` is that actor's name then. `query` is a JSON
    object of texts, `columns` a JSON array of texts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    owner = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    query = models.TextField(default="{}")
    columns = models.TextField(default="[]")
    shared = models.BooleanField(default=False)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    objects = WorkspaceManager["SavedSearch"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="saved_search_name", fields=["workspace", "owner", "name"]),
            models.CheckConstraint(name="saved_search_has_name", condition=~models.Q(name="")),
        ]
