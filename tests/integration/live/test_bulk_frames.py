"""How a bulk job moves is told to everybody who watches the workspace."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.executions_api.runs import ECHO
from tests.integration.live.server import Site, frames_until, subscribe

PATIENCE = 20


def test_workers_do_a_job_and_the_workspace_s_socket_is_told_until_it_is_over(site: Site) -> None:
    flow = site.flow(ECHO)
    with site.socket("/ws/workspace/") as client:
        subscribe(client, None)
        site.start(flow)
        frames_until(client, "execution.completed")
        body = {"action": "redrive", "filter": {"flow": flow, "status": "COMPLETED"}}
        status, job = site.ask("POST", "/api/v1/executions/bulk/", body)
        frames: list[dict[str, Any]] = []
        while not frames or frames[-1]["status"] != "COMPLETED":
            frame = json.loads(client.recv(timeout=PATIENCE))
            frames += [frame] if frame["type"] == "bulk.progress" else []
    assert (status, {frame["jobId"] for frame in frames}) == (202, {job["id"]})
    assert [frame.get("seq") for frame in frames] == [None] * len(frames)
    assert {name: frames[-1][name] for name in ("total", "done", "succeeded", "failed", "skipped")} == {
        "total": 1,
        "done": 1,
        "succeeded": 1,
        "failed": 0,
        "skipped": 0,
    }
