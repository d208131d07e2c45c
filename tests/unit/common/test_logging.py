"""One log for structlog and the standard library, with the request's id and without anybody's secrets."""

from __future__ import annotations

import json
import logging as stdlib
from collections.abc import Iterator

import pytest
import structlog

from allma_site.common import logging


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    root = stdlib.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    logging.configure(log_format="console", level="WARNING")


def log_a_failure() -> None:
    password = "hunter" + "2"
    try:
        raise ValueError(len(password))
    except ValueError:
        structlog.get_logger("allma.test").exception("failed")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure(log_format="json", level="INFO")
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger("allma.test").info("started", seq=3)
        stdlib.getLogger("library").warning("odd %s", "thing")
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["seq"], ours["level"], ours["request_id"]) == ("started", 3, "info", "abc")
    assert (theirs["event"], theirs["logger"], theirs["request_id"]) == ("odd thing", "library", "abc")


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure(log_format="json", level="WARNING")
    structlog.get_logger("allma.test").info("quiet")
    assert lines(capsys) == []


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_traceback_does_not_show_local_variables(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    logging.configure(log_format=log_format, level="INFO")
    log_a_failure()
    text = capsys.readouterr().err
    assert "ValueError: 7" in text
    assert "hunter2" not in text


def test_configuring_twice_writes_a_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure(log_format="json", level="INFO")
    logging.configure(log_format="json", level="INFO")
    structlog.get_logger("allma.test").info("once")
    assert [line["event"] for line in lines(capsys)] == ["once"]
