"""`redactPaths` of a definition: what viewers see as `***`.

The paths are of the context. A step's output is looked at where the default mapping puts it, and as a context of its
own; so are its input and the run's. Steps copy values to places that no path names, and make texts of them: so texts of
at least four characters that the paths found are masked wherever they stand.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from jsonpath_ng.ext.parser import parse
from jsonpath_ng.jsonpath import JSONPath

from connections.masking import MASK, Masker
from flows.definition.context import put, reach
from flows.definition.errors import StepError
from flows.definition.jsonpath import ExpressionError, compile_path
from flows.definition.scope import MISSING, materialise, resolve

Json = Any


class Redaction:
    """The masking of one answer. Without paths everything passes untouched."""

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._paths = tuple(paths)
        self._masker = Masker()

    def __bool__(self) -> bool:
        return bool(self._paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths."""
        return self._paths

    def find(self, value: Json) -> Iterator[str]:
        """The texts that the paths find in a context, or in anything laid out like one. Nothing is learnt from it.

        StepError when that takes too much, or needs a large value that is gone.
        """
        document = resolve(value)
        for path in self._paths if document is not MISSING else ():
            try:
                found = compile_path(path).read_document(document)
            except ExpressionError:
                continue  # all is masked then
            if found is not MISSING:
                yield from _texts_of(materialise(found))

    def know(self, texts: Iterable[str]) -> None:
        """From now on these texts are masked too."""
        self._masker.add(*texts)

    def context(self, value: Json) -> Json:
        """A context, or anything laid out like one, with what the paths find masked."""
        if not self._paths or value is MISSING:
            return value
        masked = materialise(value)
        for path in self._paths:
            masked = self._masked(path, masked)
        return self._masker.json(masked)

    def output(self, value: Json, step_id: str) -> Json:
        """What a step gave."""
        if not self._paths or value is MISSING:
            return value
        return self._inside({step_id: self.context(value)}, step_id)

    def result(self, value: Json) -> Json:
        """What a run gave; by default that is the context's `steps_output`."""
        return self._inside(self.context(value)) if self._paths else value

    def _inside(self, outputs: Json, *keys: str) -> Json:
        """What lies at `keys` of `steps_output` in a context that has nothing else; masked when a path hides more."""
        found = reach(self.context({"steps_output": outputs}), ("steps_output", *keys))
        return MASK if found is MISSING else found

    def texts(self, value: Json) -> Json:
        """JSON whose texts may hold what the documents before held."""
        return self._masker.json(value)

    def beside(self, value: Json) -> Json:
        """What stands beside the documents and was made from them: messages, logs, metadata, views."""
        return self.texts(value)

    def _masked(self, path: str, document: Json) -> Json:
        try:
            compiled = compile_path(path)
            found = compiled.read_document(document)
        except (ExpressionError, StepError):
            return MASK  # a path nobody can follow must not open what it was to close
        if compiled.keys is not None:
            if found is MISSING:
                return document
            self._masker.add(*_texts_of(found))
            return put(document, compiled.keys, MASK)
        if not found:
            return document
        self._masker.add(*_texts_of(found))
        return _update_all(path, document, found)


class AllHidden(Redaction):
    """Of a run of which nobody can tell what is to be hidden: no value, and nothing that may hold one."""

    def __init__(self) -> None:
        super().__init__(("$",))

    def beside(self, value: Json) -> Json:
        """Objects keep the names of their members, lists nothing."""
        if isinstance(value, dict):
            return dict.fromkeys(value, MASK)
        return [] if isinstance(value, list) else MASK


def _update_all(path: str, document: Json, found: list[Json]) -> Json:
    """Every match masked; by equality where the library that masks cannot read a path that we can."""
    query = _masking_query(path)
    changed = query.update(copy.deepcopy(document), MASK) if query is not None else document
    left = compile_path(path).read_document(changed)
    return changed if all(value == MASK for value in left) else _mask_equal(changed, found)


@lru_cache(maxsize=512)
def _masking_query(path: str) -> JSONPath | None:
    try:
        return parse(path)
    except Exception:  # noqa: BLE001 - its parser raises whatever comes; the caller masks by equality then
        return None


def _mask_equal(value: Json, found: Iterable[Json]) -> Json:
    if any(type(value) is type(one) and value == one for one in found):
        return MASK
    if isinstance(value, dict):
        return {key: _mask_equal(child, found) for key, child in value.items()}
    if isinstance(value, list):
        return [_mask_equal(child, found) for child in value]
    return value


def _texts_of(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _texts_of(child)
    elif isinstance(value, list):
        for child in value:
            yield from _texts_of(child)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


NOTHING = Redaction()
