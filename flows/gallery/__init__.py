"""The gallery: flows to begin with, a JSON file each beside this module.

A file holds the definition, an input to try it with, which connections it `needs`, and `companions`: flows that it
starts, named in it as `{companion:<key>}`. Its `example` says what a run of the input does; tests run it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from allma_site.common.problems import NotFound

FOLDER = Path(__file__).parent
JsonObject = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Need(_Part):
    """A connection that some steps want, of a kind such as LLM. The flow can be made without it."""

    key: str
    kind: str
    name: str
    description: str
    step_instance_ids: list[str]


class Companion(_Part):
    """Another flow that is made along with it."""

    key: str
    name: str
    description: str
    definition: JsonObject


class Template(_Part):
    """One entry of the gallery."""

    id: str
    name: str
    category: str
    description: str
    tags: list[str]
    needs: list[Need]
    companions: list[Companion]
    example_input: JsonObject
    definition: JsonObject
    example: JsonObject

    @property
    def step_count(self) -> int:
        """Steps of the flow, without those of its companions."""
        return len(self.definition["steps"])


@cache
def templates() -> Mapping[str, Template]:
    """All templates by id, in the order of category and name."""
    found = [Template.model_validate_json(path.read_bytes()) for path in FOLDER.glob("*.json")]
    return {one.id: one for one in sorted(found, key=lambda one: (one.category, one.name))}


def require_template(template_id: str) -> Template:
    """One template. Raises NotFound."""
    found = templates().get(template_id)
    if found is None:
        raise NotFound(f"The gallery has no template {template_id[:100]!r}. GET /flows/templates/ lists them.")
    return found
