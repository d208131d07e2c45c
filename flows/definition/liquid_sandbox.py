"""A Liquid environment for templates nobody trusts: no files, no clock, limits on loops, variables, work and output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, TextIO

from liquid import BoundTemplate, Environment, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions.filtered import FilteredExpression
from liquid.builtin.expressions.primitive import Nil, RangeLiteral
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.echo_tag import EchoNode, EchoTag
from liquid.exceptions import (
    LiquidSyntaxError,
    LocalNamespaceLimitError,
    LoopIterationLimitError,
    OutputStreamLimitError,
)
from liquid.expression import Expression
from liquid.undefined import FalsyStrictUndefined, Undefined
from liquid.utils import ReadOnlyChainMap

from flows.definition.context import Key, path_text
from flows.definition.liquid_filters import MAX_TEXT, install, to_text
from flows.definition.scope import Lazy, materialise, resolve

MAX_ITERATIONS = 50_000
MAX_LOCALS = 1_000
MAX_LOCAL_CHARACTERS = 4 * MAX_TEXT
MAX_WORK = 2_000_000
CHARACTERS_PER_WORK = 64
MAX_NAME = 100

_DISABLED_TAGS = ("include", "render", "tablerow", "doc")


class MissingVariable(FalsyStrictUndefined):
    """A variable that is not there: false in `if`, replaced by `default`, an error that names it anywhere else."""

    __slots__ = ()
    force_liquid_default = True

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Nil | Undefined)

    __hash__ = FalsyStrictUndefined.__hash__


class Buffer(StringIO):
    """Output of at most MAX_TEXT bytes, charged to its context."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._bytes = 0

    def write(self, text: str) -> int:
        """Raises OutputStreamLimitError above the limit."""
        self._context.spend(1 + len(text) // CHARACTERS_PER_WORK)
        self._bytes += len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
        if self._bytes > MAX_TEXT:
            raise OutputStreamLimitError(f"the output is larger than {MAX_TEXT} bytes", token=None)
        return super().write(text)


class Context(RenderContext):
    """One rendering. Loads lazy values when a name leads to them and counts what is done."""

    __slots__ = ("_iterations", "_loaded", "_sizes", "_work")

    def __init__(self, template: BoundTemplate, names: Mapping[str, Any]) -> None:
        super().__init__(template, globals=names)
        self.scope = ReadOnlyChainMap(self.locals, names, self.counters)
        self._iterations = self._work = 0
        self._sizes: dict[str, int] = {}
        self._loaded: dict[int, tuple[Any, Any]] = {}

    def spend(self, work: int) -> None:
        """Raises OutputStreamLimitError when the whole template has done too much."""
        self._work += work
        if self._work > MAX_WORK:
            raise OutputStreamLimitError("the template does too much work", token=None)

    def weigh(self, value: Any) -> None:
        """Spend in proportion to all a value holds."""
        stack = [value]
        while stack:
            node = resolve(stack.pop())
            if isinstance(node, str):
                self.spend(1 + len(node) // CHARACTERS_PER_WORK)
            elif isinstance(node, dict | list | tuple):
                self.spend(1 + len(node))
                stack.extend(node.values() if isinstance(node, dict) else node)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Counts the iterations of all loops together."""
        self._iterations += length
        if self._iterations > MAX_ITERATIONS:
            raise LoopIterationLimitError(f"the loops run more than {MAX_ITERATIONS} times", token=None)

    def assign(self, key: str, val: Any) -> None:
        """Set a variable of the template; their number and size are limited."""
        self.locals[key] = val
        self._sizes[key] = len(val) if isinstance(val, str) else 0
        self.spend(1 + len(self._sizes) // CHARACTERS_PER_WORK)
        if len(self._sizes) > MAX_LOCALS or sum(self._sizes.values()) > MAX_LOCAL_CHARACTERS:
            raise LocalNamespaceLimitError("the template's own variables hold too much", token=None)

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:
        """A buffer for a capture or the whole output."""
        return Buffer(self)

    def get(self, path: list[Any], *, token: Any, default: object = None) -> object:
        """The value of a dotted name, loaded; a MissingVariable when it is not there."""
        try:
            value = self.scope[path[0]]
            for segment in path[1:]:
                value = self.get_item(resolve(value), _named(segment))
        except (KeyError, TypeError, IndexError):
            return self.env.undefined(str(path[0]), hint=_dotted(path), token=token)
        return self._plain(value)

    def _plain(self, value: Any) -> Any:
        """The value without lazy leaves; walked once, however often it is named."""
        if isinstance(value, str):
            self.spend(1 + len(value) // CHARACTERS_PER_WORK)
        if not isinstance(value, dict | list | Lazy):
            return value
        known = self._loaded.get(id(value))
        if known is None:
            self.weigh(value)
            known = self._loaded[id(value)] = (value, materialise(value))
        elif isinstance(known[1], dict | list):
            self.spend(1 + len(known[1]))
        return known[1]


def _named(segment: Any) -> Any:
    return str(segment) if isinstance(segment, Undefined) else segment


def _dotted(path: list[Any]) -> str:
    keys: list[Key] = [segment if isinstance(segment, int) else str(segment) for segment in path]
    text = path_text(keys).removeprefix("$.")
    return text if len(text) <= MAX_NAME else text[:MAX_NAME] + "…"


class _TextNode(OutputNode):
    """`{{ … }}`, with objects and lists as JSON."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return _print(self.expression.evaluate(context), context, buffer)


class _EchoNode(EchoNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return _print(self.expression.evaluate(context), context, buffer)


def _print(value: Any, context: RenderContext, buffer: TextIO) -> int:
    if isinstance(value, dict | list | tuple) and isinstance(context, Context):
        context.weigh(value)
    return buffer.write(to_text(value))


class _TextOutput(Output):
    node_class = _TextNode


class _TextEcho(EchoTag):
    node_class = _EchoNode


class _BoundedRange(RangeLiteral):
    """`(1..n)`, refused when it is longer than all loops may be."""

    __slots__ = ()

    def _make_range(self, start: Any, stop: Any) -> range:
        numbers = super()._make_range(start, stop)
        if numbers.stop - numbers.start > MAX_ITERATIONS:
            raise LoopIterationLimitError(f"a range is longer than {MAX_ITERATIONS}", token=None)
        return numbers


class Sandbox(Environment):
    """Tags without files, guarded filters, strict undefined."""

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Register what templates may use."""
        super().setup_tags_and_filters(extra=False)
        for name in _DISABLED_TAGS:
            self.tags.pop(name, None)
        self.add_tag(_TextOutput)
        self.add_tag(_TextEcho)
        install(self.filters)

    def from_string(self, source: str, *args: Any, **kwargs: Any) -> BoundTemplate:
        """Parse a template and bound its ranges."""
        template = super().from_string(source, *args, **kwargs)
        for expression in _expressions(template):
            if type(expression) is RangeLiteral:
                expression.__class__ = _BoundedRange
            elif isinstance(expression, FilteredExpression):
                self._check_filters(expression)
        return template

    def _check_filters(self, expression: FilteredExpression) -> None:
        for use in expression.filters or ():
            if use.name not in self.filters:
                raise LiquidSyntaxError(f"there is no filter '{use.name}'", token=use.token)


def _expressions(template: BoundTemplate) -> Iterator[Expression]:
    nodes: list[Node] = list(template.nodes)
    static = RenderContext(template)
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children(static, include_partials=False))
        pending = list(node.expressions())
        while pending:
            expression = pending.pop()
            yield expression
            pending.extend(expression.children())


SANDBOX = Sandbox(undefined=MissingVariable)
