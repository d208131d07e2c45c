"""The cluster of the fault tests, for as many minutes as `MINUTES` says."""

from __future__ import annotations

import os

import pytest

from tests.acceptance.conftest import _shared, allma, api, name, world

__all__ = ["_shared", "allma", "api", "name", "world"]


@pytest.fixture
def seconds() -> float:
    """How long to go on."""
    return float(os.environ.get("MINUTES", "1")) * 60
