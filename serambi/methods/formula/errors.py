"""What is wrong with a formula or its inputs, said in one sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .sentences import INDONESIAN
from .syntax import Position


@dataclass(frozen=True, slots=True)
class Phrase:
    """Part of a sentence in both languages, as a parameter of a FormulaError; English where nobody asks."""

    english: str
    indonesian: str

    def __str__(self) -> str:
        return self.english

    def in_language(self, language: str) -> str:
        return self.indonesian if language == "id" else self.english


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to tell a person.

    code: what kind of sentence, in snake case, the same in every language.
    message: the English with `{places}` for the parameters, so that it can be translated.
    parameters: what goes into the places; a Phrase or another FormulaError stands for its own words.
    """

    code: str
    message: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.parameters)

    def in_language(self, language: str) -> str:
        """Return the sentence in `id` or in `en`; English where no translation is known."""
        if language != "id":
            return str(self)
        parameters = {
            key: value.in_language(language) if isinstance(value, FormulaError | Phrase) else value
            for key, value in self.parameters.items()
        }
        return INDONESIAN.get(self.message, self.message).format(**parameters)


class FormulaError(ValueError):
    """A formula, a catalogue or an observation that cannot be used as it is.

    code, message, parameters: as in Sentence.
    position: the part of the formula that is wrong, or None when the error is not in a text.

    >>> str(FormulaError("unknown_area", "There is no area {area}.", {"area": "64.09"}))
    'There is no area 64.09.'
    """

    def __init__(
        self,
        code: str,
        message: str,
        parameters: Mapping[str, Any] | None = None,
        position: Position | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.parameters = dict(parameters or {})
        self.position = position

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.code, self.message, self.parameters)

    def __str__(self) -> str:
        return str(self.sentence)

    def in_language(self, language: str) -> str:
        """Return the sentence in `id` or in `en`; English where no translation is known."""
        return self.sentence.in_language(language)

    def as_dict(self) -> dict[str, Any]:
        """Return code, message and position (None when there is none), ready for JSON."""
        return {
            "code": self.code,
            "message": str(self),
            "position": self.position.as_dict() if self.position else None,
        }
