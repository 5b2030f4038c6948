"""What a person can be told when something cannot be as asked; every app has its own family of these."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """Something that a person asked for and that cannot be; `str()` is the sentence, then the hint, in their language.

    code: the same in every language. hint: what they can do, where the sentence does not say it. field: the field of
    the form that it belongs to, "" for the whole. facts: what the sentence names, already written as the reader's
    language writes it.
    """

    code: ClassVar[str]
    sentence: ClassVar[str | Promise] = ""
    hint: ClassVar[str | Promise] = ""
    field: ClassVar[str] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return f"{str(self.sentence) % self.facts} {self.hint}".strip()
