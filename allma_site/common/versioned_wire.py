"""The shapes that everything with versions has on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from pydantic import AfterValidator, Field, Strict, StringConstraints, WithJsonSchema

from allma_site.common.api import ApiModel, Moment
from allma_site.common.versioned import VersionStatus
from allma_site.common.versioned_selectors import ListedStatus

MAX_TAGS = 50


def _once(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS), AfterValidator(_once)]
Description = Annotated[str, StringConstraints(max_length=20_000)]
Note = Annotated[str, StringConstraints(max_length=20_000)]


SearchText = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
SearchTag = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]


class EntityCreate(ApiModel):
    """A new entity; it gets draft version 1."""

    name: Name
    description: Description = ""
    tags: Tags = []


class EntityPatch(ApiModel):
    """The names to change; what is not sent stays. `archived` false restores an archived one."""

    name: Name | None = None
    description: Description | None = None
    tags: Tags | None = None
    archived: bool | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent and is not null, by attribute, without `archived`."""
        return self.model_dump(exclude_unset=True, exclude_none=True, exclude={"archived"})


class EntityQuery(ApiModel):
    """Filters of a list."""

    search: SearchText = ""
    tag: SearchTag = ""
    status: ListedStatus | None = None


ENTITY_PARAMETERS = [
    OpenApiParameter("search", str, description="Part of a name or description."),
    OpenApiParameter("tag", str, description="Has this tag."),
    OpenApiParameter(
        "status",
        str,
        enum=[status.value for status in ListedStatus],
        description="draft: no version is live; archived ones are listed only when asked for.",
    ),
]


class EntityOut(ApiModel):
    """The names of an entity and which versions it has."""

    id: UUID
    name: str
    description: str
    tags: list[str]
    latest_version: int
    published_version: int | None
    owner: str
    created_at: Moment
    updated_at: Moment
    archived_at: Moment | None


class VersionSummary(ApiModel):
    """One version without its content."""

    number: int
    status: Annotated[str, WithJsonSchema({"type": "string", "enum": VersionStatus.values})]
    revision: int
    change_note: str
    content_hash: str
    created_by: str
    created_at: Moment
    updated_by: str
    updated_at: Moment
    published_by: str
    published_at: Moment | None


class NewDraft(ApiModel):
    """Where a draft begins: a version, or the latest one."""

    source_version: Annotated[int, Strict(), Field(ge=1)] | None = None


class PublishNote(ApiModel):
    """What changed, for people."""

    note: Note = ""


class ProblemOut(ApiModel):
    """Something wrong in a definition or a prompt. `path` is a JSON Pointer; errors refuse a publish."""

    code: str
    severity: Literal["error", "warning"]
    path: str
    message: str
    hint: str = ""
    step_instance_id: str | None = None


class Saved(ApiModel):
    """A saved draft: the revision to send next and what is wrong with it."""

    revision: int
    problems: list[ProblemOut]


class Problems(ApiModel):
    """What is wrong; empty when all is well."""

    problems: list[ProblemOut]
