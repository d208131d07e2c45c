"""A service on loopback that answers each request as it was told to, in turn; the last answer repeats."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Mapping[str, Sequence[Mapping[str, Any]]]
"""`METHOD /path?query` to answers: `status` (200) and `json`."""


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The URL of the service, until the end of the block."""
    left = {request: list(answers) for request, answers in script.items()}
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                answers = left.get(f"{self.command} {self.path}", [{"status": 404, "json": {"error": "not told"}}])
                found = answers.pop(0) if len(answers) > 1 else answers[0]
            body = json.dumps(found.get("json", {})).encode()
            self.send_response(found.get("status", 200))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="scripted")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
