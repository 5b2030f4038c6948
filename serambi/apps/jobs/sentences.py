"""Sentences that one process says and another writes, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext

from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence before it is translated.

    text: the English one, marked with gettext_noop where it stands in the source. facts: what it names; whole numbers
    are written as the reader's language writes them. many: see `counted_sentence`.
    """

    text: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    many: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"text": self.text, "facts": dict(self.facts), "many": self.many} if self.text else {}


def counted_sentence(one: str, many: str, *, count: int, **facts: str | int) -> Sentence:
    """Return a sentence for one thing or for many of them; both are found by the tool that gathers words.

    >>> counted_sentence("%(count)s row of %(file)s", "%(count)s rows of %(file)s", count=1250, file="apbd.xlsx").facts
    {'count': 1250, 'file': 'apbd.xlsx'}
    """
    return Sentence(one, {"count": count, **facts}, many)


def sentence_of(said: Sentence | str) -> Sentence:
    return said if isinstance(said, Sentence) else Sentence(said)


def written(plain: Mapping[str, Any]) -> str:
    """Return a sentence from its JSON values in the reader's language; "" for none."""
    text = plain.get("text", "")
    if not text:
        return ""
    facts = plain.get("facts", {})
    many = plain.get("many", "")
    translated = ngettext(text, many, facts["count"]) if many else gettext(text)
    return translated % {name: _fact(value) for name, value in facts.items()} if facts else translated


def _fact(value: object) -> str:
    return formats.number(value, 0) if isinstance(value, int) else str(value)
