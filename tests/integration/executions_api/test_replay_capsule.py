"""`manage.py replay_capsule`: a capsule as a regression test of its flow."""

from __future__ import annotations

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.integration.executions_api.runs import LINE, Runs


@pytest.fixture
def file(runs: Runs, tmp_path: Path) -> Path:
    """The capsule of a run of LINE, whose flow stays published."""
    capsule = runs.read(runs.run(LINE, {"n": 1}), "capsule/")
    path = tmp_path / "capsule.json"
    path.write_text(json.dumps(capsule))
    return path


def command(runs: Runs, *args: Any) -> str:
    out = StringIO()
    call_command("replay_capsule", *map(str, args), "--workspace", runs.api.workspace.slug, stdout=out)
    return out.getvalue()


def draft(runs: Runs, file: Path, definition: dict[str, Any]) -> None:
    """Save a draft of the capsule's flow."""
    flow = json.loads(file.read_text())["flow"]["id"]
    made = runs.api.ok("POST", f"/flows/{flow}/versions/", {})
    body = {"definition": definition}
    runs.api.ok("PUT", f"/flows/{flow}/versions/{made['number']}/", body, If_Match=f'"{made["revision"]}"')


def test_a_capsule_that_replays_as_recorded_passes(runs: Runs, file: Path) -> None:
    assert command(runs, file) == f"{file}: same\n"
    assert command(runs, file, "--against", "1") == f"{file}: same\n"
    assert command(runs, file, "--against", "original") == f"{file}: same\n"


def test_a_draft_that_does_something_else_fails_with_the_place(runs: Runs, file: Path) -> None:
    changed = copy.deepcopy(LINE)
    changed["steps"]["second"]["inputMappings"] = {"n": "$.missing"}
    draft(runs, file, changed)
    out = StringIO()
    slug = runs.api.workspace.slug
    with pytest.raises(SystemExit) as stopped:
        call_command("replay_capsule", str(file), "--against", "draft", "--workspace", slug, stdout=out)
    assert stopped.value.code == 1
    assert out.getvalue().startswith(f"{file}: differs at second: ")
    assert command(runs, file) == f"{file}: same\n"


def test_all_files_are_replayed_though_one_differs(runs: Runs, file: Path, tmp_path: Path) -> None:
    capsule = json.loads(file.read_text())
    capsule["visits"][2]["output"] = {"all": "something else"}
    other = tmp_path / "other.json"
    other.write_text(json.dumps(capsule))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("replay_capsule", str(other), str(file), "--workspace", runs.api.workspace.slug, stdout=out)
    assert [line.split(": ")[1].split()[0] for line in out.getvalue().splitlines()] == ["differs", "same"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "at /format: Field required"),
        ("not json", "The JSON cannot be read"),
        ('{"format": NaN}', "NaN"),
        ("[" * 70 + "]" * 70, "nested"),
    ],
)
def test_a_file_that_is_no_capsule_is_named(runs: Runs, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=r"bad\.json") as refused:
        command(runs, file)
    assert said in str(refused.value)


def test_what_does_not_exist_is_named(runs: Runs, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.json"):
        command(runs, tmp_path / "gone.json")
    with pytest.raises(CommandError, match="no version"):
        command(runs, file, "--against", "newest")
    with pytest.raises(CommandError, match="There is no flow"):
        command(runs, file, "--flow", "01890000-0000-7000-8000-000000000000")
    with pytest.raises(CommandError, match="There is no workspace"):
        call_command("replay_capsule", str(file), "--workspace", "nobody")
