"""Something of each kind that a route names, made in a given workspace. A new name in a path needs an entry here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.contrib.auth.models import User

from allma_site.common.clock import now
from connections import services as connection_services
from connections.models import ConnectionKind, CredentialKind
from executions import bulk, saved_searches
from executions import services as execution_services
from executions.blobs import Externaliser
from executions.models import BulkAction, Execution, Wait
from executions.saved_searches import SearchFields
from executions.selectors import is_over
from executions.store_marks import record_blobs
from executions.worker import Worker
from flows import preset_services
from flows import services as flow_services
from prompts import services as prompt_services
from workspaces import services
from workspaces.actors import SYSTEM
from workspaces.models import Membership, Role, Workspace

Factory = Callable[[Workspace], str]


def member(workspace: Workspace) -> str:
    """A viewer's membership."""
    user = User.objects.create(username=f"viewer-{uuid4().hex}")
    return str(Membership.objects.create(workspace=workspace, user=user, role=Role.VIEWER).id)


def api_key(workspace: Workspace) -> str:
    """A viewer's key."""
    key, _ = services.create_api_key(workspace=workspace, name="ci", role=Role.VIEWER, actor=SYSTEM)
    return str(key.id)


def credential(workspace: Workspace) -> str:
    """A stored token."""
    made = connection_services.create_credential(
        workspace=workspace,
        actor=SYSTEM,
        name=f"token {uuid4().hex}",
        kind=CredentialKind.TOKEN,
        value={"token": "a-token"},
        allowed_hosts=["api.example.com"],
    )
    return str(made.pk)


def connection(workspace: Workspace) -> str:
    """An HTTP connection without an address."""
    made = connection_services.create_connection(
        workspace=workspace,
        actor=SYSTEM,
        name=f"service {uuid4().hex}",
        kind=ConnectionKind.HTTP,
        config={},
        credential=None,
    )
    return str(made.pk)


def flow(workspace: Workspace) -> str:
    """A flow with a draft."""
    return str(flow_services.create_flow(workspace=workspace, author="somebody", name="A flow").pk)


def prompt(workspace: Workspace) -> str:
    """A prompt with a draft."""
    return str(prompt_services.create_prompt(workspace=workspace, author="somebody", name="A prompt").pk)


def step_definition(workspace: Workspace) -> str:
    """A step preset."""
    preset, _ = preset_services.create(
        workspace=workspace, author="somebody", name="A preset", step={"stepType": "NO_OP"}
    )
    return str(preset.pk)


BLOB = b'"a large value"'


def run_of(workspace: Workspace, flow_id: UUID) -> UUID:
    """A run of a flow's draft, worked on until nothing is due."""
    options = execution_services.StartOptions(version=1)
    started = execution_services.start(workspace_id=workspace.pk, flow_id=flow_id, inputs=[{}], options=options)
    # PostgreSQL's now() is the start of the test's transaction, when the run was not there yet.
    Execution.objects.filter(pk=started[0]).update(next_run_at=now() - timedelta(hours=1))
    Worker(kind="test", threads=0).drain()
    return started[0]


def execution(workspace: Workspace) -> str:
    """A run that is over, whose visit 1 and one large value there are."""
    started = run_of(workspace, UUID(flow(workspace)))
    assert is_over(started)
    externaliser = Externaliser(workspace.pk)
    externaliser.store(BLOB)
    record_blobs(workspace.pk, externaliser.written, at=now())
    return str(started)


def approval(workspace: Workspace) -> str:
    """What a run waits for."""
    step = {"stepInstanceId": "ask", "stepType": "WAIT_FOR_EXTERNAL_EVENT", "correlationKeyTemplate": uuid4().hex}
    definition = {"schemaVersion": "1", "startStepInstanceId": "ask", "steps": {"ask": step}}
    asking = flow_services.create_flow(workspace=workspace, author="somebody", name=f"Asks {uuid4().hex}")
    flow_services.save_draft(flow=asking, number=1, definition=definition, revision=1, author="somebody")
    return str(Wait.objects.get(execution_id=run_of(workspace, asking.pk)).pk)


def saved_search(workspace: Workspace) -> str:
    """A search that somebody shares."""
    fields = SearchFields(name=f"Failed {uuid4().hex}", query={"status": "FAILED"}, columns=[], shared=True)
    return str(saved_searches.create(workspace_id=workspace.pk, actor=SYSTEM, fields=fields).pk)


def bulk_job(workspace: Workspace) -> str:
    """A job that redrives one run."""
    selection = bulk.Selection(ids=[UUID(execution(workspace))])
    options = bulk.BulkOptions(action=BulkAction.REDRIVE)
    return str(bulk.create(workspace_id=workspace.pk, selection=selection, options=options, actor=SYSTEM).pk)


FACTORIES: dict[str, Factory] = {
    "workspace_id": lambda workspace: str(workspace.id),
    "member_id": member,
    "api_key_id": api_key,
    "credential_id": credential,
    "connection_id": connection,
    "flow_id": flow,
    "prompt_id": prompt,
    "step_definition_id": step_definition,
    "execution_id": execution,
    "saved_search_id": saved_search,
    "bulk_job_id": bulk_job,
    "other_id": execution,
    "approval_id": approval,
}
"""The name in the path and what makes its value."""

FIXED: dict[str, str] = {
    "number": "1",
    "other": "1",
    "seq": "1",
    "sha256": sha256(BLOB).hexdigest(),
    "template_id": "expense-approval",
}
"""Names that are numbers within another object, for example a version: the same value in every workspace."""

QUERIES: dict[str, str] = {
    "GET api/v1/executions/<uuid:execution_id>/diff/": "from=0&to=1",
    "GET api/v1/executions/<uuid:execution_id>/branches/": "fork=1",
    "GET api/v1/executions/<uuid:execution_id>/lineage/": "path=$.steps_output",
    "GET api/v1/executions/<uuid:execution_id>/why-empty/": "seq=1&expression=$.nothing",
    "GET api/v1/executions/statistics/": f"flows={uuid4()}",
}
"""`METHOD route` to the query string without which the answer would be a 400."""
