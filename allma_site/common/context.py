"""What is known about the request or message being worked on, for logs and problem documents."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the current HTTP request, empty outside one."""
