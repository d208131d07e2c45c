"""Fields that hold a number or a flag, or a template that gives one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from flows.definition.fields import TemplateStr

_MARKUP = ("{{", "{%")
_FLAGS = frozenset({"true", "false"})


def _gives_a_number(text: str) -> str:
    if _is_template(text) or (text.isascii() and text.strip().isdigit()):
        return text
    raise PydanticCustomError("number_template", "must be a whole number or a template that gives one")


def _gives_a_flag(text: str) -> str:
    if _is_template(text) or text.strip().lower() in _FLAGS:
        return text
    raise PydanticCustomError("flag_template", "must be true, false or a template that gives one of them")


def _is_template(text: str) -> bool:
    return text.startswith("$") or any(mark in text for mark in _MARKUP)


NumberTemplate = Annotated[TemplateStr, AfterValidator(_gives_a_number)]
"""A template or path that gives a whole number when the step runs, or the digits of one."""
FlagTemplate = Annotated[TemplateStr, AfterValidator(_gives_a_flag)]
"""A template or path that gives true or false when the step runs, or one of these words."""
