"""Pytest plugin: `--db=postgres` runs the tests on private PostgreSQL and Redis servers, the default is SQLite.

It is loaded by `-p` and wraps the hook in which pytest-django reads the settings, so that they see the environment.
Every run has a data folder of its own.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import services

_open = ExitStack()
atexit.register(_open.close)
"""A run that ends before pytest_unconfigure must not leave servers behind."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--db`."""
    parser.addoption("--db", choices=["sqlite", "postgres"], default="sqlite", help="Database of the tests.")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Prepare the environment before the settings are read. A run that is told to end stops its servers first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    for name in [name for name in os.environ if name.startswith("ALLMA_")]:
        del os.environ[name]
    folder = _open.enter_context(tempfile.TemporaryDirectory(prefix="allma-test-", ignore_cleanup_errors=True))
    os.environ["ALLMA_DATA_DIR"] = str(Path(folder))
    if early_config.known_args_namespace.db == "postgres":
        os.environ["ALLMA_DATABASE_URL"] = _open.enter_context(services.postgres(durable=False)).url
        os.environ["ALLMA_REDIS_URL"] = _open.enter_context(services.redis()).url
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _open.close()
