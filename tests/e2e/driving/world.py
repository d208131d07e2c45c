"""A workspace in which something has happened: what the pages show when they are not empty."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from tests.e2e.driving.rest import Rest
from tests.e2e.driving.samples import approval, compose, echo, failing, flow_of

PASSWORD = "another-password-for-tests"


@dataclass(frozen=True, slots=True)
class World:
    """Ids and names of what is there. `viewer` and `operator` sign in with PASSWORD."""

    name: str
    flow: str
    finished: str
    failed: str
    waiting: str
    prompt: str
    preset: str
    viewer: str
    operator: str

    def pages(self) -> dict[str, str]:
        """The address of every page, by a name for it."""
        return {
            "dashboard": "/",
            "failures": "/failures",
            "statistics": "/statistics",
            "approvals": "/approvals",
            "bulk jobs": "/executions?job=all",
            "flows": "/flows",
            "templates": "/flows/templates",
            "flow": f"/flows/{self.flow}",
            "versions": f"/flows/{self.flow}?tab=versions",
            "runs of a flow": f"/flows/{self.flow}?tab=runs",
            "variables": f"/flows/{self.flow}?tab=variables",
            "settings of a flow": f"/flows/{self.flow}?tab=settings",
            "version": f"/flows/{self.flow}/versions/1",
            "compare": f"/flows/{self.flow}/compare?from=1&to=2",
            "editor": f"/flows/{self.flow}/versions/2/edit",
            "executions": "/executions",
            "finished run": f"/executions/{self.finished}?seq=1",
            "failed run": f"/executions/{self.failed}?seq=2",
            "waiting run": f"/executions/{self.waiting}?view=timeline",
            "data of a run": f"/executions/{self.finished}?tab=data",
            "runs compared": f"/executions/{self.finished}/compare/{self.failed}",
            "mending a run": f"/executions/{self.failed}/fix?seq=2",
            "capsule": "/executions/capsule",
            "step definitions": "/step-definitions",
            "step definition": f"/step-definitions?open={self.preset}",
            "connections": "/connections",
            "credentials": "/connections?tab=credentials",
            "prompts": "/prompts",
            "prompt": f"/prompts/{self.prompt}",
            "members": "/settings/members",
            "API keys": "/settings/api-keys",
            "audit": "/settings/audit",
        }


PAGES = tuple(World("", "", "", "", "", "", "", "", "").pages())


def make_world(rest: Rest, peer: str) -> World:
    """Fills the workspace, with names of their own."""
    mark = uuid4().hex[:6]
    name = f"Orders {mark}"
    flow = rest.flow({**echo(), "flowVariables": {"region": "north"}}, name=name, publish=True)
    rest("PATCH", f"/flows/{flow}/", {"description": "What customers ordered", "tags": ["shop", "orders"]})
    rest("POST", f"/flows/{flow}/versions/", {"sourceVersion": 1})
    rest.save(flow, flow_of(compose("first", "last", from_here=False), compose("last", done=True)), number=2)
    finished = rest.run(flow, {"input": {"greeting": "hello"}, "labels": {"customer": "c-17"}})["id"]
    failed = rest.run(rest.flow(failing(peer), name=f"Products {mark}", publish=True), {"input": {}})["id"]
    waiting = rest.start(rest.flow(approval(), name=f"Expenses {mark}", publish=True), {"input": {"id": mark}})
    rest.await_status(waiting, "WAITING")
    credential = {"name": f"Shop key {mark}", "kind": "token", "value": {"token": "t"}, "allowedHosts": ["127.0.0.1"]}
    credential_id = rest("POST", "/credentials/", credential)["id"]
    config = {"baseUrl": peer, "auth": {"kind": "bearer"}}
    rest(
        "POST",
        "/connections/",
        {"name": f"Shop {mark}", "kind": "HTTP", "config": config, "credentialId": credential_id},
    )
    step = {**compose("greet", text="hello")}
    del step["stepInstanceId"]
    preset = rest("POST", "/step-definitions/", {"name": f"Greeting {mark}", "step": step})["id"]
    prompt = rest("POST", "/prompts/", {"name": f"Answer {mark}", "content": "Dear {{ customer }}"})["id"]
    viewer, operator = f"viewer-{mark}", f"operator-{mark}"
    rest.member(viewer, "viewer", PASSWORD)
    rest.member(operator, "operator", PASSWORD)
    return World(name, flow, finished, failed, waiting, prompt, preset, viewer, operator)
