"""The sample flows save without errors, can be published, and survive a way out and in again."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from flows.freeze import freeze
from tests.integration.flows.client import Api
from workspaces.models import Workspace

SAMPLES = sorted((Path(__file__).parents[2] / "flows").glob("*.json"))


def definitions(path: Path) -> list[dict[str, Any]]:
    document = json.loads(path.read_text())
    return [document["definition"], *document.get("needs", {}).values()]


def test_there_are_sample_flows() -> None:
    assert len(SAMPLES) >= 12


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_flow_is_published_and_frozen_as_it_is(api: Api, workspace: Workspace, path: Path) -> None:
    for definition in definitions(path):
        flow_id = api.flow()
        saved = api.ok("PUT", f"/flows/{flow_id}/versions/1/", {"definition": definition}, If_Match='"1"')
        assert [each for each in saved["problems"] if each["severity"] == "error"] == []
        api.ok("POST", f"/flows/{flow_id}/versions/1/publish/", {})
        assert freeze(workspace_id=workspace.pk, flow_id=uuid.UUID(flow_id)).definition == definition


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_flow_comes_back_from_an_export(api: Api, other_workspace: Workspace, path: Path) -> None:
    (definition, *_), theirs = definitions(path), Api(other_workspace)
    api.flow(definition)
    report = theirs.ok("POST", "/import/", api.ok("POST", "/export/", {}))
    (made,) = report["created"]
    assert theirs.ok("GET", f"/flows/{made['id']}/versions/1/")["definition"] == definition
