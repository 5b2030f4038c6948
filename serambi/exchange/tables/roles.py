"""What a column can be, and what its headings say it is, in Indonesian plans and in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _

from .texts import as_key


class Role(StrEnum):
    """What a column holds. `target` and `funds` go with a year."""

    CODE = "code"
    PARENT_CODE = "parent_code"
    PROGRAM = "program"
    ACTIVITY = "activity"
    SUB_ACTIVITY = "sub_activity"
    INDICATOR = "indicator"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    FUNDS = "funds"
    FINAL_TARGET = "final_target"
    FINAL_FUNDS = "final_funds"
    AGENCY = "agency"
    SUPPORTING = "supporting"
    HEADING = "heading"
    LOCATION = "location"
    GOAL = "goal"
    OBJECTIVE = "objective"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    NOTE = "note"
    IGNORED = "ignored"


NAMES = (Role.PROGRAM, Role.ACTIVITY, Role.SUB_ACTIVITY)
AMOUNTS = (Role.FUNDS, Role.FINAL_FUNDS)
QUANTITIES = (Role.BASELINE, Role.TARGET, Role.FINAL_TARGET)
DATES = (Role.STARTS_ON, Role.ENDS_ON)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column seems to be. confidence: 0 to 1. reason: a sentence for the person who decides.

    scale: by how much the amounts of the column are to be multiplied ("in million rupiah" above it).
    """

    role: Role
    year: int | None = None
    confidence: float = 0.0
    reason: str = ""
    scale: int = 1


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_RELATIVE_YEAR = re.compile(r"(?:\btahun\s+)?\b[nt]\s*([+-])\s*(\d)\b", re.IGNORECASE)
_FUNDS = re.compile(
    r"\b(rp|rupiah|idr|pagu|anggaran|dana|pendanaan|biaya|kebutuhan dana|budget|funds?|funding|costs?|amount)\b"
)
_TARGET = re.compile(r"\b(target|targets|k|kinerja|volume|vol|rencana capaian)\b")
_FINAL = re.compile(r"\b(akhir|final|end of (the )?(plan|period)|end target)\b")
_TOTAL = re.compile(r"^(jumlah|total|grand total)\b")
_BASELINE = re.compile(
    r"\b(kondisi (kinerja |capaian )?awal|tahun awal|baseline|base line|data awal|awal perencanaan|kondisi eksisting)\b"
)
_REALIZED = re.compile(r"\b(realisasi|realization|realized|actual|tingkat capaian|penyerapan|sisa)\b")
# In this order: "Indikator Kinerja Program" speaks of an indicator, "Unit Kerja Penanggung Jawab" of an agency.
_WORDS: tuple[tuple[Role, float, str], ...] = (
    (Role.IGNORED, 0.9, r"^(no|no urut|nomor|nomor urut|number)$"),
    (Role.PARENT_CODE, 0.95, r"\b(kode induk|induk|parent code|parent)\b"),
    (Role.CODE, 0.95, r"^(kode|code|kd)\b|\bkode (program|kegiatan|rekening)\b|\bno(mor)? rekening\b"),
    (Role.INDICATOR, 0.95, r"\b(indikator|indicators?|tolok ukur|tolak ukur|kpi)\b"),
    (Role.IGNORED, 0.8, r"\b(sumber dana|sumber pendanaan|sumber pembiayaan|source of funds?)\b"),
    (Role.SUPPORTING, 0.9, r"\b(pendukung|supporting|mitra|partners?)\b"),
    (Role.HEADING, 0.85, r"^(pilar|dimensi|pillar|dimension|bidang urusan|bidang)( smart city)?$"),
    (
        Role.AGENCY,
        0.95,
        r"\b(perangkat daerah|opd|skpd|unit kerja|instansi|penanggung ?jawab|pelaksana|pengampu|pj|"
        r"(lead |responsible )?agency|agencies|person in charge|pic|lead|responsible)\b",
    ),
    (Role.LOCATION, 0.95, r"\b(lokasi|location|lokus|tempat)\b"),
    (Role.UNIT, 0.95, r"^(satuan|unit|units|unit of measure|sat)\b|\bsatuan\b"),
    (Role.STARTS_ON, 0.85, r"\b(tanggal mulai|waktu mulai|mulai|starts?( on| date)?)\b"),
    (Role.ENDS_ON, 0.85, r"\b(tanggal selesai|waktu selesai|selesai|ends?( on| date)?|finish)\b"),
    (Role.SUB_ACTIVITY, 0.9, r"^(sub ?kegiatan|sub ?activit(y|ies))\b"),
    (Role.PROGRAM, 0.95, r"\b(program|programs|programme|programmes|inisiatif|initiative|quick win)\b"),
    (Role.ACTIVITY, 0.9, r"\b(kegiatan|activit(y|ies)|rencana aksi|aksi)\b"),
    (Role.GOAL, 0.9, r"^(tujuan|goals?)\b"),
    (Role.OBJECTIVE, 0.9, r"^(sasaran|objectives?)\b"),
    (Role.NOTE, 0.9, r"\b(keterangan|catatan|notes?|remarks?|ket|penjelasan)\b"),
    (Role.PROGRAM, 0.4, r"^(uraian|nama|name|nomenklatur|urusan|description)\b"),
)
_VOCABULARY = tuple((role, confidence, re.compile(words)) for role, confidence, words in _WORDS)
_SCALES = (
    (10**12, re.compile(r"\btriliun(an)?\b|\btrillions?\b")),
    (10**9, re.compile(r"\bmil[iy]ar(an)?\b|\bbillions?\b")),
    (10**6, re.compile(r"\bjuta(an)?\b|\bjt\b|\bmillions?\b")),
    (10**3, re.compile(r"\bribu(an)?\b|\bthousands?\b|\brp 000\b|^000$")),
)


