"""Typed comparison of JSON values as RFC 9535, section 2.3.5.2.2 has it; MISSING is its "Nothing"."""

from __future__ import annotations

from typing import Any

from flows.definition.scope import MISSING, Lazy

Json = Any


def equal(left: Json, right: Json) -> bool:
    """Same type and same value, deeply; 1 equals 1.0, true does not equal 1, missing equals only missing."""
    if type(left) is Lazy:
        left = left.value
    if type(right) is Lazy:
        right = right.value
    if left is right:
        return True
    kind = type(left)
    if kind is dict:
        return (
            type(right) is dict
            and len(left) == len(right)
            and all(key in right and equal(value, right[key]) for key, value in left.items())
        )
    if kind is list:
        return type(right) is list and len(left) == len(right) and all(map(equal, left, right))
    if kind is bool or type(right) is bool:
        return False  # the two booleans are singletons, so equal ones were the same object
    return bool(left == right)


def less(left: Json, right: Json) -> bool:
    """Number below number, or string before string by code points; anything else is false."""
    left, right = _loaded(left), _loaded(right)
    if isinstance(left, str):
        return isinstance(right, str) and left < right
    return _is_number(left) and _is_number(right) and bool(left < right)


def _loaded(value: Json) -> Json:
    return value.value if type(value) is Lazy else value


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and type(value) is not bool


def length(value: Json) -> Json:
    """Characters of a string, elements of a list, members of an object; MISSING for the rest."""
    value = _loaded(value)
    return len(value) if isinstance(value, str | list | dict) else MISSING


def is_true(value: Json) -> bool:
    """Whether a bare path in a condition holds: there, and not null, false, 0, "", [] or {}."""
    return bool(_loaded(value))


def is_empty(value: Json) -> bool:
    """Missing, null, "", [] or {}; a number or a boolean is never empty."""
    value = _loaded(value)
    return value is MISSING or value is None or (isinstance(value, str | list | dict) and not value)


def contains(whole: Json, part: Json) -> bool:
    """A substring of a string, an equal member of a list, a key of an object; false for anything else."""
    whole, part = _loaded(whole), _loaded(part)
    if part is MISSING:
        return False
    if isinstance(whole, list):
        return any(equal(member, part) for member in whole)
    return isinstance(whole, str | dict) and isinstance(part, str) and part in whole
