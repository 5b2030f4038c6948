"""Controls that every form may use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A select written in one go.

    Django renders each option by a template of its own: two hundred options of the register's filters cost more than
    the register.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        parts = [self._part(key, label, chosen) for key, label in self.choices]
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", "{}", ((part,) for part in parts)),
        )

    def _part(self, key: Any, label: Any, chosen: set[str]) -> SafeString:
        if isinstance(label, list | tuple):
            return format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
        return _options([(key, label)], chosen)


def _options(pairs: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    written = (
        _option("" if key is None else str(key), label if isinstance(label, str) else str(label), str(key) in chosen)
        for key, label in pairs
    )
    return SafeString("".join(written))


# The same few hundred options stand on every page of a list. Typed: a text that is safe already equals one that is not.
@lru_cache(maxsize=4096, typed=True)
def _option(key: str, label: str, is_chosen: bool) -> SafeString:
    return format_html('<option value="{}"{}>{}</option>', key, SafeString(" selected") if is_chosen else "", label)
