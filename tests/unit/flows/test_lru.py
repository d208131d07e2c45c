"""The cache of frozen definitions."""

from __future__ import annotations

from flows.lru import Lru


def test_an_entry_is_found_again() -> None:
    cache: Lru[str, int] = Lru(2)
    cache.put("a", 1)
    assert cache.get("a") == 1
    assert cache.get("b") is None


def test_the_least_recently_used_entry_goes_first() -> None:
    cache: Lru[str, int] = Lru(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_putting_an_entry_again_replaces_it_without_pushing_another_out() -> None:
    cache: Lru[str, int] = Lru(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.put("b", 3)
    assert [cache.get(key) for key in "ab"] == [1, 3]
