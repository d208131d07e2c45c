"""The one error of text that is not an expression: a path, a condition or a template."""

from __future__ import annotations


class ExpressionError(ValueError):
    """`message` says what is wrong, `hint` what to write instead, `position` the character (from 0) when known."""

    def __init__(self, message: str, hint: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.position = position
