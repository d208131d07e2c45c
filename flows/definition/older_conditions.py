"""Rewrites what Allma's conditions and paths have and RFC 9535 has not. What is RFC 9535 already stays as it is."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<strict>[!=]==)|(?P<operator>[!<>=]=|=~)|(?P<single>=)"""
)
_OPERAND = r"(?P<path>\$(?:[\w.\-*]|\[[^\[\]]*\])*)"
_UNDEFINED_RIGHT = re.compile(rf"{_OPERAND}\s*(?P<operator>==|!=)\s*undefined\b")
_UNDEFINED_LEFT = re.compile(rf"\bundefined\s*(?P<operator>==|!=)\s*{_OPERAND}")
_LAST_ITEM = re.compile(r"\[\(\s*@\.length\s*-\s*(\d{1,6})\s*\)\]")
_EXECUTION_ID = re.compile(r"\$\.(?:flow_variables\.)?flowExecutionId\b")
_MAX_LENGTH = 10_000


def rewrite_path(text: str) -> str:
    """`[(@.length-1)]` is `[-1]`, `$.flowExecutionId` is `$.execution.id`, `===` in a filter is `==`."""
    if len(text) > _MAX_LENGTH:
        return text
    rewritten = _EXECUTION_ID.sub("$.execution.id", _LAST_ITEM.sub(r"[-\1]", text))
    return _operators(rewritten) if "[?" in rewritten else rewritten


def rewrite_condition(text: str) -> str:
    """`=`, `===` and `!==` become `==` and `!=`; a comparison with `undefined` asks whether the path finds nothing."""
    if len(text) > _MAX_LENGTH:
        return text
    rewritten = _operators(rewrite_path(text))
    if "undefined" not in rewritten:
        return rewritten
    return _UNDEFINED_LEFT.sub(_is_missing, _UNDEFINED_RIGHT.sub(_is_missing, rewritten))


def _is_missing(found: re.Match[str]) -> str:
    comparison = "==" if found["operator"] == "==" else ">"
    return f"count({found['path']}) {comparison} 0"


def _operators(text: str) -> str:
    return _TOKEN.sub(_operator, text)


def _operator(found: re.Match[str]) -> str:
    if found["strict"]:
        return found["strict"][:2]
    return "==" if found["single"] else found[0]
