"""The sample flows here are those of the contract, byte for byte, where that is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1] / "flows"
CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "flows"
SAMPLES = sorted(path.name for path in HERE.glob("*.json"))


def test_there_are_sample_flows() -> None:
    assert len(SAMPLES) >= 12


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_json_with_cases(name: str) -> None:
    assert isinstance(json.loads((HERE / name).read_text()), dict)


@pytest.mark.skipif(not CONTRACT.is_dir(), reason="the contract's folder is not beside this checkout")
def test_the_samples_and_their_programs_are_those_of_the_contract() -> None:
    expected = {path.name: path.read_bytes() for path in CONTRACT.iterdir() if path.is_file()}
    assert {name: (HERE / name).read_bytes() for name in expected} == expected