def propose_role(headings: Sequence[str], *, title_year: int | None = None) -> Proposal:
    """Return what a column with these headings, outermost first, seems to be.

    title_year: the only year in the titles above the table, for headings that name none or speak of "N+1".

    >>> propose_role(["Capaian Kinerja Program dan Kerangka Pendanaan", "Tahun 2021", "Rp"]).role
    <Role.FUNDS: 'funds'>
    >>> propose_role(["Indikator Program (outcome)"]).role, propose_role(["Tahun 2021", "Target"]).year
    (<Role.INDICATOR: 'indicator'>, 2021)
    """
    keys = [as_key(heading) for heading in reversed(headings) if as_key(heading)]
    if not keys:
        return Proposal(Role.IGNORED, reason=_("The column has no heading."))
    shown = " › ".join(heading for heading in headings if heading)
    for propose in (_by_measure, _by_words):
        proposal = propose(keys, headings, title_year)
        if proposal is not None:
            reason = proposal.reason or _("The heading says so: %(heading)s") % {"heading": shown}
            return Proposal(proposal.role, proposal.year, proposal.confidence, reason, _scale(proposal.role, keys))
    return Proposal(Role.IGNORED, reason=_("Nothing here knows the heading: %(heading)s") % {"heading": shown})


def _by_measure(keys: Sequence[str], headings: Sequence[str], title_year: int | None) -> Proposal | None:
    """Read a column of quantities: baseline, target or funds of a year, or of the end of the plan."""
    measure = _measure(keys)
    year, certain = _year(headings, title_year)
    if measure is None and year is None and not any(_BASELINE.search(key) or _FINAL.search(key) for key in keys):
        return None
    if _is_text(keys[0]):
        return None
    proposal = Proposal(measure or Role.TARGET, year, 0.95 if certain else 0.6)
    if any(_REALIZED.search(key) for key in keys):
        proposal = Proposal(Role.IGNORED, None, 0.8, _("Realizations do not belong to a table of plans."))
    elif any(_BASELINE.search(key) for key in keys):
        proposal = Proposal(Role.BASELINE, None, 0.95)
    elif any(_FINAL.search(key) for key in keys):
        proposal = Proposal(Role.FINAL_FUNDS if measure is Role.FUNDS else Role.FINAL_TARGET, None, 0.9)
    elif year is None and measure is Role.FUNDS and any(_TOTAL.match(key) for key in keys):
        proposal = Proposal(Role.FINAL_FUNDS, None, 0.5)
    elif measure is None:
        proposal = Proposal(Role.TARGET, year, 0.5)
    elif year is None and title_year is not None:
        proposal = Proposal(measure, title_year, 0.6, _("The year stands in the title above the table."))
    return proposal


def _by_words(keys: Sequence[str], headings: Sequence[str], title_year: int | None) -> Proposal | None:
    for depth, key in enumerate(keys):
        for role, confidence, pattern in _VOCABULARY:
            if pattern.search(key):
                return Proposal(role, confidence=round(confidence - 0.1 * depth, 2))
    return None


def _measure(keys: Sequence[str]) -> Role | None:
    """Return what the innermost heading that tells them apart says: a target or money."""
    for key in keys:
        funds, target = bool(_FUNDS.search(key)), bool(_TARGET.search(key))
        if funds != target:
            return Role.FUNDS if funds else Role.TARGET
    return None


def _is_text(key: str) -> bool:
    """Say whether an innermost heading names a column of text, such as the indicator beside the targets of a year."""
    for role, _confidence, pattern in _VOCABULARY:
        if pattern.search(key):
            numbers = _TARGET.search(key) or _FUNDS.search(key) or _BASELINE.search(key) or _YEAR.search(key)
            return role in (Role.INDICATOR, Role.UNIT, Role.CODE, Role.IGNORED) or not numbers
    return False


def _year(headings: Sequence[str], title_year: int | None) -> tuple[int | None, bool]:
    """Return the year that the innermost heading with one names, and whether it is written out."""
    for heading in reversed(headings):
        years = _YEAR.findall(heading)
        if len(set(years)) == 1:
            return int(years[0]), True
        relative = _RELATIVE_YEAR.search(heading)
        if relative and title_year is not None:
            return title_year + int(relative[1] + relative[2]), False
    return None, False


def _scale(role: Role, keys: Sequence[str]) -> int:
    if role not in AMOUNTS:
        return 1
    return next((scale for scale, words in _SCALES if any(words.search(key) for key in keys)), 1)


def years_in(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(year) for year in _YEAR.findall(text)}


@lru_cache(maxsize=16384)
def speaks(text: str) -> bool:
    """Say whether a cell could be a heading: it uses a word of the vocabulary, or is a year."""
    key = as_key(text)
    if not key or len(key) > 160:
        return False
    patterns = (_FUNDS, _TARGET, _FINAL, _BASELINE, _REALIZED, _YEAR, _TOTAL, *(words for *_rest, words in _VOCABULARY))
    return any(pattern.search(key) for pattern in patterns)
