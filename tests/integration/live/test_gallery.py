"""Each template of the gallery runs, as it is, to the result that its file tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from connections import egress
from connections import services as connection_services
from connections.addresses import EgressPolicy
from connections.egress import EgressClient
from connections.models import ConnectionKind, CredentialKind
from flows.gallery import Template, templates
from tests.integration.live.scripted import serving
from tests.integration.live.server import Site, frames_until, subscribe
from workspaces.actors import SYSTEM


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Steps may call services on loopback."""
    client = EgressClient(policy=EgressPolicy.parse(["127.0.0.0/8"]))
    monkeypatch.setitem(egress._clients, "shared", client)
    yield
    client.close()


def connections(site: Site, template: Template, url: str) -> dict[str, str]:
    """A connection to the service for each that the template needs."""
    made: dict[str, str] = {}
    for need in template.needs:
        credential = connection_services.create_credential(
            workspace=site.workspace,
            actor=SYSTEM,
            name=need.name,
            kind=CredentialKind.TOKEN,
            value={"token": "tok-12345"},
            allowed_hosts=["127.0.0.1"],
        )
        connection = connection_services.create_connection(
            workspace=site.workspace,
            actor=SYSTEM,
            name=need.name,
            kind=ConnectionKind(need.kind),
            config={"baseUrl": f"{url}/v1"},
            credential=credential,
        )
        made[need.key] = str(connection.pk)
    return made


def make(site: Site, template: Template, url: str) -> str:
    """The id of a published flow of the template."""
    body = {"connections": connections(site, template, url)}
    status, flow = site.ask("POST", f"/api/v1/flows/templates/{template.id}/use/", body)
    assert status == 201, flow
    status, published = site.ask("POST", f"/api/v1/flows/{flow['id']}/versions/1/publish/", {})
    assert status == 200, published
    return str(flow["id"])


def run(site: Site, flow: str, template: Template, url: str) -> str:
    """The id of a run of the example that has ended; its events come when it waits."""
    variables = {"baseUrl": url} if "baseUrl" in template.definition.get("flowVariables", {}) else {}
    body = {"input": template.example_input, "flowVariables": variables}
    execution = str(site.ask("POST", f"/api/v1/flows/{flow}/executions/", body)[1]["executionId"])
    with site.socket(f"/ws/executions/{execution}/") as client:
        subscribe(client, 0)
        for event in template.example.get("events", []):
            frames_until(client, "execution.waiting")
            assert site.ask("POST", "/api/v1/events/", event)[0] == 200
        frames_until(client, "execution." + template.example["expect"]["status"].lower())
    return execution


def path_of(site: Site, execution: str) -> list[str]:
    """The visits of the run itself, without those of branches."""
    rows: list[dict[str, Any]] = site.ask("GET", f"/api/v1/executions/{execution}/steps/")[1]["results"]
    return [row["stepInstanceId"] for row in rows if "[" not in row["path"]]


@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.id)
def test_a_template_runs_to_its_expected_result(site: Site, template: Template) -> None:
    expected = template.example["expect"]
    with serving(template.example.get("server", {})) as url:
        execution = run(site, make(site, template, url), template, url)
    found = site.ask("GET", f"/api/v1/executions/{execution}/")[1]
    assert found["output"] == expected["output"]
    assert path_of(site, execution) == expected["path"]
