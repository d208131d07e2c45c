"""Translates Handlebars templates to Liquid. What is Liquid already, or means the same in both, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"\{\{\{(?P<raw>[^{}]*)\}\}\}|\{\{(?P<open>~?)(?P<body>[^{}]*?)(?P<close>~?)\}\}")
_HANDLEBARS_ONLY = re.compile(
    r"\{\{~?\s*[#/^!>&]|\{\{\{|\{\{~|~\}\}|\{\{\s*(?:else\b|\.\./|@)|\{\{[^{}|]*[\w\]]\.(?:\[|\d)[^{}|]*\}\}"
)
_CALL = re.compile(r"[A-Za-z_][\w.-]*\s+[^\s|]")
_MAX_TAG = 1000
_MAX_BLOCKS = 50
_MAX_FAILED = 20
_NAME = re.compile(r"[A-Za-z_$][\w$-]*")
_SEGMENT = re.compile(r"\[(?P<quoted>[^\]]*)\]|(?P<index>\d+)(?=$|[./\[])|(?P<name>[A-Za-z_$][\w$-]*)")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BLOCK_PARAMETERS = re.compile(r"\s+as\s+\|\s*(\w+)(?:\s+(\w+))?\s*\|\s*$")
_LOOP_DATA = {"@index": "forloop.index0", "@first": "forloop.first", "@last": "forloop.last"}


@dataclass(frozen=True, slots=True)
class Translation:
    """The Liquid text, and what of the template could not be translated (it is left in place)."""

    text: str
    untranslated: tuple[str, ...] = ()


@dataclass(slots=True)
class _Block:
    """An open block: what ends it, and what names inside it mean."""

    kind: str
    end: str
    base: str
    names: dict[str, str] = field(default_factory=dict)


class _UntranslatableError(Exception):
    """A tag that has no Liquid form."""


def is_handlebars(text: str) -> bool:
    """Whether a template holds something only Handlebars knows. Text with Liquid tags or filters never does."""
    return "{%" not in text and (_HANDLEBARS_ONLY.search(text) is not None or any(_calls(text)))


def translate(text: str) -> Translation:
    """The same template in Liquid. Never raises; one tag that cannot be translated leaves the whole text as it was."""
    if "{{" not in text or not is_handlebars(text):
        return Translation(text)
    translator = _Translator()
    translated = _TAG.sub(translator.tag, _without_comments(text))
    failed = tuple(dict.fromkeys(translator.failed))
    if translator.blocks and not failed:
        failed = (f"{{{{#{translator.blocks[-1].kind}}}}} without an end",)
    return Translation(text, failed) if failed else Translation(translated)


def _calls(text: str) -> Iterator[str]:
    """Outputs that call a helper: a name and an argument, without a Liquid filter."""
    for found in _TAG.finditer(text):
        body = (found["body"] or "").strip()
        if "|" not in body and _CALL.match(body):
            yield body


def _without_comments(text: str) -> str:
    """The template without `{{!-- … --}}`, in which anything may stand."""
    kept: list[str] = []
    start = 0
    while (opened := text.find("{{!--", start)) >= 0 and (closed := text.find("--}}", opened)) >= 0:
        kept.append(text[start:opened])
        start = closed + len("--}}")
    return "".join((*kept, text[start:]))


class _Translator:
    """Goes through a template tag by tag and keeps the open blocks."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.failed: list[str] = []
        self._loops = 0

    def tag(self, found: re.Match[str]) -> str:
        """The Liquid of one tag."""
        try:
            if len(found[0]) > _MAX_TAG or len(self.blocks) > _MAX_BLOCKS or len(self.failed) > _MAX_FAILED:
                raise _UntranslatableError
            if found["raw"] is not None:
                return f"{{{{ {self._value(found['raw'].strip())} }}}}"
            return self._trimmed(self._tag(found["body"].strip()), found)
        except _UntranslatableError:
            self.failed.append(found[0].strip()[:60])
            return found[0]

    @staticmethod
    def _trimmed(liquid: str, found: re.Match[str]) -> str:
        """Handlebars' `~` is Liquid's `-` inside the tag."""
        opened = f"{liquid[:2]}-{liquid[2:]}" if found["open"] and liquid else liquid
        return f"{opened[:-2]}-{opened[-2:]}" if found["close"] and opened else opened

    def _tag(self, body: str) -> str:
        if body.startswith("!"):
            return ""
        if body.startswith("#"):
            word, _, argument = body[1:].strip().partition(" ")
            return self._open(word, argument.strip())
        if body.startswith("/"):
            return self._end(body[1:].strip())
        if body == "else" or body == "^":
            return self._else()
        if body.startswith("else if "):
            return self._else_if(body.removeprefix("else if ").strip())
        return f"{{{{ {self._value(body.removeprefix('&').strip())} }}}}"

    def _open(self, word: str, argument: str) -> str:
        if word == "if":
            self.blocks.append(_Block("if", "{% endif %}", self._base()))
            return f"{{% if {self._truth(argument)} %}}"
        if word == "unless":
            self.blocks.append(_Block("unless", "{% endif %}", self._base()))
            return f"{{% if {self._falsehood(argument)} %}}"
        if word == "each":
            return self._open_each(argument)
        if word == "with":
            value = self._value(argument)
            opened = f"{{% if {self._truth(argument)} %}}"
            self.blocks.append(_Block("with", "{% endif %}", value))
            return opened
        raise _UntranslatableError

    def _open_each(self, argument: str) -> str:
        parameters = _BLOCK_PARAMETERS.search(argument)
        value = self._value(argument[: parameters.start()] if parameters else argument)
        self._loops += 1
        item = parameters[1] if parameters else ("item" if self._loops == 1 else f"item{self._loops}")
        names = {parameters[2]: "forloop.index0"} if parameters and parameters[2] else {}
        if parameters:
            names[item] = item
        self.blocks.append(_Block("each", "{% endfor %}", item, names))
        return f"{{% for {item} in {value} %}}"

    def _end(self, word: str) -> str:
        if not self.blocks or self.blocks[-1].kind != word:
            raise _UntranslatableError
        return self.blocks.pop().end

    def _else(self) -> str:
        if not self.blocks:
            raise _UntranslatableError
        return "{% else %}"

    def _else_if(self, argument: str) -> str:
        if not self.blocks or self.blocks[-1].kind not in ("if", "unless"):
            raise _UntranslatableError
        return f"{{% elsif {self._truth(argument)} %}}"

    def _truth(self, argument: str) -> str:
        """What Handlebars takes for true: neither missing nor null, false, 0, "" or []."""
        value = self._value(argument)
        return value if argument in _LOOP_DATA else f"{value} and {value} != empty and {value} != 0"

    def _falsehood(self, argument: str) -> str:
        value = self._value(argument)
        if argument in _LOOP_DATA:
            return f"{value} == false"
        return f"{value} == nil or {value} == false or {value} == empty or {value} == 0"

    def _base(self) -> str:
        return self.blocks[-1].base if self.blocks else ""

    def _value(self, expression: str) -> str:
        """A path of Handlebars, as seen from the open blocks, in Liquid."""
        if expression in _LOOP_DATA:
            return self._loop_data(expression)
        if expression.startswith("lookup "):
            return self._lookup(expression.split()[1:])
        base, rest = self._start(expression)
        return base if not rest else _join(base, _segments(rest))

    def _loop_data(self, name: str) -> str:
        if not any(block.kind == "each" for block in self.blocks):
            raise _UntranslatableError
        return _LOOP_DATA[name]

    def _lookup(self, arguments: list[str]) -> str:
        if len(arguments) != 2:
            raise _UntranslatableError
        return f"{self._value(arguments[0])}[{self._value(arguments[1])}]"

    def _start(self, expression: str) -> tuple[str, str]:
        """What a path begins at (in Liquid, empty for the root) and the rest of it."""
        if expression.startswith("@root."):
            return "", expression.removeprefix("@root.")
        depth = 0
        while expression.startswith("../"):
            expression, depth = expression.removeprefix("../"), depth + 1
        base = self._scope(depth)
        for word in ("this.", "this/", "./"):
            expression = expression.removeprefix(word)
        if expression in ("this", "."):
            if not base:
                raise _UntranslatableError
            return base, ""
        first = _NAME.match(expression)
        for block in reversed(self.blocks):
            if first and depth == 0 and first[0] in block.names:
                return block.names[first[0]], expression[first.end() :]
        return base, expression

    def _scope(self, depth: int) -> str:
        """What names mean `depth` scopes further out; `if` and `unless` open none."""
        scopes = ["", *(block.base for block in self.blocks if block.kind in ("each", "with"))]
        if depth >= len(scopes):
            raise _UntranslatableError
        return scopes[-1 - depth]


def _segments(path: str) -> list[str]:
    """The parts of a path: `a.b`, `a/b`, `a.[b c]`, `a.0`."""
    parts: list[str] = []
    position = 0
    while position < len(path):
        if path[position] in "./" and position + 1 < len(path):
            position += 1
        found = _SEGMENT.match(path, position)
        if found is None:
            raise _UntranslatableError
        parts.append(_segment(found))
        position = found.end()
    return parts


def _segment(found: re.Match[str]) -> str:
    if found["index"]:
        return f"[{found['index']}]"
    name = found["quoted"] if found["quoted"] is not None else found["name"]
    if name.isdigit():
        return f"[{name}]"
    if '"' in name:
        raise _UntranslatableError
    return f".{name}" if _PLAIN.fullmatch(name) else f'["{name}"]'


def _join(base: str, segments: list[str]) -> str:
    if not base and not segments[0].startswith("."):
        raise _UntranslatableError
    return (base + "".join(segments)).removeprefix(".") if not base else base + "".join(segments)
