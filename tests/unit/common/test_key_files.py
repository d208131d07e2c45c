"""A key file is made once, by whoever comes first, for the owner alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.fernet import Fernet

from allma_site.common.keys import load_or_create


def test_a_key_is_made_once_and_read_afterwards(tmp_path: Path) -> None:
    first = load_or_create(tmp_path / "key")
    assert len(first) == 64
    assert load_or_create(tmp_path / "key") == first


def test_only_the_owner_reads_it_and_nothing_else_is_left(tmp_path: Path) -> None:
    load_or_create(tmp_path / "key")
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_many_starters_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(lambda _: load_or_create(tmp_path / "key"), range(64)))
    assert len(keys) == 1
    assert "" not in keys


def test_a_fernet_key_encrypts(tmp_path: Path) -> None:
    box = Fernet(load_or_create(tmp_path / "key", fernet=True))
    assert box.decrypt(box.encrypt(b"x")) == b"x"
