"""Liquid templates in definitions and prompts. Source: flow-definition, section 5.

A template sees names, never objects with methods; what it yields is text and is never rendered again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate
from liquid.exceptions import LiquidError, ResourceLimitError, UndefinedError

from flows.definition.errors import MappingError, PermanentStepError
from flows.definition.expression_error import ExpressionError
from flows.definition.liquid_sandbox import SANDBOX, Context

MAX_TEMPLATE = 256 * 2**10
MAX_MARKUP = 4096
MAX_TAGS = 5_000
MAX_BRACKETS = 64

_OPENING = re.compile(r"\{\{|\{%")
_LONG_GAP = re.compile(r"\s{101}")
_VERBATIM_END = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("raw", "doc")}
_HINT = "Write {{ name }} for a value, {% if name %}…{% endif %} and {% for item in list %}…{% endfor %}."


class Template:
    """A compiled template. `constant` is its text when it has no markup at all, else None."""

    __slots__ = ("_bound", "constant", "text")

    def __init__(self, *, text: str, bound: BoundTemplate | None) -> None:
        self.text = text
        self.constant = text if bound is None else None
        self._bound = bound

    def render(self, names: Mapping[str, Any]) -> str:
        """The text. Raises MappingError `undefined_variable` (details: variable) or `template_error`, and
        PermanentStepError `template_limit` when loops, variables, filters or the output grow too large."""
        if self._bound is None:
            return self.text
        context = Context(self._bound, names)
        buffer = context.get_buffer()
        try:
            self._bound.render_with_context(context, buffer)
        except UndefinedError as error:
            raise _undefined(str(error.message)) from None
        except (ResourceLimitError, RecursionError, MemoryError, OverflowError) as error:
            raise _limit(error) from None
        except (LiquidError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            # Filters meet whatever values the data holds, and raise Python's own errors for some of them.
            raise _failed(error) from None
        return buffer.getvalue()

    def variables(self) -> list[str]:
        """The root names the template reads, without those it defines itself, in order of appearance."""
        return [] if self._bound is None else self._bound.global_variables(include_partials=False)


def _undefined(variable: str) -> MappingError:
    return MappingError(
        "undefined_variable",
        f"The variable {variable} is not defined. Map it into the step's input, or write "
        "{{ name | default: '' }} where it may be missing.",
        details={"variable": variable},
    )


def _limit(error: BaseException) -> PermanentStepError:
    reason = error.message if isinstance(error, LiquidError) else "it is nested too deeply or a number is too large"
    return PermanentStepError("template_limit", f"The template is refused: {reason}. Make it or its data smaller.")


def _failed(error: Exception) -> MappingError:
    reason = error.message if isinstance(error, LiquidError) else error
    return MappingError("template_error", f"The template cannot be rendered{_line(error)}: {str(reason)[:300]}.")


def _line(error: Exception) -> str:
    if not isinstance(error, LiquidError) or error.token is None or error.token.start_index < 0:
        return ""
    return f" (line {error.token.source.count(chr(10), 0, error.token.start_index) + 1})"


@lru_cache(maxsize=2048)
def compile_template(text: str) -> Template:
    """A template. Raises ExpressionError, which names the line, for text that is not Liquid or is too large."""
    if not _OPENING.search(text):
        return Template(text=text, bound=None)
    _check_markup(text)
    try:
        return Template(text=text, bound=SANDBOX.from_string(text))
    except LiquidError as error:
        position = None if error.token is None or error.token.start_index < 0 else error.token.start_index
        reason = "it is nested too deeply" if error.token is None else str(error.message)[:300]
        raise ExpressionError(f"The template cannot be read{_line(error)}: {reason}.", _HINT, position) from None
    except RecursionError:
        raise ExpressionError("The template is nested too deeply.", _HINT) from None


def variables_of(text: str) -> list[str]:
    """The root variable names a template uses. Raises ExpressionError."""
    return compile_template(text).variables()


def _check_markup(text: str) -> None:
    """Refuse what would make the parser slow: it meets bounded, closed pieces of markup only."""
    if len(text) > MAX_TEMPLATE:
        raise ExpressionError(f"The template has more than {MAX_TEMPLATE} characters.", "Split it.")
    position = tags = 0
    while opening := _OPENING.search(text, position):
        position = _after_markup(text, opening)
        tags += 1
        if tags > MAX_TAGS:
            raise ExpressionError(f"The template has more than {MAX_TAGS} tags.", "Split it, or use a loop.")


def _after_markup(text: str, opening: re.Match[str]) -> int:
    start = opening.end()
    end = text.find("}}" if opening[0] == "{{" else "%}", start)
    if end < 0:
        raise _unreadable(text, opening, f"'{opening[0]}' is not closed")
    markup = text[start:end]
    if len(markup) > MAX_MARKUP or markup.count("[") > MAX_BRACKETS or _LONG_GAP.search(markup):
        raise _unreadable(text, opening, "the tag is too long")
    name = markup.strip("- \t\r\n") if opening[0] == "{%" else ""
    if name not in _VERBATIM_END:
        return end + 2
    closing = _VERBATIM_END[name].search(text, end)
    if closing is None:
        raise _unreadable(text, opening, f"'{name}' is not closed by 'end{name}'")
    return closing.end()


def _unreadable(text: str, opening: re.Match[str], reason: str) -> ExpressionError:
    line = text.count("\n", 0, opening.start()) + 1
    return ExpressionError(f"The template cannot be read (line {line}): {reason}.", _HINT, opening.start())
