"""What a person decides about a table before it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from serambi.apps.plans.models import FundSource
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Problem, Understood, Weight


@dataclass(frozen=True, slots=True)
class Placing:
    """Where in the plan something goes: the code of a pillar and of one of its sub-dimensions, "" for none."""

    pillar: str
    sub_dimension: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A doubt by which it is known again when the table is read again: its code and its place."""

    code: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided. Rows are named by their place, agencies by the text that stands in the table.

    placing: where new programs go; headings: those below a heading; placings: single programs, and these alone move a
    program that is in the register already.
    codes: another code for a program. left_out: programs that are not loaded, with all that is below them.
    organizations: the abbreviation that a text means, None for nobody in the list; a text that is not named is a doubt.
    indicators: the code of an indicator of the register that a row means, "" for one that was said to be new.
    known_programs, known_indicators: the same of rows by their names, as the last table with this layout told them.
    accepted: doubts that were looked at. fund_source: of all rupiah columns. layout, source: what the layout and the
    source of new programs are called. baseline_year: of the baselines; None takes the year before the first year.
    """

    placing: Placing | None = None
    headings: Mapping[str, Placing] = field(default_factory=dict)
    placings: Mapping[Place, Placing] = field(default_factory=dict)
    codes: Mapping[Place, str] = field(default_factory=dict)
    left_out: frozenset[Place] = frozenset()
    organizations: Mapping[str, str | None] = field(default_factory=dict)
    indicators: Mapping[Place, str] = field(default_factory=dict)
    known_programs: Mapping[str, str] = field(default_factory=dict)
    known_indicators: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[Doubt] = frozenset()
    fund_source: str = FundSource.APBD_OTHER.value
    layout: str = ""
    source: str = ""
    baseline_year: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the choices as JSON, for keeping them between two requests; `from_json` reads it."""
        return {
            "placing": _placing_json(self.placing),
            "headings": {heading: _placing_json(placing) for heading, placing in self.headings.items()},
            "placings": [[*_place_json(place), _placing_json(placing)] for place, placing in self.placings.items()],
            "codes": [[*_place_json(place), code] for place, code in self.codes.items()],
            "left_out": sorted(_place_json(place) for place in self.left_out),
            "organizations": dict(self.organizations),
            "indicators": [[*_place_json(place), code] for place, code in self.indicators.items()],
            "known_programs": dict(self.known_programs),
            "known_indicators": dict(self.known_indicators),
            "accepted": [[one.code, one.sheet, one.row, one.column] for one in sorted(self.accepted)],
            "fund_source": self.fund_source,
            "layout": self.layout,
            "source": self.source,
            "baseline_year": self.baseline_year,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        """Return the choices that `as_json` wrote."""
        return cls(
            placing=_placing(kept["placing"]),
            headings={heading: Placing(*placing) for heading, placing in kept["headings"].items()},
            placings={Place(*place): Placing(*placing) for *place, placing in kept["placings"]},
            codes={Place(*place): code for *place, code in kept["codes"]},
            left_out=frozenset(Place(*place) for place in kept["left_out"]),
            organizations=kept["organizations"],
            indicators={Place(*place): code for *place, code in kept["indicators"]},
            known_programs=kept.get("known_programs", {}),
            known_indicators=kept.get("known_indicators", {}),
            accepted=frozenset(Doubt(*one) for one in kept["accepted"]),
            fund_source=kept["fund_source"],
            layout=kept["layout"],
            source=kept["source"],
            baseline_year=kept["baseline_year"],
        )


def doubt_of(problem: Problem) -> Doubt:
    return Doubt(problem.code, problem.place.sheet, problem.place.row, problem.place.column)


def doubts_in(problems: Iterable[Problem]) -> frozenset[Doubt]:
    """Return the doubts among the problems; as `accepted` they accept all of them."""
    return frozenset(doubt_of(problem) for problem in problems if problem.weight is Weight.DOUBT)


def sure_organizations(understood: Understood) -> dict[str, str | None]:
    """Return the organizations that are named exactly as in the register, by the text of the table."""
    texts = (program.agency for program in understood.programs if program.agency is not None)
    return {
        agency.text: agency.matches[0].abbreviation
        for agency in texts
        if agency.matches and agency.matches[0].confidence >= 1
    }


def _place_json(place: Place) -> list[Any]:
    return [place.sheet, place.row, place.column]


def _placing_json(placing: Placing | None) -> list[str] | None:
    return None if placing is None else [placing.pillar, placing.sub_dimension]


def _placing(kept: list[str] | None) -> Placing | None:
    return None if kept is None else Placing(*kept)
