"""Keeping what was understood as bytes and finding it again, fast enough for tables of fifty thousand rows.

Frozen dataclasses with slots are rebuilt field by field without their `__setstate__`, which asks for its fields anew
for every object and takes most of the time otherwise.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import pickle
from collections.abc import Callable
from typing import IO, Any

Setter = Callable[[Any, Any], None]
_known_names: dict[type[Any], tuple[str, ...]] = {}
_known_setters: dict[type[Any], tuple[Setter, ...]] = {}


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if dataclasses.is_dataclass(kind) and "__slots__" in vars(kind):
            return _rebuilt, (kind, tuple(getattr(obj, name) for name in _names(kind)))
        return NotImplemented


def write(file: IO[bytes], made: Any) -> None:
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(made)


def read(file: IO[bytes]) -> Any:
    """Return what `write` wrote; None for what another version of this program wrote."""
    was_on = gc.isenabled()
    gc.disable()  # a million new objects, and none of them garbage
    try:
        return pickle.load(file)  # noqa: S301 - written by this program into a folder that nobody else writes
    except (EOFError, AttributeError, ImportError, pickle.UnpicklingError, TypeError, ValueError):
        return None
    finally:
        if was_on:
            gc.enable()


def packed(made: Any) -> bytes:
    """Return what `write` would write."""
    file = io.BytesIO()
    write(file, made)
    return file.getvalue()


def unpacked(content: bytes) -> Any:
    """Return what `packed` packed; None for what another version of this program wrote."""
    return read(io.BytesIO(content))


def _rebuilt(kind: type[Any], values: tuple[Any, ...]) -> Any:
    setters = _setters(kind)
    if len(values) != len(setters):
        raise ValueError(kind)  # of another version
    made = object.__new__(kind)
    for setter, value in zip(setters, values, strict=True):
        setter(made, value)
    return made


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _known_names:
        _known_names[kind] = tuple(field.name for field in dataclasses.fields(kind))
    return _known_names[kind]


def _setters(kind: type[Any]) -> tuple[Setter, ...]:
    if kind not in _known_setters:
        _known_setters[kind] = tuple(getattr(kind, name).__set__ for name in _names(kind))
    return _known_setters[kind]
