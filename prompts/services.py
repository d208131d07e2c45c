"""Writing prompts and their versions. `author` is the label of whoever acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from allma_site.common import json_guard, versioned_names, versioned_services
from allma_site.common.db import write
from allma_site.common.problems import FieldError, TooLarge, Unprocessable
from prompts import content as rules
from prompts import selectors
from prompts.content import PromptContent
from prompts.models import PromptTemplate, PromptVersion
from prompts.templating import TemplateFaultError, engine
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace


def create_prompt(
    *,
    workspace: Workspace,
    author: str,
    name: str,
    description: str = "",
    tags: Iterable[str] = (),
    content: PromptContent | None = None,
    change_note: str = "",
) -> PromptTemplate:
    """A prompt with draft version 1, empty when no content is given. Raises TooLarge."""
    prompt = PromptTemplate(workspace=workspace, name=name, description=description, tags=list(tags))
    document = (content or PromptContent("")).document()
    refuse_oversize(document)
    versioned_services.create(
        entity=prompt, versions=PromptVersion, content=document, author=author, change_note=change_note
    )
    return prompt


def clone_prompt(*, prompt: PromptTemplate, author: str, name: str = "", version: int | None = None) -> PromptTemplate:
    """A new prompt with draft version 1 from a version of this one (the latest if None). Raises NotFound."""
    source = versioned_services.find(prompt, PromptVersion, version or prompt.latest_version)
    return create_prompt(
        workspace=prompt.workspace,
        author=author,
        name=(name or f"Copy of {prompt.name}")[:200],
        description=prompt.description,
        tags=prompt.tags,
        content=selectors.content_of(source),
        change_note=f"From {prompt.name}, version {source.number}.",
    )


def update_prompt(
    *, prompt: PromptTemplate, actor: Actor, changes: Mapping[str, Any], archived: bool | None = None
) -> PromptTemplate:
    """Change the names, put away or bring back. The prompt as stored."""
    with write():
        was_archived = prompt.archived_at is not None
        stored = versioned_names.rename(entity=prompt, changes=changes, archived=archived)
        if archived is not None and archived is not was_archived:
            _record(stored, actor, "prompt.archive" if archived else "prompt.restore", {"name": stored.name})
        return stored


def save_draft(
    *,
    prompt: PromptTemplate,
    number: int,
    content: PromptContent,
    revision: int,
    author: str,
    change_note: str | None = None,
) -> PromptVersion:
    """Save a draft, right or wrong. Raises TooLarge, NotFound, Conflict, PreconditionFailed."""
    document = content.document()
    refuse_oversize(document)
    return versioned_services.save_draft(
        entity=prompt,
        versions=PromptVersion,
        number=number,
        content=document,
        revision=revision,
        author=author,
        change_note=change_note,
    )


def new_draft(*, prompt: PromptTemplate, author: str, source: int | None = None) -> PromptVersion:
    """A draft with the content of a version, the latest if None. Raises NotFound, Conflict."""
    return versioned_services.new_draft(entity=prompt, versions=PromptVersion, author=author, source=source)


def delete_draft(*, prompt: PromptTemplate, number: int, revision: int | None = None) -> None:
    """Raises NotFound, Conflict, PreconditionFailed."""
    versioned_services.delete_draft(entity=prompt, versions=PromptVersion, number=number, revision=revision)


def publish(
    *, prompt: PromptTemplate, number: int, actor: Actor, note: str | None = None, revision: int | None = None
) -> PromptVersion:
    """Check, then make the version the live one. The check runs before the transaction, on the revision published.

    Raises Unprocessable with problems, NotFound, Conflict, PreconditionFailed.
    """
    version = versioned_services.find_for_publishing(prompt, PromptVersion, number, revision)
    problems = problems_of(selectors.content_of(version))
    if any(problem["severity"] == "error" for problem in problems):
        raise Unprocessable(
            "The prompt has errors and cannot be published. Fix the problems.", code="invalid_prompt", problems=problems
        )
    return versioned_services.publish(
        entity=prompt,
        versions=PromptVersion,
        number=number,
        author=actor.label,
        note=note,
        revision=version.revision,
        before=lambda _: _record(prompt, actor, "prompt.publish", {"name": prompt.name, "version": number}),
    )


def unpublish(*, prompt: PromptTemplate, number: int, actor: Actor) -> PromptVersion:
    """Take the live version back. Raises NotFound, Conflict."""
    with write():
        version = versioned_services.unpublish(entity=prompt, versions=PromptVersion, number=number)
        _record(prompt, actor, "prompt.unpublish", {"name": prompt.name, "version": number})
        return version


def problems_of(content: PromptContent) -> list[dict[str, str]]:
    """What is wrong with a prompt."""
    return rules.problems(content, engine())


def render(content: PromptContent, values: Mapping[str, Any]) -> str:
    """The text a model would get. Raises Unprocessable: `missing_variables` and `invalid_variables` name them all."""
    try:
        rendered = rules.render(content, values, engine())
    except TemplateFaultError as fault:
        raise Unprocessable(f"{fault.message} {fault.hint}".strip(), code="template_error") from fault
    if rendered.missing:
        names = ", ".join(rendered.missing)
        errors = [FieldError(rules.variable_path(name), "is missing.") for name in rendered.missing]
        raise Unprocessable(f"Send these variables: {names}.", code="missing_variables", errors=errors)
    if rendered.refused:
        errors = [FieldError(rules.variable_path(name), complaint) for name, complaint in rendered.refused]
        raise Unprocessable("Variables break their schemas.", code="invalid_variables", errors=errors)
    return rendered.text


def refuse_oversize(document: Mapping[str, Any], path: str = "/content") -> None:
    """Raises TooLarge above the bytes a definition may have."""
    size, limit = len(json_guard.dumps(dict(document)).encode()), settings.ENV.max_definition_bytes
    if size > limit:
        message = f"has {size} bytes with its schemas; at most {limit} are kept. Shorten it."
        raise TooLarge(f"{path} {message}", code="prompt_too_large", errors=[FieldError(path, message)])


def _record(prompt: PromptTemplate, actor: Actor, action: str, details: Mapping[str, Any]) -> None:
    audit.record(workspace=prompt.workspace_id, actor=actor, action=action, target=str(prompt.pk), details=details)
