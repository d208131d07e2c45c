"""Recognises the plain expressions that most definitions are made of, so that only the rest needs a parser.

What is accepted here the parsers accept too; what is not may still be right.
"""

from __future__ import annotations

import re

from flows.definition.scope import VIEWS

_MAX_EXPRESSION = 500
_MAX_TEMPLATE = 2000
_SEGMENT = r"(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:0|[1-9][0-9]{0,4})\]|\['[^'\\\x00-\x1f]*'\])"
_PATH = rf"\$(?:{_SEGMENT})*"
_LITERAL = r"(?:-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?|'[^'\\\x00-\x1f]*'|\"[^\"\\\x00-\x1f]*\"|true|false|null)"
_VALUE = rf"(?:length|count)\([ ]*{_PATH}[ ]*\)"
_CALL = rf"(?:is_empty\([ ]*{_PATH}[ ]*\)|contains\([ ]*{_PATH}[ ]*,[ ]*(?:{_LITERAL}|{_PATH})[ ]*\))"
_COMPARISON = rf"(?:{_PATH}|{_VALUE})[ ]*(?:==|!=|<=|>=|<|>)[ ]*(?:{_LITERAL}|{_PATH})"
_TEST = rf"(?:{_COMPARISON}|!?(?:{_PATH}|{_CALL}))"
_OUTPUT = r"\{\{[ ]*([A-Za-z_][A-Za-z0-9_]*)((?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ ]*\}\}"

_PLAIN_PATH = re.compile(_PATH)
_PLAIN_TARGET = re.compile(rf"\$\.([A-Za-z_][A-Za-z0-9_]*)(?:{_SEGMENT})*")
_PLAIN_RELATIVE_TARGET = re.compile(rf"[A-Za-z_][A-Za-z0-9_]*(?:{_SEGMENT})*")
_PLAIN_CONDITION = re.compile(rf"{_TEST}(?:[ ]*(?:&&|\|\|)[ ]*{_TEST})*")
_PLAIN_OUTPUT = re.compile(_OUTPUT)
_LIQUID_WORDS = frozenset({"and", "or", "not", "contains", "if", "else", "in", "with", "for", "as", "reversed"})


def plain(kind: str, text: str) -> bool:
    """Whether a text of this kind (path, target, target-relative, condition, template) is plainly right."""
    return len(text) <= (_MAX_TEMPLATE if kind == "template" else _MAX_EXPRESSION) and _RULES[kind](text)


def _path(text: str) -> bool:
    return _PLAIN_PATH.fullmatch(text) is not None


def _target(text: str) -> bool:
    found = _PLAIN_TARGET.fullmatch(text)
    return found is not None and found[1] not in VIEWS


def _relative_target(text: str) -> bool:
    return _PLAIN_RELATIVE_TARGET.fullmatch(text) is not None


def _condition(text: str) -> bool:
    return _PLAIN_CONDITION.fullmatch(text) is not None


def _template(text: str) -> bool:
    rest = _PLAIN_OUTPUT.sub("", text)
    if "{{" in rest or "{%" in rest:
        return False
    names = (name for found in _PLAIN_OUTPUT.finditer(text) for name in found[0].strip("{ }").split("."))
    return _LIQUID_WORDS.isdisjoint(names)


_RULES = {
    "path": _path,
    "target": _target,
    "target-relative": _relative_target,
    "condition": _condition,
    "template": _template,
}
