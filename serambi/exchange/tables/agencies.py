"""Who a free text means: proposals from abbreviations and names, and no wrong one with confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .book import Place
from .texts import as_key, clean
from .understanding import AgencyText, Match

CONFIDENT = 0.85  # from here on a proposal may be taken over unless a person says otherwise
_LEAST = 0.5
_MOST = 5
_SAME_WORD = 86.0  # rapidfuzz ratio from which two words count as one with a slip of the pen

_KINDS = {
    "dinas": "dinas",
    "badan": "badan",
    "kecamatan": "kecamatan",
    "kelurahan": "kelurahan",
    "desa": "desa",
    "sekretariat": "sekretariat",
    "inspektorat": "inspektorat",
    "satuan": "satuan",
    "kantor": "kantor",
    "bagian": "bagian",
    "rumah": "rumah sakit",
    "uptd": "upt",
    "upt": "upt",
    "puskesmas": "puskesmas",
}
_SHORT = {"din": "dinas", "kec": "kecamatan", "kel": "kelurahan", "sekr": "sekretariat", "bag": "bagian"}
_EMPTY_WORDS = {"dan", "serta", "kabupaten", "kab", "kota", "daerah", "and", "the", "of", "pada", "di"}
_GROUP = (
    r"(perangkat daerah|opd|skpd|pd|kecamatan|kelurahan|desa|puskesmas|dinas|badan|instansi|agencies|agency|sekolah)"
)
_MANY = re.compile(
    rf"\b(\d+|semua|seluruh|setiap|masing masing|beberapa|lintas|para|all|every|each|several)\s+(\w+\s+)?{_GROUP}\b"
    rf"|^{_GROUP}( (daerah|terkait|lainnya|se kabupaten|kabupaten|teknis))*$"
    rf"|\b{_GROUP} (terkait|lainnya|se kabupaten)\b"
)
_BEGINS = r"(?:dinas|badan|kecamatan|kelurahan|sekretariat|inspektorat|satuan|kantor|bagian|rsud|rumah sakit|uptd?)\b"
_BETWEEN = re.compile(rf"\s*(?:[;|/\n]|,(?=\s*{_BEGINS})|\b(?:dan|serta|and|&)\s+(?={_BEGINS}))\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Known:
    abbreviation: str
    name: str
    short: str
    key: str
    words: frozenset[str]
    kind: str


class Agencies:
    """The organizations that texts are compared with, as pairs of abbreviation and name."""

    def __init__(self, organizations: Iterable[tuple[str, str]]) -> None:
        self._known = tuple(_known(abbreviation, name) for abbreviation, name in organizations)
        self._match = lru_cache(maxsize=4096)(self._matches)

    def read(self, text: str, place: Place) -> AgencyText:
        """Return who a text may mean. A text that names several is matched part by part."""
        text = clean(text)
        if not text:
            return AgencyText(text, place)
        whole = self._match(text)
        if whole and whole[0].confidence == 1:
            return AgencyText(text, place, whole)
        if means_many(text):
            return AgencyText(text, place, many=True)
        pieces = self._pieces(text)
        if len(pieces) < 2:
            return AgencyText(text, place, whole)
        read = tuple(AgencyText(piece, place, self._match(piece), means_many(piece)) for piece in pieces)
        return AgencyText(text, place, tuple(part.matches[0] for part in read if part.matches), parts=read)

    def _pieces(self, text: str) -> list[str]:
        pieces = [piece for piece in _BETWEEN.split(text) if piece]
        if len(pieces) == 1:
            commas = [piece.strip() for piece in re.split(r",|\bdan\b|&", text) if piece.strip()]
            shorts = {known.short for known in self._known if known.short}
            if len(commas) > 1 and all(_squeezed(piece) in shorts for piece in commas):
                return commas
        return pieces

    def _matches(self, text: str) -> tuple[Match, ...]:
        told = _known("", text)
        scored = [(_confidence(told, known), known) for known in self._known]
        best = sorted((pair for pair in scored if pair[0] >= _LEAST), key=lambda pair: -pair[0])[:_MOST]
        # Two that fit nearly as well are a question, however well they fit.
        unsure = len(best) > 1 and best[0][0] < 1 and best[0][0] - best[1][0] < 0.05
        cap = CONFIDENT - 0.05 if unsure else 1.0
        return tuple(Match(it.abbreviation, it.name, round(min(score, cap), 2)) for score, it in best)


def means_many(text: str) -> bool:
    """Say whether a text means a group of agencies and not one.

    >>> means_many("29 Perangkat Daerah Kabupaten dan 26 Perangkat Daerah Kecamatan"), means_many("Kecamatan Cimalaka")
    (True, False)
    """
    return bool(_MANY.search(as_key(text)))


def _known(abbreviation: str, name: str) -> _Known:
    words = [_SHORT.get(word, word) for word in as_key(name).split()]
    kind = next((_KINDS[word] for word in words if word in _KINDS), "")
    telling = frozenset(word for word in words if word not in _EMPTY_WORDS and word not in _KINDS)
    return _Known(abbreviation, name, _squeezed(abbreviation), " ".join(words), telling, kind)


def _squeezed(text: str) -> str:
    return as_key(text).replace(" ", "")


def _confidence(told: _Known, known: _Known) -> float:
    """Return 1 for the same name or abbreviation, else how far the telling words agree, at most 0.95."""
    if told.key == known.key or (known.short and _squeezed(told.name) == known.short):
        return 1.0
    if known.short and len(known.short) > 2 and known.short in told.key.split():
        return 0.9 if len(told.words) <= 6 and told.kind in ("", known.kind, "rumah sakit") else 0.7
    agreement = _agreement(told.words, known.words)
    if told.kind and known.kind and told.kind != known.kind:
        agreement *= 0.6
    elif not told.kind:
        agreement *= 0.9
    return min(agreement, 0.95)


def _agreement(told: frozenset[str], known: frozenset[str]) -> float:
    """Return the share of telling words that both have (F1 of the two sets); a slip of the pen is the same word."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only whoever reads a table of others compares names

    if not told or not known:
        return 0.0
    same = told & known
    score = float(len(same))
    others = set(known - same)
    for word in told - same:
        near = max(others, key=lambda other: fuzz.ratio(word, other), default=None)
        if near is not None and len(word) > 4 and (ratio := fuzz.ratio(word, near)) >= _SAME_WORD:
            score += ratio / 100
            others.discard(near)
    return 2 * score / (len(told) + len(known))
