"""`manage.py replay_capsule FILE… [--flow ID] [--against VERSION] [--workspace SLUG]`: capsules as regression tests."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import ValidationError

from allma_site.common import json_guard
from allma_site.common.json_guard import JsonGuardError
from allma_site.common.problems import Problem
from executions.capsule_format import Capsule
from executions.capsule_replaying import opened, own_target
from executions.replay_services import VersionName, document_named, target_of
from executions.replay_verdicts import Replayed, ReplayVerdict
from workspaces import services
from workspaces.models import Workspace

MAX_FILE_BYTES = 64 * 2**20
VERSIONS: dict[str, VersionName] = {"published": "published", "draft": "draft", "original": "original"}


class Command(BaseCommand):
    help = "Replay capsules against a version of their flow; the exit code is 1 unless all do what was recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="Capsules.")
        version = "published (the default), draft, a number, or original: what the run itself ran."
        parser.add_argument("--against", default="published", metavar="VERSION", help=version)
        parser.add_argument("--flow", type=uuid.UUID, help="Id of the flow; the capsule's own if absent.")
        parser.add_argument("--workspace", default=services.DEFAULT_SLUG, help="Slug; `default` if absent.")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace {options['workspace']!r}.")
        version = _version(options["against"])
        failed = 0
        for file in options["files"]:
            found = _replay(_read(file), workspace.pk, version, options["flow"])
            failed += found.verdict is not ReplayVerdict.SAME
            self.stdout.write(_line(file, found))
        if failed:
            raise SystemExit(1)


def _version(text: str) -> VersionName:
    if text in VERSIONS:
        return VERSIONS[text]
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise CommandError(f"{text!r} is no version. Use {', '.join(VERSIONS)} or a number.")


def _read(file: Path) -> Capsule:
    """The capsule in a file. CommandError naming what is wrong."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise CommandError(f"{file}: a capsule has at most {MAX_FILE_BYTES} bytes.")
        document = json_guard.loads(file.read_bytes(), max_bytes=MAX_FILE_BYTES)
        return Capsule.model_validate(document, by_alias=True, by_name=False)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None
    except JsonGuardError as error:
        raise CommandError(f"{file}: at {error.path or '/'}: {error.message}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(("", *(str(key) for key in first["loc"])))
        raise CommandError(f"{file}: at {place or '/'}: {first['msg']}.") from None


def _replay(capsule: Capsule, workspace_id: uuid.UUID, version: VersionName, flow: uuid.UUID | None) -> Replayed:
    try:
        own = own_target(workspace_id, capsule)
        if version == "original":
            return opened(capsule, own, own, workspace_id).replayed
        document = document_named(workspace_id, flow or capsule.flow.id, version)
        return opened(capsule, own, target_of(workspace_id, document), workspace_id).replayed
    except Problem as problem:
        raise CommandError(problem.detail) from None


def _line(file: Path, found: Replayed) -> str:
    at = f" at {found.at.step}" if found.at is not None else ""
    return f"{file}: {found.verdict}{at}{f': {found.reason}' if found.reason else ''}"
