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
    are written as the reader's language writes them. many: the English one for any other number than one of `count`,
    which is then among the facts.

    >>> Sentence("%(count)s row read", {"count": 1250}, "%(count)s rows read").plain()
    {'text': '%(count)s row read', 'facts': {'count': 1250}, 'many': '%(count)s rows read'}
    """

    text: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    many: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"text": self.text, "facts": dict(self.facts), "many": self.many} if self.text else {}


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
