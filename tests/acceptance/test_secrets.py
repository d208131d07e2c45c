"""A credential's value reaches the service it is for, and no table and no log."""

from __future__ import annotations

import base64
import uuid

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.acceptance.api import Api
from tests.acceptance.rows import violations
from tests.engine_flows import call, chain
from tests.processes import Allma


def test_a_secret_that_a_service_echoes_is_in_no_table_and_no_log(
    allma: Allma, api: Api, httpserver: HTTPServer
) -> None:
    secret, heard = f"secret-{uuid.uuid4().hex}", []

    def echo(request: Request) -> Response:
        heard.append(request.headers["Authorization"])
        status = 500 if request.path == "/fail" else 200
        return Response(f'{{"sent": "{heard[-1]}"}}', status, content_type="application/json")

    httpserver.expect_request("/echo").respond_with_handler(echo)
    httpserver.expect_request("/fail").respond_with_handler(echo)
    connection = bearer_connection(api, secret, host=f"{httpserver.host}:{httpserver.port}")
    fields = {"connectionId": connection}
    steps = [
        call("echo", httpserver.url_for("/echo"), "POST", requestBody={"again": "$.steps_output"}, **fields),
        call("fail", httpserver.url_for("/fail"), **fields, onError={"continueOnFailure": True}),
    ]
    allma.start_worker(ALLMA_LOG_LEVEL="DEBUG")
    run = api.start(api.publish("echo", chain(*steps)), {})
    assert api.await_end(run)["status"] == "COMPLETED"
    assert heard == [f"Bearer {secret}"] * 2
    sent = api.get(f"/executions/{run}/steps/1/")["output"]["data"]["sent"]
    assert sent.startswith("Bearer ")
    assert secret not in sent
    forms = [secret, base64.b64encode(secret.encode()).decode()]
    assert violations(allma, forms) == []
    assert [form for form in forms if form in allma.log()] == []


def bearer_connection(api: Api, secret: str, *, host: str) -> str:
    """A connection that sends the secret to the host; its id."""
    name = f"echo {uuid.uuid4().hex[:8]}"
    credential = {"name": name, "kind": "token", "value": {"token": secret}, "allowedHosts": [host]}
    credential_id = api.post("/credentials/", credential)["id"]
    config = {"baseUrl": f"http://{host}", "auth": {"kind": "bearer"}}
    made = api.post("/connections/", {"name": name, "kind": "HTTP", "config": config, "credentialId": credential_id})
    return str(made["id"])
