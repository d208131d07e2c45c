"""What operators and browsers ask: alive, ready, metrics, the API's description."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from allma_site.common import health
from allma_site.common.health import Check


@pytest.fixture
def client() -> Client:
    return Client()


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_means_every_check_is_ok(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", health.CHECKS[:3])
    answer = client.get("/readyz")
    checks = {"database": "ok", "migrations": "ok", "broker": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": checks})


def fail() -> str:
    raise ConnectionError("postgresql://user:secret@host")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Check("worker", lambda: "No worker is alive; start one."), "No worker is alive; start one."),
        (Check("worker", fail), "failed: ConnectionError"),
    ],
)
def test_one_check_that_fails_is_named_and_makes_the_rest_unready(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, check: Check, said: str
) -> None:
    monkeypatch.setattr(health, "CHECKS", [*health.CHECKS[:3], check])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == said
    assert answer.json()["checks"]["database"] == "ok"


def test_a_missing_migration_makes_it_unready(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", [Check("migrations", health.migrations)])
    monkeypatch.setattr(health, "_migrated", [])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'workspaces'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "run manage.py migrate" in answer.json()["checks"]["migrations"]


@pytest.mark.django_db
def test_metrics_are_in_prometheus_text(client: Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"process_resident_memory_bytes" in answer.content


def counted(client: Client, labels: str) -> float:
    name = f"allma_http_request_seconds_count{{{labels}}} "
    lines = client.get("/metrics").content.decode().splitlines()
    return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "labels"),
    [("DELETE", 'method="DELETE",status="405"'), ("BREW", 'method="other",status="405"')],
)
def test_answers_are_counted_by_method_and_status(client: Client, method: str, labels: str) -> None:
    before = counted(client, labels)
    client.generic(method, "/healthz")
    assert counted(client, labels) == before + 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/"])
def test_they_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_an_address_is_not_trusted_in_a_page(client: Client) -> None:
    answer = client.get("/hooks/<script>alert(1)</script>", HTTP_ACCEPT="text/html")
    assert answer.status_code == 404
    assert b"<script" not in answer.content


def test_the_api_describes_itself_to_everybody(db: None, client: Client) -> None:
    answer = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json")
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/api/v1/api-keys/"]["post"]["security"] == [{"apiKey": []}, {"session": []}]
    assert client.get("/api/v1/docs/").status_code == 200


def test_every_operation_may_answer_with_a_problem(db: None, client: Client) -> None:
    document = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()
    reference = {"$ref": "#/components/schemas/Problem"}
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert operations
    for operation in operations:
        assert operation["responses"]["default"]["content"]["application/problem+json"]["schema"] == reference


def test_times_have_their_format_and_defaults_are_optional(db: None, client: Client) -> None:
    schemas = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()["components"]["schemas"]
    assert schemas["ApiKeyCreateRequest"]["required"] == ["name", "role"]
    assert schemas["ApiKeyOut"]["properties"]["createdAt"]["format"] == "date-time"


def test_metrics_answer_without_the_runs_when_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> datetime:
        raise OperationalError("gone")

    monkeypatch.setattr("executions.metrics.db_now", away)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "allma_executions{" not in answer.content.decode()


@pytest.mark.django_db
def test_every_operation_of_the_api_says_in_a_sentence_what_it_does(client: Client) -> None:
    document = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()
    operations = {
        f"{method} {path}": operation["summary"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert operations["post /api/v1/executions/{execution_id}/cancel/"] == "Ask a live run to stop for good"
    assert [name for name, summary in operations.items() if not summary] == []


@pytest.mark.django_db
def test_the_document_describes_a_flow_definition_and_all_it_is_made_of(client: Client) -> None:
    schemas = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()["components"]["schemas"]
    assert schemas["FlowDefinition"]["required"] == ["steps", "startStepInstanceId"]
    steps = schemas["FlowDefinition"]["properties"]["steps"]
    assert steps["additionalProperties"] == {"$ref": "#/components/schemas/StepInstance"}
    assert schemas["Transition"]["required"] == ["condition", "nextStepInstanceId"]
    assert schemas["SideEffects"]["enum"] == ["none", "idempotent", "keyed", "at-most-once"]


@pytest.mark.django_db
def test_statuses_and_severities_are_named_enumerations(client: Client) -> None:
    schemas = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()["components"]["schemas"]
    assert schemas["ExecutionStatus"]["enum"][-1] == "QUARANTINED"
    assert schemas["StepStatus"]["enum"][0] == "RUNNING"
    assert schemas["TransitionKind"]["enum"][0] == "CONDITION"
    assert schemas["VersionStatus"]["enum"] == ["draft", "published", "superseded"]
    assert schemas["Severity"]["enum"] == ["error", "warning"]


def test_the_exported_document_is_checked_against_the_code(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    with pytest.raises(CommandError, match=r"run manage\.py export_schema"):
        call_command("export_schema", "--file", str(file), "--check")
    call_command("export_schema", "--file", str(file))
    written = file.read_bytes()
    call_command("export_schema", "--file", str(file), "--check")
    call_command("export_schema", "--file", str(file))
    assert file.read_bytes() == written
    assert json.loads(written)["openapi"] == "3.1.0"
